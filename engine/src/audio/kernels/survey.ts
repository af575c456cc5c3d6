import type { AudioBlock } from '../block.ts';

/** Plain statistics of the samples themselves, one streaming pass. */
export interface SampleSurvey {
  process(block: AudioBlock): void;
  /** Per channel, over everything processed since the last reset. */
  readonly sums: Float64Array;
  readonly sumsOfSquares: Float64Array;
  readonly minima: Float32Array;
  readonly maxima: Float32Array;
  /** Σ left·right; 0 for other than two channels. */
  readonly crossSum: number;
  /** Samples that are NaN or infinite, and the first such frame (−1 where there is none); they count as 0 elsewhere. */
  readonly notFiniteCount: number;
  readonly firstNotFiniteFrame: number;
  /** First and last frame (since reset) in which any channel is above `silenceGain`; −1 where there is none. */
  readonly firstSoundFrame: number;
  readonly lastSoundFrame: number;
  /** The integer depth, 1…32, that holds every sample exactly (±1 = 2^(bits−1)); 33 where none does; 0 for silence. */
  readonly depthBits: number;
  reset(): void;
}

/** A run of equal samples at the rails. */
export interface ClipRun {
  readonly channel: number;
  readonly startFrame: number;
  readonly frameCount: number;
}

/** What samples say without any filter. */
export interface SurveyKernels {
  /** @param silenceGain amplitude at or below which a frame counts as silent */
  makeSampleSurvey(channelCount: number, silenceGain: number): SampleSurvey;
  /**
   * Runs of at least `minimumFrames` consecutive samples of the same sign with |x| ≥ `thresholdGain`, each within
   * `toleranceGain` of the sample before it (0 = exactly equal), that *start* inside frames [fromFrame, toFrame) of the block; a run goes on to the end of
   * the block. At most `capacity` are returned, in order.
   */
  findClipRuns(
    block: AudioBlock,
    options: {
      readonly fromFrame: number;
      readonly toFrame: number;
      readonly thresholdGain: number;
      readonly toleranceGain: number;
      readonly minimumFrames: number;
      readonly capacity: number;
    },
  ): readonly ClipRun[];
}
