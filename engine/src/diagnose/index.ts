export type { Detector, DiagnoseContext, TonalAim } from './context.ts';
export { diagnose } from './diagnose.ts';
export { type Ailment, EFFECTS, type EffectMeasure } from './effects.ts';
export type * from './findings.ts';
export type { NoiseFloor } from './inspect/hiss/hiss.ts';
export type { TracedHarmonic, TracedHum } from './inspect/hum/hum.ts';
export { inspect, inspectSegmentTask } from './inspect/inspect.ts';
export type { Programme, Stretch, Tracer } from './inspect/tracer.ts';
export { TRACER_NAMES, type TracerName, type Traces } from './inspect/tracers.ts';
