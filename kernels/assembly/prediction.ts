// Linear prediction: a sample as a weighted sum of those before it.
//   e[n] = Σ a[k] x[n−k], a[0] = 1; the autocorrelation method makes Σ e² smallest over a signal that is zero outside.
// J. Makhoul, Linear prediction: a tutorial review, Proc. IEEE 63 (1975).

/** r[k] = Σ x[n] x[n+k], k = 0 … lagCount − 1, float64. */
export function autocorrelate(x: usize, frameCount: i32, r: usize, lagCount: i32): void {
  let k = 0;
  for (; k + 4 <= lagCount; k += 4) fourLags(x, frameCount, k, r + ((<usize>k) << 3));
  for (; k < lagCount; k++) store<f64>(r + ((<usize>k) << 3), oneLag(x, frameCount, k, 0));
}

/** Lags k … k + 3 share what they load of x; the frames that not all of them have are added one by one. */
function fourLags(x: usize, frameCount: i32, k: i32, to: usize): void {
  const together = max(0, frameCount - k - 3) & ~1;
  const end = x + ((<usize>together) << 3);
  let a = f64x2.splat(0),
    b = f64x2.splat(0),
    c = f64x2.splat(0),
    d = f64x2.splat(0);
  let late = x + ((<usize>k) << 3);
  for (let at = x; at < end; at += 16, late += 16) {
    const v = v128.load(at);
    a = f64x2.add(a, f64x2.mul(v, v128.load(late, 0)));
    b = f64x2.add(b, f64x2.mul(v, v128.load(late, 8)));
    c = f64x2.add(c, f64x2.mul(v, v128.load(late, 16)));
    d = f64x2.add(d, f64x2.mul(v, v128.load(late, 24)));
  }
  store<f64>(to, sum2(a) + oneLag(x, frameCount, k, together), 0);
  store<f64>(to, sum2(b) + oneLag(x, frameCount, k + 1, together), 8);
  store<f64>(to, sum2(c) + oneLag(x, frameCount, k + 2, together), 16);
  store<f64>(to, sum2(d) + oneLag(x, frameCount, k + 3, together), 24);
}

function oneLag(x: usize, frameCount: i32, k: i32, from: i32): f64 {
  let sum: f64 = 0;
  for (let n = from; n + k < frameCount; n++) {
    sum += load<f64>(x + ((<usize>n) << 3)) * load<f64>(x + ((<usize>(n + k)) << 3));
  }
  return sum;
}

export function sum2(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** Σ a[i] b[i]. */
export function dot(a: usize, b: usize, count: i32): f64 {
  let sum = f64x2.splat(0);
  let i = 0;
  for (; i + 2 <= count; i += 2, a += 16, b += 16) {
    sum = f64x2.add(sum, f64x2.mul(v128.load(a), v128.load(b)));
  }
  return sum2(sum) + (i < count ? load<f64>(a) * load<f64>(b) : 0);
}

/** Σ a[i] b[−i]: b counted down from where it points. */
export function dotBackwards(a: usize, b: usize, count: i32): f64 {
  let sum = f64x2.splat(0);
  let i = 0;
  for (; i + 2 <= count; i += 2, a += 16, b -= 16) {
    const v = v128.load(b - 8);
    sum = f64x2.add(sum, f64x2.mul(v128.load(a), v128.shuffle<i64>(v, v, 1, 0)));
  }
  return sum2(sum) + (i < count ? load<f64>(a) * load<f64>(b) : 0);
}

/**
 * The predictor of `order` from r[0 … order], by N. Levinson's and J. Durbin's recursion.
 *
 * @param a order + 1 values, a[0] = 1; where a rounded r is no longer positive the rest stays 0
 * @returns the mean square of what is left, as a share of r[0]; 1 for silence
 */
export function levinson(r: usize, order: i32, a: usize): f64 {
  memory.fill(a, 0, (<usize>order + 1) << 3);
  store<f64>(a, 1);
  const power = load<f64>(r);
  if (!(power > 0)) return 1;
  let left = power;
  for (let m = 1; m <= order; m++) {
    const reflection = -dotBackwards(a, r + ((<usize>m) << 3), m) / left;
    const next = left * (1 - reflection * reflection);
    if (!(next > 0)) break;
    reflect(a, m, reflection);
    left = next;
  }
  return left / power;
}

/** a[i] += reflection · a[m − i] for i = 0 … m, from both ends to the middle. */
function reflect(a: usize, m: i32, reflection: f64): void {
  for (let low = a, high = a + ((<usize>m) << 3); low <= high; low += 8, high -= 8) {
    const u = load<f64>(low),
      v = load<f64>(high);
    store<f64>(low, u + reflection * v);
    store<f64>(high, v + reflection * u);
  }
}

/**
 * Solves Σ_j b[|i − j|] x[j] = y[i], i = 0 … count − 1: Levinson's recursion for any right side, O(count²).
 *
 * @param b first column of the positive definite matrix
 * @param a scratch, count + 1 values
 */
export function solveToeplitz(b: usize, y: usize, x: usize, count: i32, a: usize): void {
  memory.fill(a, 0, (<usize>count + 1) << 3);
  store<f64>(a, 1);
  let left = load<f64>(b);
  store<f64>(x, load<f64>(y) / left);
  for (let m = 1; m < count; m++) {
    const reflection = -dotBackwards(a, b + ((<usize>m) << 3), m) / left;
    reflect(a, m, reflection);
    left *= 1 - reflection * reflection;
    const missing = load<f64>(y + ((<usize>m) << 3)) - dotBackwards(x, b + ((<usize>m) << 3), m);
    const step = missing / left;
    store<f64>(x + ((<usize>m) << 3), 0);
    addBackwards(x, a + ((<usize>m) << 3), step, m + 1);
  }
}

/** x[i] += gain · a[−i]: a counted down from where it points. */
function addBackwards(x: usize, a: usize, gain: f64, count: i32): void {
  const gains = f64x2.splat(gain);
  let i = 0;
  for (; i + 2 <= count; i += 2, x += 16, a -= 16) {
    const v = v128.load(a - 8);
    v128.store(x, f64x2.add(v128.load(x), f64x2.mul(gains, v128.shuffle<i64>(v, v, 1, 0))));
  }
  if (i < count) store<f64>(x, load<f64>(x) + gain * load<f64>(a));
}
