// The signal at four times the rate, by two short filters: half-sample points from samples, quarter-sample points from
// both.

import { SHORT_PAIRS } from './peak-tables';

/** Frames of a piece; its half-sample points stay in the first-level cache. */
export const PIECE_FRAMES: i32 = 512;

/** Half-sample points before and after a piece that its quarter-sample points need. */
export const HALVES_CONTEXT: i32 = 4;

/** Floats that `interpolateHalves` may write. */
export const HALVES_CAPACITY: i32 = PIECE_FRAMES + 2 * HALVES_CONTEXT + 16;

/**
 * Factors of the quarter-sample points, nearest neighbours first: eight taps on the grid of half samples.
 * Least largest error up to 0.44 of the rate: 1.6e-4.
 */
export const QUARTER_0: f32 = 0.6080019;
export const QUARTER_1: f32 = -0.138792;
export const QUARTER_2: f32 = 0.0364772;
export const QUARTER_3: f32 = -0.0057648;

/** Writes x(n + ½) for 16 frames or a multiple of them. */
export function interpolateHalves(x: usize, table: usize, to: usize, frames: i32): void {
  for (const end = to + ((<usize>frames) << 2); to < end; to += 64, x += 64) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let before = x;
    let after = x + 4;
    for (let factor = table; factor < table + (SHORT_PAIRS << 2); factor += 4) {
      const h = v128.load_splat<f32>(factor);
      a = f32x4.add(a, f32x4.mul(h, f32x4.add(v128.load(before), v128.load(after))));
      b = f32x4.add(b, f32x4.mul(h, f32x4.add(v128.load(before, 16), v128.load(after, 16))));
      c = f32x4.add(c, f32x4.mul(h, f32x4.add(v128.load(before, 32), v128.load(after, 32))));
      d = f32x4.add(d, f32x4.mul(h, f32x4.add(v128.load(before, 48), v128.load(after, 48))));
      before -= 4;
      after += 4;
    }
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
}

/** The largest magnitude at the samples, halves and quarters of a piece. */
export function largestOnGrid(x: usize, half: usize, frames: i32): f32 {
  const f0 = f32x4.splat(QUARTER_0);
  const f1 = f32x4.splat(QUARTER_1);
  const f2 = f32x4.splat(QUARTER_2);
  const f3 = f32x4.splat(QUARTER_3);
  let largest = f32x4.splat(0);
  let last = largest;
  for (let left = frames; left > 0; left -= 4) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 4);
    const x2 = v128.load(x, 8);
    const xb = v128.load(x - 4);
    const h0 = v128.load(half);
    const h1 = v128.load(half, 4);
    const h2 = v128.load(half, 8);
    const hb = v128.load(half - 4);
    const hbb = v128.load(half - 8);
    const early = f32x4.add(
      f32x4.add(f32x4.mul(f0, f32x4.add(x0, h0)), f32x4.mul(f1, f32x4.add(hb, x1))),
      f32x4.add(f32x4.mul(f2, f32x4.add(xb, h1)), f32x4.mul(f3, f32x4.add(hbb, x2))),
    );
    const late = f32x4.add(
      f32x4.add(f32x4.mul(f0, f32x4.add(h0, x1)), f32x4.mul(f1, f32x4.add(x0, h1))),
      f32x4.add(f32x4.mul(f2, f32x4.add(hb, x2)), f32x4.mul(f3, f32x4.add(xb, h2))),
    );
    last = f32x4.pmax(
      f32x4.pmax(f32x4.abs(x0), f32x4.abs(h0)),
      f32x4.pmax(f32x4.abs(early), f32x4.abs(late)),
    );
    if (left < 4) last = v128.and(last, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(left)));
    largest = f32x4.pmax(largest, last);
    x += 16;
    half += 16;
  }
  return largestLane(largest);
}

function largestLane(v: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max<f32>(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}
