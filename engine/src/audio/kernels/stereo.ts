import type { Processor } from '../processor.ts';

/** Width, low end and saturation. */
export interface StereoKernels {
  /**
   * Width per band by gain on the side signal; the mid, and so the mono sum, is untouched.
   * @param parameters.sideGainsDb one per band, crossoversHz.length + 1
   */
  makeWidth(
    parameters: { readonly crossoversHz: readonly number[]; readonly sideGainsDb: readonly number[] },
    sampleRateHz: number,
  ): Processor;
  /** Elliptical low end: a Linkwitz-Riley high-pass on the side; order 2 or 4. */
  makeEllipticalLowEnd(
    parameters: { readonly cornerHz: number; readonly order: 2 | 4 },
    sampleRateHz: number,
  ): Processor;
  /** A soft, anti-aliased saturation; driveDb 0 and mix 0 are neutral. */
  makeSaturation(
    parameters: { readonly driveDb: number; readonly mixFraction: number },
    sampleRateHz: number,
    channelCount: number,
  ): Processor;
}
