import type { AudioBlock } from './block.ts';

/**
 * Audio through, in place, block by block.
 *
 * The result does not depend on how the audio is cut into blocks; `reset` makes the processor as new; nothing is
 * allocated in `process`.
 */
export interface Processor {
  /** Frames by which the output lags the input. */
  readonly latencyFrames: number;
  process(block: AudioBlock): void;
  reset(): void;
}
