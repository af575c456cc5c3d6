// The canceller by its definition, in f64 and without any haste: pulses from sums of cosines, points from a long sinc, and the
// quadratic program over every point of the whole signal at once. Constants as in kernels/assembly/cancel-pulses.ts, at 48 kHz.

const RATE_HZ = 48000;
const TIMES = 4;
const WINDOW = 1024;
const HOP = 512;
const REACH = 64 * TIMES;
const BANDS = 24;
const bark = (hz: number): number => 7 * Math.asinh(hz / 650);
const BAND_BARK = (bark(18000) - bark(60)) / BANDS;
const placeOf = (hz: number): number =>
  Math.max(0, Math.min(BANDS - 1, (bark(hz) - bark(60)) / BAND_BARK - 0.5));

/** Cancels one channel that lies alone in silence. */
export function naiveCancel(signal: Float32Array, ceiling: number): Float64Array {
  const points = Float64Array.from({ length: signal.length * TIMES }, (_, m) => pointAt(signal, m / TIMES));
  const hops = Math.ceil(signal.length / HOP) + 1;
  const pulses = Array.from({ length: hops }, (_, hop) => naivePulse(signal, hop * HOP));
  const weights = new Float64Array(points.length);
  for (let sweep = 0; sweep < 400; sweep++) {
    let most = 0;
    for (let m = 0; m < points.length; m++) {
      const sign = Math.sign(weights[m]! || points[m]!);
      const step = Math.max(-Math.abs(weights[m]!), sign * points[m]! - ceiling);
      if (Math.abs(step) < 1e-7 || (step < 0 && weights[m] === 0)) continue;
      weights[m]! += sign * step;
      most = Math.max(most, Math.abs(step));
      const pulse = pulses[Math.round(m / TIMES / HOP)]!;
      for (let k = -REACH; k <= REACH; k++)
        if (m + k >= 0 && m + k < points.length) points[m + k]! -= sign * step * pulse[REACH + k]!;
    }
    if (most < 1e-6) break;
  }
  return Float64Array.from(signal, (_, n) => points[TIMES * n]!);
}

function pointAt(signal: Float32Array, at: number): number {
  const first = Math.floor(at);
  if (first === at) return signal[at]!;
  let value = 0;
  for (let n = first - 127; n <= first + 128; n++) {
    const t = at - n;
    value += (signal[n] ?? 0) * (Math.sin(Math.PI * t) / (Math.PI * t)) * Math.cos((Math.PI * t) / 257) ** 2;
  }
  return value;
}

function naivePulse(signal: Float32Array, middle: number): Float64Array {
  const powers = new Float64Array(BANDS);
  for (let bin = 0; bin <= WINDOW / 2; bin++) {
    let re = 0;
    let im = 0;
    for (let n = 0; n < WINDOW; n++) {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / WINDOW);
      const sample = hann * (signal[middle - WINDOW / 2 + n] ?? 0);
      re += sample * Math.cos((2 * Math.PI * bin * n) / WINDOW);
      im += sample * Math.sin((2 * Math.PI * bin * n) / WINDOW);
    }
    powers[Math.floor(placeOf((bin * RATE_HZ) / WINDOW) + 0.5)]! += re * re + im * im;
  }
  const spread = powers.map((_, band) =>
    powers.reduce(
      (sum, power, from) =>
        sum + power * 10 ** ((-(band >= from ? 12 : 27) * Math.abs(band - from) * BAND_BARK) / 10),
      0,
    ),
  );
  const floor = Math.max(...spread) * 1e-7;
  const masks = spread.map(power => Math.max(power, floor) ** 0.6);
  const pulse = new Float64Array(2 * REACH + 1);
  const end = 0.44 * RATE_HZ;
  for (let hz = 20; hz < end; hz += 40) {
    const place = placeOf(hz);
    const band = Math.min(BANDS - 2, Math.floor(place));
    const edge = 0.5 + 0.5 * Math.cos(Math.PI * Math.max(0, (hz - end + 2000) / 2000));
    const weight = edge * (masks[band]! * (1 - place + band) + masks[band + 1]! * (place - band));
    for (let k = -REACH; k <= REACH; k++)
      pulse[REACH + k]! += weight * Math.cos((2 * Math.PI * hz * k) / (TIMES * RATE_HZ));
  }
  const top = pulse[REACH]!;
  return pulse.map((value, n) => (value / top) * (0.5 + 0.5 * Math.cos((Math.PI * (n - REACH)) / REACH)));
}
