/** TT Dynamic Range. @source Pleasurize Music Foundation, "Measuring DR", v1.3 */

/** Frames of one block: 3 s, and by the document's own count 3·(44100 + 60) at 44.1 kHz. */
export function dynamicRangeBlockFrames(sampleRateHz: number): number {
  return 3 * (sampleRateHz === 44100 ? 44160 : sampleRateHz);
}

/** The loudest fifth of the blocks counts. */
export const LOUDEST_FRACTION = 0.2;
