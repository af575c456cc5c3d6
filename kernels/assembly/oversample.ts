// Interpolation by repeated halving, a tile at a time: planes hold the values between the frames, one plane for each
// eighth of a frame (plane 0 the samples, plane 4 the half points …). Every value is a fixed sum of its neighbours, so
// the result does not depend on where tiles are cut.

/** Frames of one tile. */
export const TILE_FRAMES: i32 = 128;
/** Frames before and after the tile that a plane has room for. */
export const PLANE_MARGIN_FRAMES: i32 = 16;
/** Bytes from plane to plane. */
export const PLANE_BYTES: usize = (<usize>TILE_FRAMES + 2 * PLANE_MARGIN_FRAMES) << 2;
/** Bytes of the eight planes. */
export const PLANES_BYTES: usize = 8 * PLANE_BYTES;

/** Pairs of taps of the midpoints in limiting: 32 taps are flat to 0.44 of the rate. */
export const HALF_PAIRS: i32 = 16;
export const QUARTER_PAIRS: i32 = 6;
/** Frames of half points computed beyond the tile, for the quarter points' neighbours. */
export const HALF_MARGIN_FRAMES: i32 = 8;

const X: usize = 0;
const E1: usize = PLANE_BYTES;
const Q1: usize = 2 * PLANE_BYTES;
const E3: usize = 3 * PLANE_BYTES;
const H: usize = 4 * PLANE_BYTES;
const E5: usize = 5 * PLANE_BYTES;
const Q3: usize = 6 * PLANE_BYTES;
const E7: usize = 7 * PLANE_BYTES;

/** The midpoint of 4 frames: the sum of one pair of neighbours, weighted, added to `sum`. */
function addPair(sum: v128, weight: v128, left: v128, right: v128): v128 {
  return f32x4.add(sum, f32x4.mul(weight, f32x4.add(left, right)));
}

/** One pair of neighbours, weighted. */
function pair(weight: v128, left: v128, right: v128): v128 {
  return f32x4.mul(weight, f32x4.add(left, right));
}

/** Four values at a frame offset that may be negative */
function at(base: usize, frames: isize): v128 {
  return v128.load(base + (frames << 2));
}

/** Copies whole vectors: for a few hundred bytes quicker than the host's memory.copy. */
export function copyVectors(to: usize, from: usize, bytes: usize): void {
  const end = from + bytes;
  for (; from < end; from += 32, to += 32) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
}

/**
 * Half points: to[n] = x(n + ½).
 *
 * @param from        I  samples; read from −pairCount + 1 to frameCount + pairCount
 * @param frameCount     a multiple of 16
 * @param pairCount      a multiple of 4
 */
export function halfPoints(from: usize, to: usize, frameCount: i32, table: usize, pairCount: i32): void {
  const end = from + ((<usize>frameCount) << 2);
  const tableEnd = table + ((<usize>pairCount) << 2);
  while (from < end) {
    let left = from - 12;
    let right = from + 4;
    let sum0 = f32x4.splat(0);
    let sum1 = f32x4.splat(0);
    let sum2 = f32x4.splat(0);
    let sum3 = f32x4.splat(0);
    for (let weights = table; weights < tableEnd; weights += 16) {
      let weight = v128.load32_splat(weights);
      sum0 = addPair(sum0, weight, v128.load(left, 12), v128.load(right, 0));
      sum1 = addPair(sum1, weight, v128.load(left, 28), v128.load(right, 16));
      sum2 = addPair(sum2, weight, v128.load(left, 44), v128.load(right, 32));
      sum3 = addPair(sum3, weight, v128.load(left, 60), v128.load(right, 48));
      weight = v128.load32_splat(weights, 4);
      sum0 = addPair(sum0, weight, v128.load(left, 8), v128.load(right, 4));
      sum1 = addPair(sum1, weight, v128.load(left, 24), v128.load(right, 20));
      sum2 = addPair(sum2, weight, v128.load(left, 40), v128.load(right, 36));
      sum3 = addPair(sum3, weight, v128.load(left, 56), v128.load(right, 52));
      weight = v128.load32_splat(weights, 8);
      sum0 = addPair(sum0, weight, v128.load(left, 4), v128.load(right, 8));
      sum1 = addPair(sum1, weight, v128.load(left, 20), v128.load(right, 24));
      sum2 = addPair(sum2, weight, v128.load(left, 36), v128.load(right, 40));
      sum3 = addPair(sum3, weight, v128.load(left, 52), v128.load(right, 56));
      weight = v128.load32_splat(weights, 12);
      sum0 = addPair(sum0, weight, v128.load(left, 0), v128.load(right, 12));
      sum1 = addPair(sum1, weight, v128.load(left, 16), v128.load(right, 28));
      sum2 = addPair(sum2, weight, v128.load(left, 32), v128.load(right, 44));
      sum3 = addPair(sum3, weight, v128.load(left, 48), v128.load(right, 60));
      left -= 16;
      right += 16;
    }
    v128.store(to, sum0, 0);
    v128.store(to, sum1, 16);
    v128.store(to, sum2, 32);
    v128.store(to, sum3, 48);
    from += 64;
    to += 64;
  }
}

/**
 * Quarter points (planes 2 and 6) from samples and half points (planes 0 and 4), for frames −margin … TILE + margin.
 *
 * @param planes  address of frame 0 of plane 0; read three frames further
 * @param table   f32[6]
 */
export function quarterPoints(planes: usize, marginFrames: i32, table: usize): void {
  const w0 = v128.load32_splat(table);
  const w1 = v128.load32_splat(table, 4);
  const w2 = v128.load32_splat(table, 8);
  const w3 = v128.load32_splat(table, 12);
  const w4 = v128.load32_splat(table, 16);
  const w5 = v128.load32_splat(table, 20);
  const end = planes + ((<usize>(TILE_FRAMES + marginFrames)) << 2);
  for (let n = planes - ((<usize>marginFrames) << 2); n < end; n += 16) {
    const h0 = at(n + H, 0);
    const x0 = at(n + X, 0);
    const x1 = at(n + X, 1);
    const hm1 = at(n + H, -1);
    const h1 = at(n + H, 1);
    let q1 = pair(w0, x0, h0);
    let q3 = pair(w0, h0, x1);
    q1 = addPair(q1, w1, hm1, x1);
    q3 = addPair(q3, w1, x0, h1);
    const xm1 = at(n + X, -1);
    const x2 = at(n + X, 2);
    q1 = addPair(q1, w2, xm1, h1);
    q3 = addPair(q3, w2, hm1, x2);
    const hm2 = at(n + H, -2);
    const h2 = at(n + H, 2);
    q1 = addPair(q1, w3, hm2, x2);
    q3 = addPair(q3, w3, xm1, h2);
    const xm2 = at(n + X, -2);
    const x3 = at(n + X, 3);
    q1 = addPair(q1, w4, xm2, h2);
    q3 = addPair(q3, w4, hm2, x3);
    q1 = addPair(q1, w5, at(n + H, -3), x3);
    q3 = addPair(q3, w5, xm2, at(n + H, 3));
    v128.store(n + Q1, q1);
    v128.store(n + Q3, q3);
  }
}

/** Eighth points (odd planes) from the even planes, for frames −margin … TILE + margin; table f32[4]. */
export function eighthPoints(planes: usize, marginFrames: i32, table: usize): void {
  const w0 = v128.load32_splat(table);
  const w1 = v128.load32_splat(table, 4);
  const w2 = v128.load32_splat(table, 8);
  const w3 = v128.load32_splat(table, 12);
  const end = planes + ((<usize>(TILE_FRAMES + marginFrames)) << 2);
  for (let n = planes - ((<usize>marginFrames) << 2); n < end; n += 16) {
    const am = at(n + X, 0); // a b c d: samples, quarter, half, three-quarter points; m this frame, l before, r after
    const bm = at(n + Q1, 0);
    const cm = at(n + H, 0);
    const dm = at(n + Q3, 0);
    const dl = at(n + Q3, -1);
    const cl = at(n + H, -1);
    const ar = at(n + X, 1);
    const br = at(n + Q1, 1);
    const cr = at(n + H, 1);
    const e1 = addPair(addPair(addPair(pair(w0, am, bm), w1, dl, cm), w2, cl, dm), w3, at(n + Q1, -1), ar);
    v128.store(n + E1, e1);
    v128.store(n + E3, addPair(addPair(addPair(pair(w0, bm, cm), w1, am, dm), w2, dl, ar), w3, cl, br));
    v128.store(n + E5, addPair(addPair(addPair(pair(w0, cm, dm), w1, bm, ar), w2, am, br), w3, dl, cr));
    const e7 = addPair(addPair(addPair(pair(w0, dm, ar), w1, cm, br), w2, bm, cr), w3, am, at(n + Q3, 1));
    v128.store(n + E7, e7);
  }
}

/** to[n] = max |x(n + k/8)|, k = 0 … 7: eighth points from the even planes, folded at once; table f32[3]. */
export function foldEighths(planes: usize, table: usize, to: usize): void {
  const w0 = v128.load32_splat(table);
  const w1 = v128.load32_splat(table, 4);
  const w2 = v128.load32_splat(table, 8);
  const end = planes + ((<usize>TILE_FRAMES) << 2);
  for (let n = planes; n < end; n += 16, to += 16) {
    const am = at(n + X, 0); // letters as in eighthPoints
    const bm = at(n + Q1, 0);
    const cm = at(n + H, 0);
    const dm = at(n + Q3, 0);
    let most = f32x4.pmax(f32x4.pmax(f32x4.abs(am), f32x4.abs(bm)), f32x4.pmax(f32x4.abs(cm), f32x4.abs(dm)));
    const dl = at(n + Q3, -1);
    const e1 = addPair(addPair(pair(w0, am, bm), w1, dl, cm), w2, at(n + H, -1), dm);
    const ar = at(n + X, 1);
    const e3 = addPair(addPair(pair(w0, bm, cm), w1, am, dm), w2, dl, ar);
    most = f32x4.pmax(most, f32x4.pmax(f32x4.abs(e1), f32x4.abs(e3)));
    const br = at(n + Q1, 1);
    const e5 = addPair(addPair(pair(w0, cm, dm), w1, bm, ar), w2, am, br);
    const e7 = addPair(addPair(pair(w0, dm, ar), w1, cm, br), w2, bm, at(n + H, 1));
    v128.store(to, f32x4.pmax(most, f32x4.pmax(f32x4.abs(e5), f32x4.abs(e7))));
  }
}

/** to[n] = max |x(n + k/4)|, k = 0 … 3, from the even planes. */
export function foldQuarters(planes: usize, to: usize): void {
  const end = planes + ((<usize>TILE_FRAMES) << 2);
  for (let n = planes; n < end; n += 16, to += 16) {
    const first = f32x4.pmax(f32x4.abs(at(n + X, 0)), f32x4.abs(at(n + Q1, 0)));
    const second = f32x4.pmax(f32x4.abs(at(n + H, 0)), f32x4.abs(at(n + Q3, 0)));
    v128.store(to, f32x4.pmax(first, second));
  }
}

/** to[n] = max(to[n], |plane[n]|) over the tile's frames, for the planes first, first + step … below 8. */
export function foldPlanes(planes: usize, first: i32, step: i32, to: usize): void {
  for (let plane = first; plane < 8; plane += step) {
    const from = planes + <usize>plane * PLANE_BYTES;
    for (let n: usize = 0; n < (<usize>TILE_FRAMES) << 2; n += 32) {
      v128.store(to + n, f32x4.pmax(v128.load(to + n), f32x4.abs(v128.load(from + n))));
      v128.store(to + n, f32x4.pmax(v128.load(to + n, 16), f32x4.abs(v128.load(from + n, 16))), 16);
    }
  }
}

/**
 * Sixteenth points from all planes, folded: to[n] = max(to[n], |x(n + odd/16)|).
 *
 * @param planes  complete from frame −1 to TILE + 1
 * @param table   f32[4]
 */
export function sixteenthPoints(planes: usize, table: usize, to: usize): void {
  const w0 = v128.load32_splat(table);
  const w1 = v128.load32_splat(table, 4);
  const w2 = v128.load32_splat(table, 8);
  const w3 = v128.load32_splat(table, 12);
  for (let plane = 0; plane < 8; plane++) {
    const l0 = eighth(planes, plane);
    const l1 = eighth(planes, plane - 1);
    const l2 = eighth(planes, plane - 2);
    const l3 = eighth(planes, plane - 3);
    const r0 = eighth(planes, plane + 1);
    const r1 = eighth(planes, plane + 2);
    const r2 = eighth(planes, plane + 3);
    const r3 = eighth(planes, plane + 4);
    for (let n: usize = 0; n < (<usize>TILE_FRAMES) << 2; n += 16) {
      let sum = pair(w0, v128.load(l0 + n), v128.load(r0 + n));
      sum = addPair(sum, w1, v128.load(l1 + n), v128.load(r1 + n));
      sum = addPair(sum, w2, v128.load(l2 + n), v128.load(r2 + n));
      sum = addPair(sum, w3, v128.load(l3 + n), v128.load(r3 + n));
      v128.store(to + n, f32x4.pmax(v128.load(to + n), f32x4.abs(sum)));
    }
  }
}

/** Address of frame 0 at `index` eighths, −8 … 15. */
function eighth(planes: usize, index: i32): usize {
  return planes + <usize>(index & 7) * PLANE_BYTES + ((<isize>(index >> 3)) << 2);
}
