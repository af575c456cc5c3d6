// Sample-rate conversion by a windowed sinc: output m lies at input time t = m·M/L, with L/M the ratio of the rates in
// lowest terms, and
//   y[m] = Σ_k x[b + k]·h(f − k),  b = ⌊t⌋,  f = t − b,  k = 1 − taps/2 … taps/2,
//   h(u) = c·sinc(c·u)·w(2u/taps),  w a Kaiser window, c the cutoff in units of the input's Nyquist frequency.
// The taps in the middle, which carry nearly all of the energy, are multiplied and added in float64, the tails around
// them in float32: what that rounds is as small as the tails are, below −160 dB.
// A row of taps is stored for every f where the table stays small. Otherwise rows are stored for a dense, even grid of
// f, and the results of four neighbours are interpolated (Lagrange, third degree).
// J. O. Smith, Digital Audio Resampling (2002); J. F. Kaiser, I0-sinh window (1974).

import { allocate } from './memory';
import { resampleFillRow, resampleMakeDesign } from './resample-design';

/** Taps in float64. */
const MIDDLE_TAPS: i32 = 16;

@unmanaged
class ResampleState {
  /** L and M. */
  up: i32;
  down: i32;
  taps: i32;
  rowCount: i32;
  interpolated: bool;
  /** Rows of taps − MIDDLE_TAPS float32. */
  tails: usize;
  tailBytes: usize;
  /** Rows of MIDDLE_TAPS float64. */
  middles: usize;
  /** `taps` frames of either channel, for the ends of the input. */
  edge: usize;
}

/**
 * @param rowCount `up` itself, or, less than that, the number of rows in one frame of input
 * @param cutoff   of Nyquist of the input
 * @param beta     of the Kaiser window
 */
export function resampleMake(up: i32, down: i32, taps: i32, rowCount: i32, cutoff: f64, beta: f64): usize {
  const state = changetype<ResampleState>(allocate(offsetof<ResampleState>()));
  state.up = up;
  state.down = down;
  state.taps = taps;
  state.rowCount = rowCount;
  state.interpolated = rowCount !== up;
  state.tailBytes = <usize>(taps - MIDDLE_TAPS) * 4;
  // the grid of an interpolation begins one row early and ends two rows late
  const stored = <usize>(state.interpolated ? rowCount + 3 : rowCount);
  state.tails = allocate(stored * state.tailBytes);
  state.middles = allocate(stored * MIDDLE_TAPS * 8);
  state.edge = allocate(<usize>taps * 8);
  const design = resampleMakeDesign(taps, cutoff, beta);
  const tail = (taps - MIDDLE_TAPS) / 2;
  for (let row: usize = 0; row < stored; row++) {
    const place = <f64>row - (state.interpolated ? 1.0 : 0.0);
    const coefficients = resampleFillRow(design, place / <f64>rowCount);
    const tails = state.tails + row * state.tailBytes,
      middles = state.middles + row * MIDDLE_TAPS * 8;
    for (let tap = 0; tap < taps; tap++) {
      const value = load<f64>(coefficients + ((<usize>tap) << 3));
      if (tap < tail) store<f32>(tails + ((<usize>tap) << 2), <f32>value);
      else if (tap < tail + MIDDLE_TAPS) store<f64>(middles + ((<usize>(tap - tail)) << 3), value);
      else store<f32>(tails + ((<usize>(tap - MIDDLE_TAPS)) << 2), <f32>value);
    }
  }
  return changetype<usize>(state);
}

/**
 * Two channels, which may be the same.
 *
 * @param base, remainder of the first output: ⌊m·M/L⌋, counted from the first frame of the input, and m·M mod L
 */
export function resampleConvert(
  pointer: usize,
  left: usize,
  right: usize,
  inputFrames: i32,
  base: i32,
  remainder: i32,
  toLeft: usize,
  toRight: usize,
  outputFrames: i32,
): void {
  const state = changetype<ResampleState>(pointer);
  const taps = state.taps,
    up = state.up;
  const stepWhole = state.down / up,
    stepRest = state.down % up;
  let start = base - taps / 2 + 1;
  let copied = i32.MIN_VALUE;
  for (let i = 0; i < outputFrames; i++) {
    let l = left + ((<usize>start) << 2),
      r = right + ((<usize>start) << 2);
    if (start < 0 || start + taps > inputFrames) {
      l = state.edge;
      r = l + ((<usize>taps) << 2);
      if (copied !== start) {
        copyWithZeros(left, inputFrames, start, taps, l);
        copyWithZeros(right, inputFrames, start, taps, r);
        copied = start;
      }
    }
    const both = state.interpolated ? between(state, l, r, remainder) : atRow(state, l, r, remainder);
    store<f32>(toLeft, <f32>f64x2.extract_lane(both, 0));
    store<f32>(toRight, <f32>f64x2.extract_lane(both, 1));
    toLeft += 4;
    toRight += 4;
    start += stepWhole;
    remainder += stepRest;
    if (remainder >= up) {
      remainder -= up;
      start++;
    }
  }
}

function copyWithZeros(from: usize, inputFrames: i32, start: i32, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) {
    const at = start + i;
    const inside = at >= 0 && at < inputFrames;
    store<f32>(to + ((<usize>i) << 2), inside ? load<f32>(from + ((<usize>at) << 2)) : 0);
  }
}

/** Third-degree Lagrange through four rows. @error below −180 dB where 256 rows make one output or input frame */
function between(state: ResampleState, l: usize, r: usize, remainder: i32): v128 {
  const place = (<f64>remainder * <f64>state.rowCount) / <f64>state.up;
  const row = <i32>place;
  const x = place - <f64>row;
  let sum = f64x2.mul(f64x2.splat((-x * (x - 1) * (x - 2)) / 6), atRow(state, l, r, row));
  sum = f64x2.add(
    sum,
    f64x2.mul(f64x2.splat(((x + 1) * (x - 1) * (x - 2)) / 2), atRow(state, l, r, row + 1)),
  );
  sum = f64x2.add(sum, f64x2.mul(f64x2.splat((-(x + 1) * x * (x - 2)) / 2), atRow(state, l, r, row + 2)));
  return f64x2.add(sum, f64x2.mul(f64x2.splat(((x + 1) * x * (x - 1)) / 6), atRow(state, l, r, row + 3)));
}

/** One row of taps on both channels: the sums as f64x2. */
function atRow(state: ResampleState, l: usize, r: usize, row: i32): v128 {
  let c = state.tails + <usize>row * state.tailBytes;
  const half = state.tailBytes >> 1;
  let l0 = f32x4.splat(0),
    l1 = l0,
    l2 = l0,
    l3 = l0,
    r0 = l0,
    r1 = l0,
    r2 = l0,
    r3 = l0;
  let middle = f64x2.splat(0),
    middleR = middle,
    high = middle,
    highR = middle;
  for (let side = 0; side < 2; side++) {
    for (const end = c + half; c < end; c += 64, l += 64, r += 64) {
      const c0 = v128.load(c, 0),
        c1 = v128.load(c, 16),
        c2 = v128.load(c, 32),
        c3 = v128.load(c, 48);
      l0 = f32x4.add(l0, f32x4.mul(c0, v128.load(l, 0)));
      r0 = f32x4.add(r0, f32x4.mul(c0, v128.load(r, 0)));
      l1 = f32x4.add(l1, f32x4.mul(c1, v128.load(l, 16)));
      r1 = f32x4.add(r1, f32x4.mul(c1, v128.load(r, 16)));
      l2 = f32x4.add(l2, f32x4.mul(c2, v128.load(l, 32)));
      r2 = f32x4.add(r2, f32x4.mul(c2, v128.load(r, 32)));
      l3 = f32x4.add(l3, f32x4.mul(c3, v128.load(l, 48)));
      r3 = f32x4.add(r3, f32x4.mul(c3, v128.load(r, 48)));
    }
    if (side === 1) break;
    let m = state.middles + <usize>row * MIDDLE_TAPS * 8;
    for (const end = m + MIDDLE_TAPS * 8; m < end; m += 32, l += 16, r += 16) {
      const m0 = v128.load(m, 0),
        m1 = v128.load(m, 16);
      const left = v128.load(l),
        right = v128.load(r);
      middle = f64x2.add(middle, f64x2.mul(m0, f64x2.promote_low_f32x4(left)));
      middleR = f64x2.add(middleR, f64x2.mul(m0, f64x2.promote_low_f32x4(right)));
      const leftHigh = v128.shuffle<i64>(left, left, 1, 0),
        rightHigh = v128.shuffle<i64>(right, right, 1, 0);
      high = f64x2.add(high, f64x2.mul(m1, f64x2.promote_low_f32x4(leftHigh)));
      highR = f64x2.add(highR, f64x2.mul(m1, f64x2.promote_low_f32x4(rightHigh)));
    }
  }
  const tailL = f32x4.add(f32x4.add(l0, l1), f32x4.add(l2, l3));
  const tailR = f32x4.add(f32x4.add(r0, r1), f32x4.add(r2, r3));
  middle = f64x2.add(f64x2.add(middle, high), promotedSum(tailL));
  middleR = f64x2.add(f64x2.add(middleR, highR), promotedSum(tailR));
  const lows = v128.shuffle<f64>(middle, middleR, 0, 2),
    highs = v128.shuffle<f64>(middle, middleR, 1, 3);
  return f64x2.add(lows, highs);
}

function promotedSum(a: v128): v128 {
  const high = v128.shuffle<i64>(a, a, 1, 0);
  return f64x2.add(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(high));
}
