import type { Overview } from '../../analyze/overview.ts';

/** Long timelines, made short enough to draw. */

const COLUMN_LIMIT = 1500;

/** Smallest and largest value of a stretch of a timeline; null where nothing was measured. */
export interface Extent {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * A timeline as at most `limit` equal stretches.
 * @returns one extent per stretch; null where the whole stretch is silent
 */
export function decimate(values: readonly (number | null)[], limit: number): (Extent | null)[] {
  const count = Math.min(limit, values.length);
  const extents: (Extent | null)[] = [];
  for (let index = 0; index < count; index++) {
    const from = Math.floor((index * values.length) / count);
    const to = Math.floor(((index + 1) * values.length) / count);
    extents.push(extentOf(values, from, to));
  }
  return extents;
}

/** Extent of values[from … to − 1]. */
export function extentOf(
  values: readonly (number | null)[],
  from: number = 0,
  to: number = values.length,
): Extent | null {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (let index = from; index < to; index++) {
    const value = values[index] ?? null;
    if (value === null || !Number.isFinite(value)) continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return maximum < minimum ? null : { minimum, maximum };
}

/** The level below which a share of the stretches lies in full; null of nothing. */
export function percentile(stretches: readonly (Extent | null)[], fraction: number): number | null {
  const sorted = stretches.flatMap(extent => (extent === null ? [] : [extent.maximum])).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? null;
}

/** At most COLUMN_LIMIT columns; peaks survive, RMS is joined by power. */
export function reduceColumns(overview: Overview): Overview {
  const count = overview.peaks.length;
  const factor = Math.ceil(count / COLUMN_LIMIT);
  if (factor <= 1) return overview;
  const peaks: number[] = [];
  const rms: number[] = [];
  for (let from = 0; from < count; from += factor) {
    const powers = overview.rms.slice(from, from + factor).map(value => value * value);
    peaks.push(extentOf(overview.peaks, from, from + factor)?.maximum ?? 0);
    rms.push(Math.sqrt(powers.reduce((sum, power) => sum + power, 0) / Math.max(1, powers.length)));
  }
  return { columnSeconds: overview.columnSeconds * factor, peaks, rms };
}
