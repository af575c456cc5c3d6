import { FRAME_FRAMES, HOP_FRAMES } from './constants.ts';
import { makeRealFft } from './fft.ts';

/** Lags of the correlation: the largest power of two below the bins of 9 kHz. @source ITU-R BS.1387-1, annex 2, 4.8 */
const LAG_COUNT = 256;
/** Energy of half a window, in squared steps of 16 bit, below which it is left out. @source 5.2.4.3 */
const LEAST_ENERGY = 8000;

/** Hann window over the lags. @source Kabal 2003, 5.5: scaled to keep the power */
const WINDOW = Float64Array.from(
  { length: LAG_COUNT },
  (_, n) => (Math.sqrt(8 / 3) / LAG_COUNT) * 0.5 * (1 - Math.cos((2 * Math.PI * n) / (LAG_COUNT - 1))),
);

const correlator = makeRealFft(2 * LAG_COUNT);
const cepstrum = makeRealFft(LAG_COUNT);
const difference = new Float64Array(2 * LAG_COUNT);
const head = new Float64Array(2 * LAG_COUNT);
const headRe = new Float64Array(LAG_COUNT + 1);
const headIm = new Float64Array(LAG_COUNT + 1);
const product = new Float64Array(2 * LAG_COUNT);
const correlation = new Float64Array(LAG_COUNT);

/** The second half of a window has energy enough to be judged, in one of the two signals. */
export function hasEnergy(reference: Float64Array, test: Float64Array, start: number): boolean {
  return energyOf(reference, start) >= LEAST_ENERGY || energyOf(test, start) >= LEAST_ENERGY;
}

function energyOf(samples: Float64Array, start: number): number {
  let energy = 0;
  for (let n = HOP_FRAMES; n < FRAME_FRAMES; n++) {
    const sample = samples[start + n] ?? 0;
    energy += sample * sample;
  }
  return energy;
}

/**
 * Harmonic structure of the error: the highest peak in the spectrum of the correlation of the log spectra's difference.
 * @source ITU-R BS.1387-1, annex 2, 4.8; Kabal 2003, 5.5, for window, normalisation and what a peak is
 */
export function measureHarmonicStructure(reference: Float64Array, test: Float64Array): number {
  for (let bin = 0; bin < 2 * LAG_COUNT - 1; bin++) {
    const log = Math.log(test[bin]! / reference[bin]!);
    // silence against silence has no structure
    difference[bin] = Number.isFinite(log) ? log : 0;
  }
  correlate();
  let mean = 0;
  for (let lag = 0; lag < LAG_COUNT; lag++) mean += correlation[lag]! / LAG_COUNT;
  for (let lag = 0; lag < LAG_COUNT; lag++) correlation[lag] = WINDOW[lag]! * (correlation[lag]! - mean);
  cepstrum.forward(correlation);
  const power = (n: number): number => cepstrum.real[n]! ** 2 + cepstrum.imaginary[n]! ** 2;
  const first = power(0);
  let peak = 0;
  for (let n = 1; n <= LAG_COUNT / 2; n++) {
    const here = power(n);
    if (here > first && here > peak) peak = here;
  }
  return peak;
}

/** Σ d(j)·d(j + lag) over LAG_COUNT bins by way of spectra, then divided by the norms of both stretches. */
function correlate(): void {
  head.set(difference.subarray(0, LAG_COUNT));
  correlator.forward(head);
  headRe.set(correlator.real);
  headIm.set(correlator.imaginary);
  correlator.forward(difference);
  for (let k = 0; k <= LAG_COUNT; k++) {
    const re = headRe[k]! * correlator.real[k]! + headIm[k]! * correlator.imaginary[k]!;
    const im = headRe[k]! * correlator.imaginary[k]! - headIm[k]! * correlator.real[k]!;
    // real-to-Hartley and back: a second forward transform inverts the first
    product[k] = re - im;
    if (k > 0 && k < LAG_COUNT) product[2 * LAG_COUNT - k] = re + im;
  }
  correlator.forward(product);
  const scale = 1 / (2 * LAG_COUNT);
  const first = correlator.real[0]! * scale;
  let norm = first;
  for (let lag = 0; lag < LAG_COUNT; lag++) {
    const value = (correlator.real[lag]! - correlator.imaginary[lag]!) * scale;
    if (lag > 0) norm += difference[lag + LAG_COUNT - 1]! ** 2 - difference[lag - 1]! ** 2;
    const squared = first * norm;
    correlation[lag] = lag === 0 || squared <= 0 ? 1 : value / Math.sqrt(squared);
  }
}
