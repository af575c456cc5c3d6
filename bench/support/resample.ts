/** Samples in either precision, ±1 full scale. */
export type Samples = Float32Array | Float64Array;

/** A Kaiser-windowed sinc: its window's shape, zero crossings on each side, and its edge as a fraction of the lower Nyquist. */
export interface SincShape {
  readonly beta: number;
  readonly crossings: number;
  readonly edgeFraction: number;
}

/** Changes the rate of one channel: linear phase, delay removed, ceil(n · to / from) frames. */
export function resample(samples: Samples, fromHz: number, toHz: number, shape: SincShape): Float64Array {
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const up = toHz / divisor;
  const down = fromHz / divisor;
  const taps = designTaps(up, down, shape);
  const reach = (taps.length - 1) / 2;
  const output = new Float64Array(Math.ceil((samples.length * up) / down));
  for (let n = 0; n < output.length; n++) {
    const centre = n * down;
    const first = Math.max(0, Math.ceil((centre - reach) / up));
    const last = Math.min(samples.length - 1, Math.floor((centre + reach) / up));
    let sum = 0;
    for (let frame = first; frame <= last; frame++)
      sum += samples[frame]! * taps[centre - frame * up + reach]!;
    output[n] = sum;
  }
  return output;
}

/** A sinc with crossings every max(up, down)/edge taps, exactly zero where they fall on a tap, of gain `up` at 0 Hz. */
function designTaps(up: number, down: number, { beta, crossings, edgeFraction }: SincShape): Float64Array {
  const spacing = Math.max(up, down) / edgeFraction;
  const reach = Math.floor(crossings * spacing);
  const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, index) => {
    const n = index - reach;
    if (n === 0) return 1;
    if (n % spacing === 0) return 0;
    const x = (Math.PI * n) / spacing;
    return (Math.sin(x) / x) * (besselI0(beta * Math.sqrt(1 - (n / reach) ** 2)) / besselI0(beta));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map(tap => (tap * up) / sum);
}

/** Its power series; terms fall below double precision within 60 for x ≤ 15. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 60; k++) sum += term *= (x / 2 / k) ** 2;
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
