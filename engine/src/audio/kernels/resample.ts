import type { AudioBlock } from '../block.ts';

/**
 * Band-limited sample-rate conversion by a rational ratio: linear phase, delay removed, exact length.
 * @error SNR ≥ 145 dB; pass band ±0.001 dB to 20 kHz at 44.1 kHz
 */
export interface Resampler {
  /** Output frames for a programme of `inputFrames`: ceil(inputFrames · to / from). */
  outputFrames(inputFrames: number): number;
  /** Frames of input needed before and after a stretch. */
  readonly contextFrames: number;
  /**
   * Computes output frames [outputStart, outputStart + output.frameCount) of the programme. Stateless.
   * @param input      input frames beginning at programme frame `inputStart` (may be negative: zeros)
   */
  convert(input: AudioBlock, inputStart: number, output: AudioBlock, outputStart: number): void;
  /** The input stretch [start, end) that `convert` needs for an output stretch. */
  inputRange(outputStart: number, outputFrames: number): { readonly start: number; readonly end: number };
}

/** Sample-rate conversion. */
export interface ResampleKernels {
  /** @throws {TypeError} for a rate that is no positive integer */
  makeResampler(options: { readonly fromHz: number; readonly toHz: number }): Resampler;
}
