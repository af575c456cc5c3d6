import type { Facts } from '../analyze/facts.ts';
import { sortedPercentile } from '../meters/index.ts';

/**
 * 95th − 10th percentile of 400 ms loudness above −20 LU: the range the genre tables hold.
 * @returns null below ten values
 * @source as in the phaselimiter figures; larger than the EBU loudness range
 */
export function momentaryRangeLu(facts: Facts): number | null {
  const gateLufs = (facts.integratedLufs ?? 0) - 20;
  const values: number[] = [];
  for (const loudness of facts.timeline.momentaryLufs) {
    if (loudness !== null && loudness > gateLufs) values.push(loudness);
  }
  if (values.length < 10) return null;
  values.sort((a, b) => a - b);
  return sortedPercentile(values, 0.95) - sortedPercentile(values, 0.1);
}

/**
 * The true peak that 95 % of the 100 ms hops above the gate stay under, dBTP: raised by a drive, it tells the 95th
 * percentile of what a limiter will have to take away.
 * @returns null where nothing is above the gate
 */
export function usualPeakDbtp(facts: Facts): number | null {
  const { momentaryLufs, truePeakDbtp } = facts.timeline;
  const gateLufs = (facts.integratedLufs ?? 0) - 20;
  const values: number[] = [];
  momentaryLufs.forEach((loudness, hop) => {
    const peak = truePeakDbtp[hop] ?? null;
    if (loudness !== null && loudness > gateLufs && peak !== null) values.push(peak);
  });
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  return sortedPercentile(values, 0.95);
}

/** 95th percentile of the reduction that a limiter will do to land on a loudness, dB ≥ 0; an estimate. */
export function reductionAtDb(facts: Facts, targetLufs: number, ceilingDbtp: number): number | null {
  const peakDbtp = usualPeakDbtp(facts);
  if (peakDbtp === null || facts.integratedLufs === null) return null;
  return Math.max(0, peakDbtp + targetLufs - facts.integratedLufs - ceilingDbtp);
}
