/**
 * Value at `fraction` of a sorted list, by the nearest rank that EBU Tech 3342 uses: x[round((n − 1)·fraction)].
 * @returns NaN for an empty list
 */
export function sortedPercentile(ascending: ArrayLike<number>, fraction: number): number {
  return ascending[Math.round((ascending.length - 1) * fraction)] ?? Number.NaN;
}

/** The same for a list in any order. */
export function percentile(values: Iterable<number>, fraction: number): number {
  return sortedPercentile(Float64Array.from(values).sort(), fraction);
}
