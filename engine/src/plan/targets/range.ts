/** Where a figure lies among records: 80 % of them between p10 and p90. */
export interface Range {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

export function range(p10: number, p50: number, p90: number): Range {
  return { p10, p50, p90 };
}

/** 90th percentile of a normal distribution, in standard deviations. */
export const P90_DEVIATIONS = 1.2816;

/** By how much a value lies outside p10…p90: positive above, negative below, 0 inside. */
export function outsideBy(value: number, limits: Range): number {
  if (value > limits.p90) return value - limits.p90;
  return value < limits.p10 ? value - limits.p10 : 0;
}

/**
 * Range of a mixture: the middle is the weighted mean; each side holds the spread of the parts and their distance from
 * that middle, so that doubt between genres widens what is left alone.
 */
export function mixRanges(parts: readonly { readonly weight: number; readonly range: Range }[]): Range {
  let total = 0;
  let middle = 0;
  for (const { weight, range: part } of parts) {
    total += weight;
    middle += weight * part.p50;
  }
  middle /= total;
  let below = 0;
  let above = 0;
  for (const { weight, range: part } of parts) {
    const distance = part.p50 - middle;
    below += (weight / total) * ((part.p50 - part.p10) * (part.p50 - part.p10) + distance * distance);
    above += (weight / total) * ((part.p90 - part.p50) * (part.p90 - part.p50) + distance * distance);
  }
  return { p10: middle - Math.sqrt(below), p50: middle, p90: middle + Math.sqrt(above) };
}
