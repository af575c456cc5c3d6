import type { AudioBlock } from '../block.ts';

/** What two channels have in common, frequency by frequency, averaged over windows. */
export interface CrossSpectrum {
  /** Frames of one window. */
  readonly windowFrames: number;
  /**
   * Adds the window of the first two channels that begins at `startFrame` of the block (Hann).
   * @param rightLaterFrames the right channel is read this many frames later; both windows must lie inside the block
   */
  add(block: AudioBlock, startFrame: number, rightLaterFrames: number): void;
  /** Σ over the windows since reset, windowFrames/2 + 1 values: Re L·R*, Im L·R*, |L|², |R|². */
  readonly crossRe: Float32Array;
  readonly crossIm: Float32Array;
  readonly leftPowers: Float32Array;
  readonly rightPowers: Float32Array;
  /**
   * The correlation over lags of the coherence L·R* / √(|L|²·|R|²) of bins [fromBin, toBin): 1 where all agree.
   * @param correlations 2·n + 1 values: lags −n/8 … n/8 frames; a positive lag says that the left is late
   * @source Carter, Nuttall, Cable, Proc. IEEE 61 (1973): the smoothed coherence transform
   */
  correlate(fromBin: number, toBin: number, correlations: Float32Array): void;
  reset(): void;
}

/** Comparison of channels. */
export interface CrossSpectrumKernels {
  /** @param windowFrames a power of two, 256 … 16384 */
  makeCrossSpectrum(windowFrames: number): CrossSpectrum;
}
