// Narrow bands of one window: their mean power, and what lies between the lines of notes, which is a low quantile of the
// powers of their bins.

import { allocate } from './memory';
import { spectrumAnalyze, spectrumMake, spectrumSumOfPowers } from './spectrum';

@unmanaged
class FineSpectrum {
  spectrum: usize;
  /** bandCount pairs of i32: first bin, end. */
  bands: usize;
  bandCount: i32;
  quantile: f32;
  /** Bins of the present window, and those of one band to be sorted through. */
  bins: usize;
  scratch: usize;
}

/** @param bands first bin and end of every band, i32; they may overlap and stay the caller's */
export function fineSpectrumMake(windowFrames: i32, bands: usize, bandCount: i32, quantile: f32): usize {
  const state = changetype<FineSpectrum>(allocate(offsetof<FineSpectrum>()));
  state.spectrum = spectrumMake(windowFrames, 0, 0);
  state.bands = bands;
  state.bandCount = bandCount;
  state.quantile = quantile;
  state.bins = allocate(<usize>windowFrames * 2 + 16);
  state.scratch = allocate(<usize>windowFrames * 2 + 16);
  return changetype<usize>(state);
}

/** @param powers, floors bandCount floats each are written: mean power per bin, and the quantile of the bins */
export function fineSpectrumAnalyze(
  pointer: usize,
  left: usize,
  right: usize,
  powers: usize,
  floors: usize,
): void {
  const state = changetype<FineSpectrum>(pointer);
  spectrumAnalyze(state.spectrum, left, right, powers, 0);
  spectrumSumOfPowers(state.spectrum, state.bins);
  let band = state.bands;
  for (let k = 0; k < state.bandCount; k++, band += 8, powers += 4, floors += 4) {
    const from = load<i32>(band);
    const count = load<i32>(band, 4) - from;
    const at = state.bins + ((<usize>from) << 2);
    let sum: f64 = 0;
    for (let i = 0; i < count; i++) sum += <f64>load<f32>(at + ((<usize>i) << 2));
    store<f32>(powers, <f32>(sum / <f64>count));
    memory.copy(state.scratch, at, (<usize>count) << 2);
    store<f32>(floors, smallest(state.scratch, count, <i32>(state.quantile * <f32>(count - 1) + 0.5)));
  }
}

/** The value of rank `rank` (0 the smallest); disorders the values. C. A. R. Hoare, Algorithm 65: Find (1961). */
function smallest(values: usize, count: i32, rank: i32): f32 {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = load<f32>(values + ((<usize>rank) << 2));
    let i = low;
    let j = high;
    while (i <= j) {
      while (load<f32>(values + ((<usize>i) << 2)) < pivot) i++;
      while (pivot < load<f32>(values + ((<usize>j) << 2))) j--;
      if (i <= j) {
        const a = values + ((<usize>i) << 2);
        const b = values + ((<usize>j) << 2);
        const swap = load<f32>(a);
        store<f32>(a, load<f32>(b));
        store<f32>(b, swap);
        i++;
        j--;
      }
    }
    if (j < rank) low = i;
    if (rank < i) high = j;
  }
  return load<f32>(values + ((<usize>rank) << 2));
}
