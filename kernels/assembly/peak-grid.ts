// The signal at four times the rate, by two short filters: half-sample points from samples, quarter-sample points from
// both.

/** Frames of a piece; its half-sample points stay in the first-level cache. */
export const PIECE_FRAMES: i32 = 512;

/** Half-sample points before and after a piece that its quarter-sample points need. */
export const HALVES_CONTEXT: i32 = 4;

/** Floats that `interpolateHalves` may write. */
export const HALVES_CAPACITY: i32 = PIECE_FRAMES + 2 * HALVES_CONTEXT + 16;

/**
 * Factors of the quarter-sample points, nearest neighbours first: eight taps on the grid of half samples.
 * Least largest error up to 0.44 of the rate: 1.6e-4. In memory, for V8 builds vectors from constants at every use.
 */
export const QUARTERS: usize = memory.data<f32>([0.6080019, -0.138792, 0.0364772, -0.0057648]);

/**
 * Writes x(n + ½) for 16 frames or a multiple of them.
 *
 * Twelve factors (`designShort`). Those four apart need the same vectors, moved on by one: they are loaded together.
 */
export function interpolateHalves(x: usize, table: usize, to: usize, frames: i32): void {
  for (const end = to + ((<usize>frames) << 2); to < end; to += 64, x += 64) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let before = x - 32;
    let after = x + 4;
    for (let factor = table; factor < table + 16; factor += 4) {
      const h0 = v128.load_splat<f32>(factor);
      const h1 = v128.load_splat<f32>(factor, 16);
      const h2 = v128.load_splat<f32>(factor, 32);
      const b2 = v128.load(before, 32);
      const b3 = v128.load(before, 48);
      const b4 = v128.load(before, 64);
      const a1 = v128.load(after, 16);
      const a2 = v128.load(after, 32);
      const a3 = v128.load(after, 48);
      a = f32x4.add(a, f32x4.mul(h0, f32x4.add(b2, v128.load(after))));
      b = f32x4.add(b, f32x4.mul(h0, f32x4.add(b3, a1)));
      c = f32x4.add(c, f32x4.mul(h0, f32x4.add(b4, a2)));
      d = f32x4.add(d, f32x4.mul(h0, f32x4.add(v128.load(before, 80), a3)));
      const b1 = v128.load(before, 16);
      const a4 = v128.load(after, 64);
      a = f32x4.add(a, f32x4.mul(h1, f32x4.add(b1, a1)));
      b = f32x4.add(b, f32x4.mul(h1, f32x4.add(b2, a2)));
      c = f32x4.add(c, f32x4.mul(h1, f32x4.add(b3, a3)));
      d = f32x4.add(d, f32x4.mul(h1, f32x4.add(b4, a4)));
      a = f32x4.add(a, f32x4.mul(h2, f32x4.add(v128.load(before), a2)));
      b = f32x4.add(b, f32x4.mul(h2, f32x4.add(b1, a3)));
      c = f32x4.add(c, f32x4.mul(h2, f32x4.add(b2, a4)));
      d = f32x4.add(d, f32x4.mul(h2, f32x4.add(b3, v128.load(after, 80))));
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
  const f0 = v128.load_splat<f32>(QUARTERS);
  const f1 = v128.load_splat<f32>(QUARTERS, 4);
  const f2 = v128.load_splat<f32>(QUARTERS, 8);
  const f3 = v128.load_splat<f32>(QUARTERS, 12);
  let most = f32x4.splat(0);
  let least = most;
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
    let high = f32x4.pmax(f32x4.pmax(x0, h0), f32x4.pmax(early, late));
    let low = f32x4.pmin(f32x4.pmin(x0, h0), f32x4.pmin(early, late));
    if (left < 4) {
      const inside = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(left));
      high = v128.and(high, inside);
      low = v128.and(low, inside);
    }
    most = f32x4.pmax(most, high);
    least = f32x4.pmin(least, low);
    x += 16;
    half += 16;
  }
  return largestLane(f32x4.pmax(most, f32x4.neg(least)));
}

function largestLane(v: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max<f32>(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}
