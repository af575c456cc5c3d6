// How much each of several estimates counts. Samples just below the clip level are known; clipped once more at a lower
// level they can be estimated like the others, and the errors of the estimates there tell which mean would have been
// nearest: weights w ≥ 0 with sum 1 and least w'Ew, where E holds the products of the errors. Half of that, and half of the
// plain mean, because the trial is harder than the task.

import { allocate, mark, release } from './memory';

/** Fixed-point steps; four estimates are settled to 1e-3 long before. */
const STEPS: i32 = 500;
/** Fewer known errors than this say nothing: all estimates count the same. */
const LEAST_ERRORS: i32 = 100;
/** Holds a step where an estimate would only do good. */
const LEAST_SLOPE: f64 = 1e-3;

/** Samples held to the lower levels. */
export function declipHold(
  from: usize,
  to: usize,
  frameCount: i32,
  positiveGain: f32,
  negativeGain: f32,
): void {
  for (let n: usize = 0; n < (<usize>frameCount) << 2; n += 4) {
    store<f32>(to + n, max<f32>(-negativeGain, min<f32>(positiveGain, load<f32>(from + n))));
  }
}

/**
 * @param truth     samples as they came, clipped at the outer levels
 * @param estimates `count` arrays of frameCount samples one behind the other, of `truth` clipped at the inner levels
 * @param weights   count values of f64, written
 */
export function declipWeigh(
  truth: usize,
  estimates: usize,
  count: i32,
  frameCount: i32,
  positiveInner: f32,
  negativeInner: f32,
  positiveOuter: f32,
  negativeOuter: f32,
  weights: usize,
): void {
  const before = mark();
  const products = allocate((<usize>(count * count)) << 3);
  let known = 0;
  for (let n: usize = 0; n < (<usize>frameCount) << 2; n += 4) {
    const x = load<f32>(truth + n);
    const above = x >= positiveInner && x < positiveOuter,
      below = x <= -negativeInner && x > -negativeOuter;
    if (!above && !below) continue;
    known++;
    addProducts(products, estimates + n, count, (<usize>frameCount) << 2, <f64>x);
  }
  for (let i = 0; i < count; i++) store<f64>(weights + ((<usize>i) << 3), 1 / <f64>count);
  if (known >= LEAST_ERRORS) {
    settleWeights(products, count, weights);
    for (let at: usize = 0; at < (<usize>count) << 3; at += 8) {
      store<f64>(weights + at, 0.5 * load<f64>(weights + at) + 0.5 / <f64>count);
    }
  }
  release(before);
}

function addProducts(products: usize, estimates: usize, count: i32, stride: usize, x: f64): void {
  for (let i = 0; i < count; i++) {
    const error = <f64>load<f32>(estimates + <usize>i * stride) - x;
    for (let j = 0; j < count; j++) {
      const at = products + ((<usize>(i * count + j)) << 3);
      const other = <f64>load<f32>(estimates + <usize>j * stride) - x;
      store<f64>(at, load<f64>(at) + error * other);
    }
  }
}

/** w ← w·√(w'Ew / (Ew)), then divided by the sum: where it stands still, every estimate that counts has the same slope. */
function settleWeights(products: usize, count: i32, weights: usize): void {
  const slopes = allocate((<usize>count) << 3);
  for (let step = 0; step < STEPS; step++) {
    let power: f64 = 0;
    for (let i = 0; i < count; i++) {
      let slope: f64 = 0;
      for (let j = 0; j < count; j++) {
        slope +=
          load<f64>(products + ((<usize>(i * count + j)) << 3)) * load<f64>(weights + ((<usize>j) << 3));
      }
      store<f64>(slopes + ((<usize>i) << 3), slope);
      power += slope * load<f64>(weights + ((<usize>i) << 3));
    }
    if (!(power > 0)) return;
    let sum: f64 = 0;
    for (let at: usize = 0; at < (<usize>count) << 3; at += 8) {
      const slope = max<f64>(load<f64>(slopes + at), power * LEAST_SLOPE);
      const weight = load<f64>(weights + at) * Math.sqrt(power / slope);
      store<f64>(weights + at, weight);
      sum += weight;
    }
    for (let at: usize = 0; at < (<usize>count) << 3; at += 8) {
      store<f64>(weights + at, load<f64>(weights + at) / sum);
    }
  }
}

/** The weighted mean of the estimates, to `to`. */
export function declipBlend(estimates: usize, count: i32, frameCount: i32, weights: usize, to: usize): void {
  const stride = (<usize>frameCount) << 2;
  for (let n: usize = 0; n < stride; n += 4) {
    let sum: f64 = 0;
    for (let i = 0; i < count; i++) {
      sum += load<f64>(weights + ((<usize>i) << 3)) * <f64>load<f32>(estimates + <usize>i * stride + n);
    }
    store<f32>(to + n, <f32>sum);
  }
}
