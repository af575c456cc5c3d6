// Synchronous detection of many low frequencies: the band below 1 kHz is brought down to about 3 kHz once, then every
// line is a dot product with a windowed cosine and sine that carry the gain of the low-pass and of the window.

import { allocate } from './memory';

/** Taps on either side of the low-pass, in steps of the low rate. */
const HALF_TAPS_STEPS: i32 = 4;

@unmanaged
class LineState {
  step: i32;
  /** Length of the window at the low rate, and readings per window: hop = points/4. */
  points: i32;
  lineCount: i32;
  /** f32, 2 · HALF_TAPS_STEPS · step + 4, the last ones zero. */
  taps: usize;
  /** f64, cycles per frame of the programme. */
  frequencies: usize;
  /** f32: windowed cosine, then windowed sine, of every line. */
  tables: usize;
}

/**
 * @param step        frames per frame of the low rate
 * @param points      frames of the window at the low rate, a multiple of 4
 * @param frequencies f64, cycles per frame
 */
export function linesMake(step: i32, points: i32, lineCount: i32, frequencies: usize): usize {
  const pointer = allocate(offsetof<LineState>());
  const state = changetype<LineState>(pointer);
  state.step = step;
  state.points = points;
  state.lineCount = lineCount;
  state.frequencies = allocate((<usize>lineCount) << 3);
  memory.copy(state.frequencies, frequencies, (<usize>lineCount) << 3);
  designLowPass(state);
  state.tables = allocate((<usize>(2 * lineCount * points)) << 2);
  for (let line = 0; line < lineCount; line++) designLine(state, line);
  return pointer;
}

/** Blackman-windowed sinc, corner at a half of the low rate's Nyquist band's middle: flat to 1/4, gone from 3/4. */
function designLowPass(state: LineState): void {
  const half = HALF_TAPS_STEPS * state.step;
  state.taps = allocate((<usize>(2 * half + 4)) << 2);
  for (let n = -half; n < half; n++) {
    const x = (NativeMath.PI * <f64>n) / <f64>state.step;
    const sinc = n === 0 ? 1 : NativeMath.sin(x) / x;
    const u = (NativeMath.PI * <f64>n) / <f64>half;
    const blackman = 0.42 + 0.5 * NativeMath.cos(u) + 0.08 * NativeMath.cos(2 * u);
    store<f32>(state.taps + ((<usize>(n + half)) << 2), <f32>((sinc * blackman) / <f64>state.step));
  }
}

function designLine(state: LineState, line: i32): void {
  const turn = 2 * NativeMath.PI * load<f64>(state.frequencies + ((<usize>line) << 3));
  const half = HALF_TAPS_STEPS * state.step;
  let response: f64 = 0;
  for (let n = -half; n < half; n++) {
    response += <f64>load<f32>(state.taps + ((<usize>(n + half)) << 2)) * NativeMath.cos(turn * <f64>n);
  }
  const points = state.points;
  // Σ Hann = points/2, and a cosine has half its amplitude in the positive line
  const scale = 4 / (<f64>points * response);
  const table = state.tables + ((<usize>(2 * line * points)) << 2);
  for (let n = 0; n < points; n++) {
    const hann = 0.5 - 0.5 * NativeMath.cos((2 * NativeMath.PI * <f64>n) / <f64>points);
    const angle = turn * <f64>(state.step * (n - points / 2));
    store<f32>(table + ((<usize>n) << 2), <f32>(scale * hann * NativeMath.cos(angle)));
    store<f32>(table + ((<usize>(points + n)) << 2), <f32>(-scale * hann * NativeMath.sin(angle)));
  }
}

/** Σ a·b over `count` floats, a multiple of 4. */
function dot(a: usize, b: usize, count: i32): f64 {
  let even = f32x4.splat(0),
    odd = f32x4.splat(0);
  const end = a + ((<usize>count) << 2);
  for (; a + 32 <= end; a += 32, b += 32) {
    even = f32x4.add(even, f32x4.mul(v128.load(a), v128.load(b)));
    odd = f32x4.add(odd, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
  }
  if (a < end) even = f32x4.add(even, f32x4.mul(v128.load(a), v128.load(b)));
  const low = f64x2.add(f64x2.promote_low_f32x4(even), f64x2.promote_low_f32x4(odd));
  const evenHigh = v128.shuffle<i64>(even, even, 1, 1),
    oddHigh = v128.shuffle<i64>(odd, odd, 1, 1);
  const high = f64x2.add(f64x2.promote_low_f32x4(evenHigh), f64x2.promote_low_f32x4(oddHigh));
  const both = f64x2.add(low, high);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/**
 * @param samples address of the first centre
 * @param low     f32, room for (count + 3) · points/4
 * @param results f32, 2 · count · lineCount
 */
export function linesRead(
  pointer: usize,
  samples: usize,
  centreFrame: f64,
  count: i32,
  low: usize,
  results: usize,
): void {
  const state = changetype<LineState>(pointer);
  const step = <usize>state.step;
  const hop = state.points / 4;
  const taps = 2 * HALF_TAPS_STEPS * state.step;
  let from = samples - ((<usize>(state.points / 2) * step) << 2) - ((<usize>HALF_TAPS_STEPS * step) << 2);
  const lowCount = (count + 3) * hop;
  for (let n = 0; n < lowCount; n++, from += step << 2) {
    store<f32>(low + ((<usize>n) << 2), <f32>dot(from, state.taps, taps));
  }
  for (let reading = 0; reading < count; reading++) {
    const frame = centreFrame + <f64>(reading * hop * state.step);
    readLines(state, low + ((<usize>(reading * hop)) << 2), frame, results);
    results += (<usize>state.lineCount) << 3;
  }
}

function readLines(state: LineState, low: usize, frame: f64, results: usize): void {
  const points = state.points;
  for (let line = 0; line < state.lineCount; line++) {
    const table = state.tables + ((<usize>(2 * line * points)) << 2);
    const re = dot(low, table, points);
    const im = dot(low, table + ((<usize>points) << 2), points);
    const turns = load<f64>(state.frequencies + ((<usize>line) << 3)) * frame;
    const angle = -2 * NativeMath.PI * (turns - NativeMath.floor(turns));
    const c = NativeMath.cos(angle),
      s = NativeMath.sin(angle);
    store<f32>(results + ((<usize>line) << 3), <f32>(re * c - im * s));
    store<f32>(results + ((<usize>line) << 3), <f32>(re * s + im * c), 4);
  }
}
