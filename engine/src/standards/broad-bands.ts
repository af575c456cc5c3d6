/** Where engineers draw the lines between bass, low mids, mids and highs. */
export const BROAD_CROSSOVERS_HZ: readonly number[] = [120, 800, 5000];

/** The broad bands below Nyquist as [from, to] in Hz. */
export function broadBands(
  sampleRateHz: number,
): readonly { readonly fromHz: number; readonly toHz: number }[] {
  const edges = [0, ...broadCrossovers(sampleRateHz), sampleRateHz / 2];
  return edges.slice(1).map((toHz, band) => ({ fromHz: edges[band]!, toHz }));
}

/** The crossovers that a rate leaves room for. */
export function broadCrossovers(sampleRateHz: number): readonly number[] {
  return BROAD_CROSSOVERS_HZ.filter(hz => hz < 0.45 * sampleRateHz);
}
