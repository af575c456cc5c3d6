// Cross-spectrum of two channels, averaged over windows, and the correlation of what is left of it without its
// magnitudes: the smoothed coherence transform, G(f) = Σ L·R* / √(Σ|L|² Σ|R|²).
// G. C. Carter, A. H. Nuttall, P. G. Cable, Proc. IEEE 61 (1973), 1497; C. H. Knapp, G. C. Carter, IEEE Trans. ASSP 24
// (1976), 320.

import { realFftForward, realFftInverse, realFftMake } from './fft-real';
import { allocate } from './memory';

@unmanaged
class CrossSpectrum {
  windowFrames: i32;
  fft: usize;
  /** The inverse transform, `upsampling` times as long. */
  longFft: usize;
  window: usize;
  windowed: usize;
  left: usize;
  right: usize;
  /** Re L·R*, Im L·R*, |L|², |R|²: windowFrames/2 + 1 floats each, `areaBytes` apart. */
  sums: usize;
  areaBytes: usize;
  longSpectrum: usize;
  longResult: usize;
}

/** Frames of the inverse transform per frame of the window: a peak of width 1 is then met within 1/16 frame. */
const UPSAMPLING: i32 = 8;

/** @param windowFrames a power of two */
export function crossMake(windowFrames: i32): usize {
  const state = changetype<CrossSpectrum>(allocate(offsetof<CrossSpectrum>()));
  const frames = <usize>windowFrames;
  state.windowFrames = windowFrames;
  state.fft = realFftMake(windowFrames);
  state.longFft = realFftMake(windowFrames * UPSAMPLING);
  state.window = allocate(frames << 2);
  state.windowed = allocate(frames << 2);
  state.left = allocate((frames + 2) << 2);
  state.right = allocate((frames + 2) << 2);
  state.areaBytes = (frames << 1) + 16;
  state.sums = allocate(4 * state.areaBytes);
  state.longSpectrum = allocate((frames * UPSAMPLING + 2) << 2);
  state.longResult = allocate((frames * UPSAMPLING) << 2);
  for (let n = 0; n < windowFrames; n++) {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * (<f64>n + 0.5)) / <f64>windowFrames);
    store<f32>(state.window + ((<usize>n) << 2), <f32>hann);
  }
  return changetype<usize>(state);
}

/** Where the sums are, and how far apart. */
export function crossSums(pointer: usize): usize {
  return changetype<CrossSpectrum>(pointer).sums;
}

export function crossAreaBytes(pointer: usize): usize {
  return changetype<CrossSpectrum>(pointer).areaBytes;
}

export function crossReset(pointer: usize): void {
  const state = changetype<CrossSpectrum>(pointer);
  memory.fill(state.sums, 0, 4 * state.areaBytes);
}

/** Adds one window; the two channels may begin at different frames. */
export function crossAdd(pointer: usize, left: usize, right: usize): void {
  const state = changetype<CrossSpectrum>(pointer);
  transform(state, left, state.left);
  transform(state, right, state.right);
  const bins = <usize>(state.windowFrames / 2 + 1);
  const area = state.areaBytes;
  let l = state.left;
  let r = state.right;
  let to = state.sums;
  let bin: usize = 0;
  for (; bin + 4 <= bins; bin += 4, l += 32, r += 32, to += 16) {
    const lLow = v128.load(l);
    const lHigh = v128.load(l, 16);
    const rLow = v128.load(r);
    const rHigh = v128.load(r, 16);
    const lRe = v128.shuffle<f32>(lLow, lHigh, 0, 2, 4, 6);
    const lIm = v128.shuffle<f32>(lLow, lHigh, 1, 3, 5, 7);
    const rRe = v128.shuffle<f32>(rLow, rHigh, 0, 2, 4, 6);
    const rIm = v128.shuffle<f32>(rLow, rHigh, 1, 3, 5, 7);
    addTo(to, f32x4.add(f32x4.mul(lRe, rRe), f32x4.mul(lIm, rIm)));
    addTo(to + area, f32x4.sub(f32x4.mul(lIm, rRe), f32x4.mul(lRe, rIm)));
    addTo(to + 2 * area, f32x4.add(f32x4.mul(lRe, lRe), f32x4.mul(lIm, lIm)));
    addTo(to + 3 * area, f32x4.add(f32x4.mul(rRe, rRe), f32x4.mul(rIm, rIm)));
  }
  for (; bin < bins; bin++, l += 8, r += 8, to += 4) {
    const lRe = load<f32>(l);
    const lIm = load<f32>(l, 4);
    const rRe = load<f32>(r);
    const rIm = load<f32>(r, 4);
    store<f32>(to, load<f32>(to) + lRe * rRe + lIm * rIm);
    store<f32>(to + area, load<f32>(to + area) + lIm * rRe - lRe * rIm);
    store<f32>(to + 2 * area, load<f32>(to + 2 * area) + lRe * lRe + lIm * lIm);
    store<f32>(to + 3 * area, load<f32>(to + 3 * area) + rRe * rRe + rIm * rIm);
  }
}

function addTo(at: usize, x: v128): void {
  v128.store(at, f32x4.add(v128.load(at), x));
}

function transform(state: CrossSpectrum, samples: usize, spectrum: usize): void {
  const frames = (<usize>state.windowFrames) << 2;
  for (let at: usize = 0; at < frames; at += 16) {
    v128.store(state.windowed + at, f32x4.mul(v128.load(samples + at), v128.load(state.window + at)));
  }
  realFftForward(state.fft, state.windowed, spectrum);
}

/**
 * The correlation of the coherent parts of bins [fromBin, toBin): 1 at a lag at which all of them agree.
 *
 * @param correlations O f32[2·lagCount + 1], lag −lagCount/8 … lagCount/8 frames; positive where the left is late
 */
export function crossCorrelate(
  pointer: usize,
  fromBin: i32,
  toBin: i32,
  correlations: usize,
  lagCount: i32,
): void {
  const state = changetype<CrossSpectrum>(pointer);
  const points = state.windowFrames * UPSAMPLING;
  const area = state.areaBytes;
  memory.fill(state.longSpectrum, 0, (<usize>points + 2) << 2);
  // irfft divides by the points; a bin and its mirror image add up to 2
  const scale = <f32>points / (2 * <f32>(toBin - fromBin));
  for (let bin = fromBin; bin < toBin; bin++) {
    const at = state.sums + ((<usize>bin) << 2);
    const power = sqrt<f32>(load<f32>(at + 2 * area)) * sqrt<f32>(load<f32>(at + 3 * area));
    if (!(power > 0)) continue;
    const to = state.longSpectrum + ((<usize>bin) << 3);
    store<f32>(to, (load<f32>(at) / power) * scale);
    store<f32>(to, (load<f32>(at + area) / power) * scale, 4);
  }
  realFftInverse(state.longFft, state.longSpectrum, state.longResult);
  for (let lag = -lagCount; lag <= lagCount; lag++) {
    const index = lag < 0 ? lag + points : lag;
    const value = load<f32>(state.longResult + ((<usize>index) << 2));
    store<f32>(correlations + ((<usize>(lag + lagCount)) << 2), value);
  }
}
