import { ABSOLUTE_GATE_LUFS, GATING_STEP_HOPS, SHORT_TERM_HOPS } from '../standards/index.ts';
import { type HopPowers, lufsToPower, powerToLufs, windowPowers } from './loudness.ts';
import { sortedPercentile } from './percentile.ts';

/** Blocks this far below the mean are left out: EBU Tech 3342 §5. */
const RANGE_GATE_LU = -20;

/**
 * Loudness range: 95th − 10th percentile of gated short-term loudness, at 10 Hz.
 *
 * The programme is followed by 1.5 s of silence, as the document asks, so that its end counts.
 * @returns LU; −Infinity where nothing is above the gate
 * @error ±1 LU (EBU Tech 3342 table 1)
 * @source EBU Tech 3342 (2023) §5
 */
export function loudnessRange(hops: HopPowers): number {
  const padded = new Float64Array(hops.powers.length + SHORT_TERM_HOPS / 2);
  padded.set(hops.powers);
  const blocks = windowPowers({ ...hops, powers: padded }, SHORT_TERM_HOPS, GATING_STEP_HOPS);
  const audible = blocks.filter(power => power >= lufsToPower(ABSOLUTE_GATE_LUFS));
  if (audible.length === 0) return Number.NEGATIVE_INFINITY;
  const mean = audible.reduce((sum, power) => sum + power, 0) / audible.length;
  const gate = lufsToPower(powerToLufs(mean) + RANGE_GATE_LU);
  const kept = audible.filter(power => power >= gate).sort();
  return powerToLufs(sortedPercentile(kept, 0.95)) - powerToLufs(sortedPercentile(kept, 0.1));
}
