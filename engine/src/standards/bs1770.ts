/** Loudness of a programme. @source ITU-R BS.1770-5 annex 1; EBU Tech 3341 (2023) */

/** Makes a 997 Hz sine of 0 dBFS in one channel read −3.01 LUFS: annex 1 eq. (2). */
export const LOUDNESS_OFFSET_LU = -0.691;
export const ABSOLUTE_GATE_LUFS = -70;
export const RELATIVE_GATE_LU = -10;

/** 10 ms: the finest step at which maxima are looked for. */
export const HOPS_PER_SECOND = 100;
/** 400 ms. */
export const MOMENTARY_HOPS = 40;
/** 3 s. */
export const SHORT_TERM_HOPS = 300;
/** Gating blocks overlap by 75 %: a step of 100 ms. */
export const GATING_STEP_HOPS = 10;

/** First frame of hop `hop`. */
export function hopStartFrame(hop: number, sampleRateHz: number): number {
  return Math.floor((hop * sampleRateHz) / HOPS_PER_SECOND);
}

/**
 * Channel weights by position for the usual orders of channels (L R C LFE Ls Rs): 1.41 for surrounds, 0 for LFE.
 *
 * Counts without an agreed order are weighted 1.
 * @source BS.1770-5 table 3 (positions of azimuth 60°…120°)
 */
export function channelWeights(channelCount: number): readonly number[] {
  switch (channelCount) {
    case 4:
      return [1, 1, 1.41, 1.41];
    case 5:
      return [1, 1, 1, 1.41, 1.41];
    case 6:
      return [1, 1, 1, 0, 1.41, 1.41];
    default:
      return Array.from({ length: channelCount }, () => 1);
  }
}
