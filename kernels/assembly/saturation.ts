// Soft saturation f(x) = x / √(1 + k²x²), k = drive − 1: unit gain for quiet sound, identity at no drive.
//
// Aliases are kept down twice: by doubling the rate once or twice, and by antiderivative anti-aliasing of first order
// (Parker, Zavalishin, Le Bivic, DAFx-16): (F(a) − F(b))/(a − b) with F = √(1 + k²x²)/k² is, without any division by
// small differences, (a + b) / (√(1 + k²a²) + √(1 + k²b²)).
//
// Only the difference to the linear signal, f(u) − u, goes down again; it is added to the delayed input. So the linear
// part keeps every bit, and dry and wet cannot drift apart.
//
// Streams: x (rate 1) → u (2) → w (4) → d (4) → v (2) → output (1); the doubling to 4 is left out at 64 kHz and above.

import { addScaled, convolve, designTaps, keepHistory, unweave, weave } from './halfband';
import { CHUNK_FRAMES } from './lanes';
import { allocate } from './memory';

/** Interpolating taps between 1 and 2: 20.5 kHz pass, 25.6 kHz stop (100 dB) at 44.1 kHz. */
const NARROW: i32 = 56;
/** Between 2 and 4: nothing lies near its edge. */
const WIDE: i32 = 16;
/** Back from 4 to 2; even, for the half frame of the antiderivative. */
const DOWN_FOUR: i32 = 34;
/** Back from 2 to 1 where there is no 4. */
const DOWN_TWO: i32 = 110;
/** Frames kept before every buffer. */
const HISTORY: i32 = 128;

@unmanaged
class SaturationState {
  k: f32;
  mix: f32;
  hasFour: i32;
  latencyFrames: i32;
  narrow: usize;
  wide: usize;
  down: usize;
  x: usize;
  u: usize;
  w: usize;
  d: usize;
  evenFour: usize;
  oddFour: usize;
  even: usize;
  odd: usize;
  v: usize;
  scratch: usize;
  output: usize;
  buffers: usize;
  buffersBytes: usize;
}

/** A buffer of CHUNK_FRAMES · `rate` frames and its history within `buffers`. */
function place(state: SaturationState, rate: i32): usize {
  const start = state.buffers + state.buffersBytes + ((<usize>HISTORY) << 2);
  state.buffersBytes += (<usize>(HISTORY + rate * CHUNK_FRAMES + 64)) << 2;
  return start;
}

/** State for one channel. */
export function saturationMake(driveDb: f64, mixFraction: f64, sampleRateHz: f64): usize {
  const pointer = allocate(offsetof<SaturationState>());
  const state = changetype<SaturationState>(pointer);
  state.k = <f32>(NativeMath.pow(10, driveDb / 20) - 1);
  state.mix = <f32>mixFraction;
  state.hasFour = sampleRateHz < 64000 ? 1 : 0;
  state.narrow = allocate((<usize>NARROW) << 2);
  state.wide = allocate((<usize>WIDE) << 2);
  designTaps(state.narrow, NARROW, 0.5, 1);
  designTaps(state.wide, WIDE, 0.5, 1);
  const downCount = state.hasFour ? DOWN_FOUR : DOWN_TWO;
  state.down = allocate((<usize>downCount) << 2);
  designTaps(state.down, downCount, 0.25, 1);
  // frames of rate 4: 2(NARROW − 1) + (WIDE − 1) + ½ + (DOWN_FOUR − 1)/2 + 2(NARROW − 1); of rate 2 likewise
  state.latencyFrames = state.hasFour
    ? (4 * (NARROW - 1) + WIDE - 1 + DOWN_FOUR / 2) / 4
    : (NARROW - 1 + DOWN_TWO / 2) / 2;
  state.buffers = allocate((<usize>(11 * HISTORY + 22 * CHUNK_FRAMES + 11 * 64)) << 2);
  state.x = place(state, 1);
  state.u = place(state, 2);
  state.w = place(state, 4);
  state.d = place(state, 4);
  state.evenFour = place(state, 2);
  state.oddFour = place(state, 2);
  state.even = place(state, 1);
  state.odd = place(state, 1);
  state.v = place(state, 2);
  state.scratch = place(state, 2);
  state.output = place(state, 1);
  return pointer;
}

export function saturationLatency(pointer: usize): i32 {
  return changetype<SaturationState>(pointer).latencyFrames;
}

export function saturationReset(pointer: usize): void {
  const state = changetype<SaturationState>(pointer);
  memory.fill(state.buffers, 0, state.buffersBytes);
}

/** d = f(u) − u by antiderivatives, over frames of the highest rate. */
function bend(k: f32, input: usize, output: usize, frameCount: i32): void {
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  const kk = f32x4.splat(k * k);
  for (let n: usize = 0, end = (<usize>frameCount) << 2; n < end; n += 16) {
    const a = v128.load(input + n);
    const b = v128.load(input + n - 4);
    const ra = f32x4.sqrt(f32x4.add(one, f32x4.mul(kk, f32x4.mul(a, a))));
    const rb = f32x4.sqrt(f32x4.add(one, f32x4.mul(kk, f32x4.mul(b, b))));
    const factor = f32x4.sub(f32x4.div(one, f32x4.add(ra, rb)), half);
    v128.store(output + n, f32x4.mul(f32x4.add(a, b), factor));
  }
}

/** Twice the rate: even frames interpolated, odd frames as they were. */
function double(taps: usize, count: i32, input: usize, scratch: usize, output: usize, frameCount: i32): void {
  convolve(taps, count, 1, input, scratch, frameCount);
  weave(scratch, input - ((<usize>(count / 2 - 1)) << 2), output, frameCount);
}

/** Half the rate through an even number of taps; `even` and `odd` are the two halves of the input, with history. */
function halve(
  state: SaturationState,
  count: i32,
  even: usize,
  odd: usize,
  output: usize,
  frameCount: i32,
): void {
  convolve(state.down, count / 2, 2, even, output, frameCount);
  convolve(state.down + 4, count / 2, 2, odd - 4, state.scratch, frameCount);
  addScaled(output, state.scratch, 1, frameCount);
}

/** x → out through rates 2, 4, 2. */
function runFour(state: SaturationState, output: usize, frameCount: i32): void {
  const twice = 2 * frameCount;
  double(state.wide, WIDE, state.u, state.scratch, state.w, twice);
  bend(state.k, state.w, state.d, 2 * twice);
  unweave(state.d, state.evenFour, state.oddFour, twice);
  halve(state, DOWN_FOUR, state.evenFour, state.oddFour, state.v, twice);
  unweave(state.v, state.even, state.odd, frameCount);
  convolve(state.narrow, NARROW, 1, state.even, state.scratch, frameCount);
  // the half-band's taps are half of the interpolator's, and ½ in the middle
  addScaled(output, state.scratch, 0.5 * state.mix, frameCount);
  addScaled(output, state.odd - <usize>(NARROW * 2), 0.5 * state.mix, frameCount);
  keepHistory(state.u, HISTORY, twice);
  keepHistory(state.w, HISTORY, 2 * twice);
  keepHistory(state.evenFour, HISTORY, twice);
  keepHistory(state.oddFour, HISTORY, twice);
}

/** x → out through rate 2. */
function runTwo(state: SaturationState, output: usize, frameCount: i32): void {
  bend(state.k, state.u, state.d, 2 * frameCount);
  unweave(state.d, state.even, state.odd, frameCount);
  halve(state, DOWN_TWO, state.even, state.odd, state.v, frameCount);
  addScaled(output, state.v, state.mix, frameCount);
  keepHistory(state.u, HISTORY, 2 * frameCount);
}

/** One channel, in place. */
export function saturationProcess(pointer: usize, channel: usize, frameCount: i32): void {
  const state = changetype<SaturationState>(pointer);
  while (frameCount > 0) {
    const run = min(frameCount, CHUNK_FRAMES);
    const bytes = (<usize>run) << 2;
    memory.copy(state.x, channel, bytes);
    double(state.narrow, NARROW, state.x, state.scratch, state.u, run);
    memory.copy(state.output, state.x - ((<usize>state.latencyFrames) << 2), bytes);
    if (state.hasFour) runFour(state, state.output, run);
    else runTwo(state, state.output, run);
    keepHistory(state.x, HISTORY, run);
    keepHistory(state.even, HISTORY, run);
    keepHistory(state.odd, HISTORY, run);
    memory.copy(channel, state.output, bytes);
    channel += bytes;
    frameCount -= run;
  }
}
