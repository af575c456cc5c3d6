// Short-time spectra, gained and put together again: windows √Hann before and after, steps of a quarter window.

import { gainGains, gainMake, gainPowers, gainReset, gainRun } from './denoise-gain';
import { realFftForward, realFftInverse, realFftMake } from './fft-real';
import { allocate } from './memory';

@unmanaged
class DenoiseState {
  windowFrames: i32;
  channelCount: i32;
  /** Frames since the last step, 0 … windowFrames/4 − 1. */
  phase: i32;
  fft: usize;
  window: usize;
  gain: usize;
  binCount: i32;
  /** Per channel: the last window of input, the sums of output, a spectrum. */
  inputs: usize;
  outputs: usize;
  spectra: usize;
  scratch: usize;
}

/**
 * @param centres   f64 × bandCount, Hz
 * @param densities f64 × bandCount, dB re full scale² per Hz; below −250 nothing is known
 */
export function denoiseMake(
  windowFrames: i32,
  channelCount: i32,
  bandCount: i32,
  centres: usize,
  densities: usize,
  reductionDb: f64,
  sampleRateHz: f64,
): usize {
  const pointer = allocate(offsetof<DenoiseState>());
  const state = changetype<DenoiseState>(pointer);
  const bytes = (<usize>windowFrames) << 2;
  state.windowFrames = windowFrames;
  state.channelCount = channelCount;
  state.fft = realFftMake(windowFrames);
  state.window = allocate(bytes);
  // √Hann twice is Hann; four of them, a quarter apart, add up to 2
  for (let n = 0; n < windowFrames; n++) {
    const hann = 0.5 - 0.5 * NativeMath.cos((2 * NativeMath.PI * <f64>n) / <f64>windowFrames);
    store<f32>(state.window + ((<usize>n) << 2), <f32>NativeMath.sqrt(0.5 * hann));
  }
  const count = (windowFrames / 2 + 4) & ~3;
  const inverse = inverseNoise(windowFrames, count, bandCount, centres, densities, sampleRateHz);
  const stepSeconds = <f64>(windowFrames / 4) / sampleRateHz;
  const floorLog2 = <f32>((-reductionDb / 20) * NativeMath.log2(10));
  state.binCount = count;
  state.gain = gainMake(count, inverse, floorLog2, stepSeconds);
  state.inputs = allocate(bytes * 2);
  state.outputs = allocate(bytes * 2);
  state.spectra = allocate((bytes + 64) * 2);
  state.scratch = allocate(bytes);
  denoiseReset(pointer);
  return pointer;
}

/** 1/λ per bin, 0 where nothing is known: the print, straight in dB over the octaves; Σw² = windowFrames/4 and a density counts one side. */
function inverseNoise(
  windowFrames: i32,
  count: i32,
  bandCount: i32,
  centres: usize,
  densities: usize,
  sampleRateHz: f64,
): usize {
  const inverse = allocate((<usize>count) << 2);
  const toBin = 10 * NativeMath.log10((0.5 * sampleRateHz * <f64>windowFrames) / 4);
  let band = 0;
  for (let bin = 0; bin < count; bin++) {
    const hz = (sampleRateHz * <f64>max(1, bin)) / <f64>windowFrames;
    while (band < bandCount - 2 && hz > load<f64>(centres + ((<usize>(band + 1)) << 3))) band++;
    const next = min(bandCount - 1, band + 1);
    const fromHz = load<f64>(centres + ((<usize>band) << 3));
    const toHz = load<f64>(centres + ((<usize>next) << 3));
    const from = load<f64>(densities + ((<usize>band) << 3));
    const to = load<f64>(densities + ((<usize>next) << 3));
    const share = next === band ? 0 : NativeMath.log(hz / fromHz) / NativeMath.log(toHz / fromHz);
    // above the last centre the slope goes on for one band more: tape hiss rises to the end
    const density = from + (to - from) * min<f64>(2, max<f64>(0, share));
    const isKnown = from > -250 && to > -250;
    const value = isKnown ? NativeMath.pow(10, -0.1 * (density + toBin)) : 0;
    store<f32>(inverse + ((<usize>bin) << 2), <f32>value);
  }
  return inverse;
}

export function denoiseReset(pointer: usize): void {
  const state = changetype<DenoiseState>(pointer);
  const bytes = (<usize>state.windowFrames) << 3;
  state.phase = 0;
  memory.fill(state.inputs, 0, bytes);
  memory.fill(state.outputs, 0, bytes);
  gainReset(state.gain);
}

/** In place; `right` may be `left`. */
export function denoiseProcess(pointer: usize, left: usize, right: usize, frameCount: i32): void {
  const state = changetype<DenoiseState>(pointer);
  const step = state.windowFrames / 4;
  while (frameCount > 0) {
    const run = min(frameCount, step - state.phase);
    exchange(state, 0, left, run);
    if (state.channelCount === 2) exchange(state, 1, right, run);
    state.phase += run;
    if (state.phase === step) {
      state.phase = 0;
      takeStep(state);
    }
    left += (<usize>run) << 2;
    right += (<usize>run) << 2;
    frameCount -= run;
  }
}

/** Takes new frames in and hands finished ones out. */
function exchange(state: DenoiseState, channel: i32, samples: usize, run: i32): void {
  const bytes = (<usize>state.windowFrames) << 2;
  const phase = (<usize>state.phase) << 2;
  const input = state.inputs + <usize>channel * bytes + bytes - (bytes >> 2) + phase;
  memory.copy(input, samples, (<usize>run) << 2);
  memory.copy(samples, state.outputs + <usize>channel * bytes + phase, (<usize>run) << 2);
}

function takeStep(state: DenoiseState): void {
  const bytes = (<usize>state.windowFrames) << 2;
  const spectrumBytes = bytes + 64;
  memory.fill(gainPowers(state.gain), 0, (<usize>state.binCount) << 2);
  for (let channel: usize = 0; channel < <usize>state.channelCount; channel++) {
    multiply(state.inputs + channel * bytes, state.window, state.scratch, bytes);
    realFftForward(state.fft, state.scratch, state.spectra + channel * spectrumBytes);
    addPowers(state.spectra + channel * spectrumBytes, gainPowers(state.gain), state.windowFrames / 2 + 1);
  }
  gainRun(state.gain);
  for (let channel: usize = 0; channel < <usize>state.channelCount; channel++) {
    const spectrum = state.spectra + channel * spectrumBytes;
    applyGains(spectrum, gainGains(state.gain), state.windowFrames / 2 + 1);
    realFftInverse(state.fft, spectrum, state.scratch);
    const output = state.outputs + channel * bytes;
    memory.copy(output, output + (bytes >> 2), bytes - (bytes >> 2));
    memory.fill(output + bytes - (bytes >> 2), 0, bytes >> 2);
    multiplyAdd(state.scratch, state.window, output, bytes);
    const input = state.inputs + channel * bytes;
    memory.copy(input, input + (bytes >> 2), bytes - (bytes >> 2));
  }
}

function multiply(a: usize, b: usize, to: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(to + k, f32x4.mul(v128.load(a + k), v128.load(b + k)));
  }
}

function multiplyAdd(a: usize, b: usize, to: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(to + k, f32x4.add(v128.load(to + k), f32x4.mul(v128.load(a + k), v128.load(b + k))));
  }
}

/** Adds |X|² of every bin; the bins beyond `count` up to four are zero. */
function addPowers(spectrum: usize, to: usize, count: i32): void {
  let k = 0;
  for (; k + 4 <= count; k += 4, spectrum += 32, to += 16) {
    const low = v128.load(spectrum),
      high = v128.load(spectrum, 16);
    const re = v128.shuffle<f32>(low, high, 0, 2, 4, 6),
      im = v128.shuffle<f32>(low, high, 1, 3, 5, 7);
    const squares = f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im));
    v128.store(to, f32x4.add(v128.load(to), squares));
  }
  for (; k < count; k++, spectrum += 8, to += 4) {
    const re = load<f32>(spectrum),
      im = load<f32>(spectrum, 4);
    store<f32>(to, load<f32>(to) + (re * re + im * im));
  }
}

function applyGains(spectrum: usize, gains: usize, count: i32): void {
  let k = 0;
  for (; k + 4 <= count; k += 4, spectrum += 32, gains += 16) {
    const gain = v128.load(gains);
    const low = v128.shuffle<f32>(gain, gain, 0, 0, 1, 1),
      high = v128.shuffle<f32>(gain, gain, 2, 2, 3, 3);
    v128.store(spectrum, f32x4.mul(v128.load(spectrum), low));
    v128.store(spectrum, f32x4.mul(v128.load(spectrum, 16), high), 16);
  }
  for (; k < count; k++, spectrum += 8, gains += 4) {
    const gain = load<f32>(gains);
    store<f32>(spectrum, gain * load<f32>(spectrum));
    store<f32>(spectrum, gain * load<f32>(spectrum, 4), 4);
  }
}
