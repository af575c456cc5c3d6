// Harmonic structure of the error: the highest peak in the spectrum of the correlation of the log spectra's difference.
// ITU-R BS.1387-1, annex 2, 4.8; Kabal 2003, 5.5, for window, normalisation and what a peak is.

import { allocate } from './memory';
import { pairFftInput, pairFftMake, pairFftTransform } from './pair-fft';
import { first, log2x2, second } from './pair-math';

/** Lags of the correlation: the largest power of two below the bins of 9 kHz. */
const LAG_COUNT: i32 = 256;
const LENGTH: i32 = 2 * LAG_COUNT;

@unmanaged
export class Harmonics {
  fft: usize;
  /** LAG_COUNT f64: Hann, scaled to keep the power. */
  window: usize;
  /** LENGTH f64; the last stays 0. */
  difference: usize;
  /** LAG_COUNT f64. */
  correlation: usize;
}

export function makeHarmonics(): usize {
  const state = changetype<Harmonics>(allocate(offsetof<Harmonics>()));
  state.fft = pairFftMake(LENGTH);
  state.window = allocate(<usize>LAG_COUNT * 8);
  state.difference = allocate(<usize>LENGTH * 8);
  state.correlation = allocate(<usize>LAG_COUNT * 8);
  const gain = Math.sqrt(8.0 / 3.0) / <f64>LAG_COUNT;
  for (let n = 0; n < LAG_COUNT; n++) {
    const angle = (2 * Math.PI * <f64>n) / <f64>(LAG_COUNT - 1);
    store<f64>(state.window + <usize>n * 8, gain * 0.5 * (1 - Math.cos(angle)));
  }
  return changetype<usize>(state);
}

/** @param powers pairs of at least LENGTH bins */
export function harmonicStructure(state: Harmonics, powers: usize): f64 {
  takeDifference(state, powers);
  correlate(state);
  return highestPeak(state);
}

/** In octaves: the correlation is normalised, so that the base of the logarithm does not count. Two bins at a time. */
function takeDifference(state: Harmonics, powers: usize): void {
  const none = f64x2.splat(0);
  for (let bin: usize = 0; bin < <usize>LENGTH; bin += 2) {
    const a = v128.load(powers + bin * 16),
      b = v128.load(powers + bin * 16, 16);
    const reference = v128.shuffle<f64>(a, b, 0, 2),
      test = v128.shuffle<f64>(a, b, 1, 3);
    // silence in either has no structure
    const isHeard = v128.and(f64x2.gt(reference, none), f64x2.gt(test, none));
    v128.store(state.difference + bin * 8, v128.and(isHeard, log2x2(f64x2.div(test, reference))));
  }
  store<f64>(state.difference + (<usize>LENGTH - 1) * 8, 0);
}

/** Σ d(j)·d(j + lag) over LAG_COUNT bins by way of spectra, then divided by the norms of both stretches. */
function correlate(state: Harmonics): void {
  const input = pairFftInput(state.fft);
  for (let n: usize = 0; n < <usize>LENGTH; n++) {
    const value = v128.load64_splat(state.difference + n * 8);
    v128.store(input + n * 16, n < <usize>LAG_COUNT ? value : f64x2.replace_lane(value, 0, 0));
  }
  multiply(pairFftTransform(state.fft), input);
  normalise(state, pairFftTransform(state.fft));
}

/**
 * The spectrum of the correlation, as real numbers whose forward transform is its inverse: Re − Im, Hartley's.
 * Of 256 points the bins lie beside the input, which is therefore free.
 */
function multiply(bins: usize, input: usize): void {
  for (let k: usize = 0; k <= <usize>LAG_COUNT; k++) {
    const re = v128.load(bins + k * 32),
      im = v128.load(bins + k * 32, 16);
    const productRe = first(re) * second(re) + first(im) * second(im);
    const productIm = first(re) * second(im) - first(im) * second(re);
    v128.store(input + k * 16, f64x2.splat(productRe - productIm));
    if (k > 0 && k < <usize>LAG_COUNT) {
      v128.store(input + (<usize>LENGTH - k) * 16, f64x2.splat(productRe + productIm));
    }
  }
}

function normalise(state: Harmonics, bins: usize): void {
  const scale = 1 / <f64>LENGTH;
  const d = state.difference;
  const energy = load<f64>(bins) * scale;
  let norm = energy;
  store<f64>(state.correlation, 1);
  for (let lag: usize = 1; lag < <usize>LAG_COUNT; lag++) {
    const value = (load<f64>(bins + lag * 32) - load<f64>(bins + lag * 32, 16)) * scale;
    const entering = load<f64>(d + (lag + <usize>LAG_COUNT - 1) * 8);
    const leaving = load<f64>(d + (lag - 1) * 8);
    norm += entering * entering - leaving * leaving;
    const squared = energy * norm;
    store<f64>(state.correlation + lag * 8, squared <= 0 ? 1 : value / Math.sqrt(squared));
  }
}

/** The transform is twice as long as the correlation: every other bin is one of the latter's. */
function highestPeak(state: Harmonics): f64 {
  const input = pairFftInput(state.fft);
  let mean: f64 = 0;
  for (let lag: usize = 0; lag < <usize>LAG_COUNT; lag++) mean += load<f64>(state.correlation + lag * 8);
  mean /= <f64>LAG_COUNT;
  for (let lag: usize = 0; lag < <usize>LAG_COUNT; lag++) {
    const value = load<f64>(state.window + lag * 8) * (load<f64>(state.correlation + lag * 8) - mean);
    v128.store(input + lag * 16, f64x2.splat(value));
  }
  memory.fill(input + <usize>LAG_COUNT * 16, 0, <usize>LAG_COUNT * 16);
  const bins = pairFftTransform(state.fft);
  const lowest = powerAt(bins, 0);
  let peak: f64 = 0;
  for (let n: usize = 1; n <= <usize>LAG_COUNT / 2; n++) {
    const power = powerAt(bins, 2 * n);
    if (power > lowest && power > peak) peak = power;
  }
  return peak;
}

function powerAt(bins: usize, bin: usize): f64 {
  const re = load<f64>(bins + bin * 32),
    im = load<f64>(bins + bin * 32, 16);
  return re * re + im * im;
}
