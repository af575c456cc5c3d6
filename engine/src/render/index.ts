export { changeRate, changeRateTask, outputFrames } from './change-rate.ts';
export { startDelivery } from './deliver.ts';
export { measureDemandTask } from './demand.ts';
export { measureDrivenTask } from './driven-loudness.ts';
export { finishSegmentTask } from './finish.ts';
export { type Levelled, playLevel } from './play-level.ts';
export { type Rendered, type RenderedFile, type RenderOrder, render } from './render.ts';
export { isIdle, mendRegionTask, playRepair } from './repair.ts';
