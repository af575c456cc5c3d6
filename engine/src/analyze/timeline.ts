import { type HopPowers, powerToLufs, windowPowers } from '../meters/index.ts';
import { GATING_STEP_HOPS, HOPS_PER_SECOND, MOMENTARY_HOPS, SHORT_TERM_HOPS } from '../standards/index.ts';
import { gainToDb, jsonNumber } from '../units/index.ts';
import type { Facts, Timeline } from './facts.ts';

/** The course of loudness and peak, ten values a second; windows end at their value, earlier ones are null. */
export function timeline(hops: HopPowers, hopPeaks: Float32Array): Timeline {
  const count = Math.floor(hops.powers.length / GATING_STEP_HOPS);
  const course = (windowHops: number): (number | null)[] => {
    const lead = Array.from({ length: Math.min(count, windowHops / GATING_STEP_HOPS - 1) }, () => null);
    const means = windowPowers(hops, windowHops, GATING_STEP_HOPS);
    return [...lead, ...Array.from(means, power => jsonNumber(powerToLufs(power), 2))];
  };
  return {
    hopSeconds: 0.1,
    momentaryLufs: course(MOMENTARY_HOPS),
    shortTermLufs: course(SHORT_TERM_HOPS),
    truePeakDbtp: Array.from({ length: count }, (_, index) => {
      const part = hopPeaks.subarray(index * GATING_STEP_HOPS, (index + 1) * GATING_STEP_HOPS);
      return jsonNumber(gainToDb(part.reduce((a, b) => Math.max(a, b), 0)), 2);
    }),
  };
}

/** The passage engineers judge a song by. */
const SECTION_SECONDS = 15;

/** The loudest 15 s, or the whole of a shorter programme. */
export function loudestSection(hops: HopPowers): Facts['loudestSection'] {
  const sectionHops = Math.min(SECTION_SECONDS * HOPS_PER_SECOND, hops.powers.length);
  const means = windowPowers(hops, sectionHops, GATING_STEP_HOPS);
  let loudest = 0;
  means.forEach((power, index) => {
    if (power > means[loudest]!) loudest = index;
  });
  const startSeconds = (loudest * GATING_STEP_HOPS) / HOPS_PER_SECOND;
  return {
    startSeconds: jsonNumber(startSeconds) ?? 0,
    endSeconds: jsonNumber(startSeconds + sectionHops / HOPS_PER_SECOND) ?? 0,
    loudnessLufs: jsonNumber(powerToLufs(means[loudest] ?? 0), 2),
  };
}
