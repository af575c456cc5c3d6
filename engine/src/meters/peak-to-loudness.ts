import { GATING_STEP_HOPS, SHORT_TERM_HOPS } from '../standards/index.ts';
import { gainToDb } from '../units/index.ts';
import { type HopPowers, lufsToPower, powerToLufs, windowPowers } from './loudness.ts';
import { percentile } from './percentile.ts';

/**
 * Peak to short-term loudness ratio of the 3 s windows above `gateLufs`.
 *
 * @param hopPeaks largest magnitude per 10 ms hop
 * @returns dB; NaN where no window is above the gate
 */
export function peakToShortTerm(
  hops: HopPowers,
  hopPeaks: Float32Array,
  gateLufs: number,
): { readonly minimumDb: number; readonly medianDb: number } {
  const ratios: number[] = [];
  const gate = lufsToPower(gateLufs);
  windowPowers(hops, SHORT_TERM_HOPS, GATING_STEP_HOPS).forEach((power, index) => {
    if (power <= gate) return;
    const first = index * GATING_STEP_HOPS;
    let peak = 0;
    for (let hop = first; hop < first + SHORT_TERM_HOPS; hop++) peak = Math.max(peak, hopPeaks[hop]!);
    ratios.push(gainToDb(peak) - powerToLufs(power));
  });
  return { minimumDb: percentile(ratios, 0), medianDb: percentile(ratios, 0.5) };
}
