export * from './analyze.ts';
export * from './facts.ts';
export { measureSegmentTask } from './measure-segment.ts';
export type { Overview } from './overview.ts';
export type { Spectrogram } from './spectrogram.ts';
