import { GATING_STEP_HOPS, SHORT_TERM_HOPS } from '../standards/index.ts';
import { gainToDb } from '../units/index.ts';
import { type HopPowers, lufsToPower, powerToLufs, windowPowers } from './loudness.ts';
import { percentile } from './percentile.ts';

const WINDOW_STEPS = SHORT_TERM_HOPS / GATING_STEP_HOPS;

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
  const stepPeaks = stepMaxima(hopPeaks);
  windowPowers(hops, SHORT_TERM_HOPS, GATING_STEP_HOPS).forEach((power, index) => {
    if (power <= gate) return;
    let peak = 0;
    for (let step = index; step < index + WINDOW_STEPS; step++) peak = Math.max(peak, stepPeaks[step]!);
    ratios.push(gainToDb(peak) - powerToLufs(power));
  });
  return { minimumDb: percentile(ratios, 0), medianDb: percentile(ratios, 0.5) };
}

/** Largest value of every step of 100 ms. */
function stepMaxima(hopPeaks: Float32Array): Float32Array {
  const maxima = new Float32Array(Math.ceil(hopPeaks.length / GATING_STEP_HOPS));
  for (let hop = 0; hop < hopPeaks.length; hop++) {
    const step = Math.floor(hop / GATING_STEP_HOPS);
    if (hopPeaks[hop]! > maxima[step]!) maxima[step] = hopPeaks[hop]!;
  }
  return maxima;
}
