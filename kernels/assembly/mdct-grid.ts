// Did a transform coder cut this audio into frames? A coder sets small coefficients to zero. Transformed again with the
// same window at the same frame borders, they are near zero again; one frame of delay off, they are not. So the mean
// logarithm of the coefficients falls at one alignment out of 1024 and nowhere else.
// J. Herre, M. Schug, "Analysis of decompressed audio: the inverse decoder", AES 109 (2000), preprint 5256.
//
// The modified cosine transform of 2M samples by way of M/2 complex values: fold to a DCT-IV of M,
//   z[n] = (u[2n] + i·u[M−1−2n])·t[n],  t[n] = exp(−iπ(8n+1)/8M),  y = t·FFT(z),  X[2k] = Re y[k],  X[M−1−2k] = −Im y[k].

import { fftFirstFromPairs, fftMakePlan, fftMiddle } from './fft-complex';
import { log2x4 } from './math';
import { allocate } from './memory';
import { besselI0 } from './sinc';

/** Frames of the hop of AAC and, at 44.1 and 48 kHz, Vorbis. */
const M: i32 = 1024;

@unmanaged
class MdctGrid {
  plan: usize;
  /** f32[2M], with the factor √(2/M) that keeps power. */
  window: usize;
  /** t in blocks of four: real parts, imaginary parts. */
  twiddles: usize;
  pairs: usize;
}

/** @param shape 0: sine; 1: Kaiser-Bessel derived, α = 4 (ISO/IEC 14496-3, 4.6.11.3); 2: Vorbis I, 4.3.1 */
export function mdctGridMake(shape: i32): usize {
  const state = changetype<MdctGrid>(allocate(offsetof<MdctGrid>()));
  state.plan = fftMakePlan(M / 2);
  state.window = allocate((<usize>M) << 3);
  state.twiddles = allocate((<usize>M) << 2);
  state.pairs = allocate((<usize>M) << 2);
  designWindow(state.window, shape);
  for (let n = 0; n < M / 2; n++) {
    const angle = (Math.PI * (8 * <f64>n + 1)) / (8 * <f64>M);
    const at = state.twiddles + <usize>(n >> 2) * 32 + <usize>(n & 3) * 4;
    store<f32>(at, <f32>Math.cos(angle));
    store<f32>(at, <f32>-Math.sin(angle), 16);
  }
  return changetype<usize>(state);
}

function designWindow(window: usize, shape: i32): void {
  const scale = Math.sqrt(2.0 / <f64>M);
  let total = 0.0;
  for (let n = 0; n <= M; n++) total += kaiserBessel(n);
  let running = 0.0;
  for (let n = 0; n < M; n++) {
    running += kaiserBessel(n);
    const sine = Math.sin((Math.PI * (<f64>n + 0.5)) / (2 * <f64>M));
    const value =
      shape === 0 ? sine : shape === 1 ? Math.sqrt(running / total) : Math.sin(0.5 * Math.PI * sine * sine);
    store<f32>(window + ((<usize>n) << 2), <f32>(scale * value));
    store<f32>(window + ((<usize>(2 * M - 1 - n)) << 2), <f32>(scale * value));
  }
}

function kaiserBessel(n: i32): f64 {
  const x = (2 * <f64>n) / <f64>M - 1;
  return besselI0(4 * Math.PI * Math.sqrt(max<f64>(0, 1 - x * x)));
}

/** Sample n of the window. */
function w(samples: usize, window: usize, n: i32): f32 {
  const at = (<usize>n) << 2;
  return load<f32>(samples + at) * load<f32>(window + at);
}

/** u[j] of the fold. */
function folded(samples: usize, window: usize, j: i32): f32 {
  if (j < M / 2) {
    return -w(samples, window, (3 * M) / 2 - 1 - j) - w(samples, window, (3 * M) / 2 + j);
  }
  const n = j - M / 2;
  return w(samples, window, n) - w(samples, window, M - 1 - n);
}

/** Leaves Z/2-point halves, which a last pass of radix 2 would join, and returns where. */
function transform(state: MdctGrid, samples: usize): usize {
  for (let n = 0; n < M / 2; n++) {
    const re = folded(samples, state.window, 2 * n);
    const im = folded(samples, state.window, M - 1 - 2 * n);
    const twiddle = state.twiddles + <usize>(n >> 2) * 32 + <usize>(n & 3) * 4;
    const c = load<f32>(twiddle);
    const s = load<f32>(twiddle, 16);
    const to = state.pairs + ((<usize>n) << 3);
    store<f32>(to, re * c - im * s);
    store<f32>(to, re * s + im * c, 4);
  }
  fftFirstFromPairs(state.plan, state.pairs);
  return fftMiddle(state.plan);
}

/** Four values y[k …] of block `block`, real or imaginary parts. */
function output(state: MdctGrid, z: usize, block: i32, imaginary: bool): v128 {
  const half: usize = (<usize>M) << 1; // bytes of M/4 complex values
  const quarterBlocks = M / 16;
  const upper = block >= quarterBlocks;
  const at = z + <usize>(upper ? block - quarterBlocks : block) * 32;
  const aRe = v128.load(at);
  const aIm = v128.load(at, 16);
  const bRe = v128.load(at + half);
  const bIm = v128.load(at + half, 16);
  const re = upper ? f32x4.sub(aRe, bRe) : f32x4.add(aRe, bRe);
  const im = upper ? f32x4.sub(aIm, bIm) : f32x4.add(aIm, bIm);
  const twiddle = state.twiddles + <usize>block * 32;
  const c = v128.load(twiddle);
  const s = v128.load(twiddle, 16);
  if (imaginary) return f32x4.add(f32x4.mul(re, s), f32x4.mul(im, c));
  return f32x4.sub(f32x4.mul(re, c), f32x4.mul(im, s));
}

/** Coefficients of one frame in their order, for tests: f32[M]. */
export function mdctGridTransform(pointer: usize, samples: usize, coefficients: usize): void {
  const state = changetype<MdctGrid>(pointer);
  const z = transform(state, samples);
  for (let k = 0; k < M / 2; k++) {
    const lane = state.pairs; // free now
    v128.store(lane, output(state, z, k >> 2, false));
    v128.store(lane, output(state, z, k >> 2, true), 16);
    const re = load<f32>(lane + ((<usize>(k & 3)) << 2));
    const im = load<f32>(lane + ((<usize>(k & 3)) << 2), 16);
    store<f32>(coefficients + ((<usize>(2 * k)) << 2), re);
    store<f32>(coefficients + ((<usize>(M - 1 - 2 * k)) << 2), -im);
  }
}

/**
 * Adds to scores[o] the mean log₂(X² + floor) of the coefficients [from, to) of the frame at samples + o, o < M.
 *
 * @param from, to multiples of 8
 */
export function mdctGridScore(
  pointer: usize,
  samples: usize,
  from: i32,
  to: i32,
  floorPower: f32,
  scores: usize,
): void {
  const state = changetype<MdctGrid>(pointer);
  const floor = f32x4.splat(floorPower);
  const count = <f32>(to - from);
  for (let offset = 0; offset < M; offset++) {
    const z = transform(state, samples + ((<usize>offset) << 2));
    let sums = f32x4.splat(0);
    for (let block = from / 8; block < to / 8; block++) {
      const x = output(state, z, block, false);
      sums = f32x4.add(sums, log2x4(f32x4.add(floor, f32x4.mul(x, x))));
    }
    for (let block = (M - to) / 8; block < (M - from) / 8; block++) {
      const x = output(state, z, block, true);
      sums = f32x4.add(sums, log2x4(f32x4.add(floor, f32x4.mul(x, x))));
    }
    const sum =
      f32x4.extract_lane(sums, 0) +
      f32x4.extract_lane(sums, 1) +
      (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
    const at = scores + ((<usize>offset) << 2);
    store<f32>(at, load<f32>(at) + sum / count);
  }
}
