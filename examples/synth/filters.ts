/** b0 b1 b2 a1 a2. */
export type Section = readonly [number, number, number, number, number];

/** A filter that remembers. */
export function makeBiquad([b0, b1, b2, a1, a2]: Section): (x: number) => number {
  let z1 = 0;
  let z2 = 0;
  return x => {
    const y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    return y;
  };
}

/** Constant peak gain. @source R. Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients */
export function bandPass(frequencyHz: number, q: number, rate: number): Section {
  const w = (2 * Math.PI * frequencyHz) / rate;
  const alpha = Math.sin(w) / (2 * q);
  const a0 = 1 + alpha;
  return [alpha / a0, 0, -alpha / a0, (-2 * Math.cos(w)) / a0, (1 - alpha) / a0];
}

/** @source as above */
export function bell(frequencyHz: number, gainDb: number, q: number, rate: number): Section {
  const w = (2 * Math.PI * frequencyHz) / rate;
  const a = 10 ** (gainDb / 40);
  const alpha = Math.sin(w) / (2 * q);
  const a0 = 1 + alpha / a;
  const c = (-2 * Math.cos(w)) / a0;
  return [(1 + alpha * a) / a0, c, (1 - alpha * a) / a0, c, (1 - alpha / a) / a0];
}

/** Filters a whole buffer in place. */
export function filterAll(buffer: Float64Array, section: Section): void {
  const filter = makeBiquad(section);
  for (let n = 0; n < buffer.length; n++) buffer[n] = filter(buffer[n]!);
}
