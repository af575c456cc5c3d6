import type { Processor } from '../processor.ts';

/** How the last bits are decorrelated: none (round), plain TPDF, or TPDF with error feedback. */
export type DitherName =
  | 'none'
  | 'tpdf'
  | 'modified-e'
  | 'wannamaker-3'
  | 'lipshitz'
  | 'f-weighted'
  | 'improved-e';

/** The last step before integers. */
export interface DitherKernels {
  /**
   * Quantises to an integer grid of 2^(1−depthBits), in place; the result lies on the grid, so encoding is exact.
   *
   * TPDF of 2 LSB peak to peak, drawn from a counter: (seed, channel, frame) gives the noise, so cuts and threads do not matter.
   * Saturates at the largest codes. Silence longer than half a second stays digital silence with every dither.
   * @source Lipshitz, Wannamaker, Vanderkooy, JAES 40(5) 1992; coefficients: the published sets for 44.1/48 kHz
   */
  makeDither(options: {
    readonly depthBits: 16 | 20 | 24;
    readonly name: DitherName;
    readonly seed: number;
    readonly sampleRateHz: number;
    readonly channelCount: number;
  }): Processor;
}
