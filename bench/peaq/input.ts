import { FULL_SCALE, SAMPLE_RATE_HZ } from './constants.ts';

/** Samples in either precision, ±1 full scale. */
export type Samples = Float32Array | Float64Array;

/** Kaiser window and zero crossings on each side that Matlab's `resample` takes unless told otherwise. */
const BETA = 5;
const CROSSINGS = 10;

/**
 * Audio as the published grades of the declipping survey had it: at 48 kHz by a short Kaiser-windowed sinc with its edge at
 * Nyquist, then cut to 16 bit towards −∞. PEAQ's bandwidths are measured against what lies above 21.6 kHz, which is what
 * these two steps leave there; a better filter or more bits give other grades.
 * @param channels planar, ±1 full scale
 * @source P. Záviška, P. Rajmic, A. Ozerov, L. Rencker, A Survey and an Extensive Evaluation of Popular Audio Declipping Methods,
 *         IEEE JSTSP 15(1), 2021
 */
export function toSurveyInput(channels: readonly Samples[], sampleRateHz: number): Float32Array[] {
  return channels.map(samples =>
    toPcm16(sampleRateHz === SAMPLE_RATE_HZ ? samples : resample(samples, sampleRateHz)),
  );
}

/** Cuts samples to 16 bit towards −∞, clipping at full scale. */
export function toPcm16(samples: Samples): Float32Array {
  return Float32Array.from(samples, sample => {
    const step = Math.floor(sample * FULL_SCALE);
    return Math.min(FULL_SCALE - 1, Math.max(-FULL_SCALE, step)) / FULL_SCALE;
  });
}

function resample(samples: Samples, fromHz: number): Float64Array {
  const divisor = greatestCommonDivisor(fromHz, SAMPLE_RATE_HZ);
  const up = SAMPLE_RATE_HZ / divisor;
  const down = fromHz / divisor;
  const taps = designTaps(up, down);
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

/** A sinc with crossings every max(up, down) taps, exactly zero there, of gain `up` at 0 Hz. */
function designTaps(up: number, down: number): Float64Array {
  const spacing = Math.max(up, down);
  const reach = CROSSINGS * spacing;
  const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, index) => {
    const n = index - reach;
    if (n === 0) return 1;
    if (n % spacing === 0) return 0;
    const x = (Math.PI * n) / spacing;
    return (Math.sin(x) / x) * (besselI0(BETA * Math.sqrt(1 - (n / reach) ** 2)) / besselI0(BETA));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map(tap => (tap * up) / sum);
}

/** Its power series; terms fall below double precision within 60 for x ≤ 5. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 60; k++) sum += term *= (x / 2 / k) ** 2;
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
