// Two channels as the two lanes of f64x2, and one channel as four frames of f32x4: how audio enters and leaves filters.

/** Frames that filters work on at a time: fits the first-level cache with every state. Power of two. */
export const CHUNK_FRAMES: i32 = 256;

/** Below this a recursion's memory is set to zero: −600 dBFS, far above where arithmetic becomes slow. */
export const QUIET: f64 = 1e-30;

/** `left` and `right` (f32) to interleaved f64 pairs. `right` may be `left`. */
export function loadLanes(left: usize, right: usize, pairs: usize, frameCount: i32): void {
  let k = 0;
  for (; k <= frameCount - 4; k += 4) {
    const l = v128.load(left + ((<usize>k) << 2));
    const r = v128.load(right + ((<usize>k) << 2));
    const low = i8x16.shuffle(l, r, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    const high = i8x16.shuffle(l, r, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    const out = pairs + ((<usize>k) << 4);
    v128.store(out, f64x2.promote_low_f32x4(low));
    v128.store(out, f64x2.promote_low_f32x4(i64x2.shuffle(low, low, 1, 1)), 16);
    v128.store(out, f64x2.promote_low_f32x4(high), 32);
    v128.store(out, f64x2.promote_low_f32x4(i64x2.shuffle(high, high, 1, 1)), 48);
  }
  for (; k < frameCount; k++) {
    store<f64>(pairs + ((<usize>k) << 4), <f64>load<f32>(left + ((<usize>k) << 2)));
    store<f64>(pairs + ((<usize>k) << 4), <f64>load<f32>(right + ((<usize>k) << 2)), 8);
  }
}

/** Interleaved f64 pairs to `left` and `right` (f32). */
export function storeLanes(pairs: usize, left: usize, right: usize, frameCount: i32): void {
  let k = 0;
  for (; k <= frameCount - 4; k += 4) {
    const at = pairs + ((<usize>k) << 4);
    const a = f32x4.demote_f64x2_zero(v128.load(at));
    const b = f32x4.demote_f64x2_zero(v128.load(at, 16));
    const c = f32x4.demote_f64x2_zero(v128.load(at, 32));
    const d = f32x4.demote_f64x2_zero(v128.load(at, 48));
    const ab = i64x2.shuffle(a, b, 0, 2);
    const cd = i64x2.shuffle(c, d, 0, 2);
    v128.store(right + ((<usize>k) << 2), i32x4.shuffle(ab, cd, 1, 3, 5, 7));
    v128.store(left + ((<usize>k) << 2), i32x4.shuffle(ab, cd, 0, 2, 4, 6));
  }
  for (; k < frameCount; k++) {
    store<f32>(right + ((<usize>k) << 2), <f32>load<f64>(pairs + ((<usize>k) << 4), 8));
    store<f32>(left + ((<usize>k) << 2), <f32>load<f64>(pairs + ((<usize>k) << 4)));
  }
}

/** Lanes whose magnitude is below QUIET become zero. */
export function hush(lanes: v128): v128 {
  return v128.and(lanes, f64x2.ge(f64x2.abs(lanes), f64x2.splat(QUIET)));
}

/** Hushes `count` consecutive vectors. */
export function hushAll(at: usize, count: i32): void {
  for (let k = 0; k < count; k++, at += 16) v128.store(at, hush(v128.load(at)));
}
