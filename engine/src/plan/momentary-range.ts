import type { Facts } from '../analyze/facts.ts';

/** The value below which `fraction` of the sorted values lie; nearest rank. */
export function percentile(sorted: readonly number[], fraction: number): number {
  return sorted[Math.min(sorted.length - 1, Math.round(fraction * (sorted.length - 1)))]!;
}

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
  return percentile(values, 0.95) - percentile(values, 0.1);
}

/** Of the 100 ms hops above the gate: how far peaks, once driven, would stand over the ceiling; sorted, dB ≥ 0. */
export function peakExcessDb(facts: Facts, driveDb: number, ceilingDbtp: number): number[] {
  const { momentaryLufs, truePeakDbtp } = facts.timeline;
  const gateLufs = (facts.integratedLufs ?? 0) - 20;
  const values: number[] = [];
  momentaryLufs.forEach((loudness, hop) => {
    const peak = truePeakDbtp[hop];
    if (loudness === null || loudness < gateLufs || peak === null || peak === undefined) return;
    values.push(Math.max(0, peak + driveDb - ceilingDbtp));
  });
  return values.sort((a, b) => a - b);
}
