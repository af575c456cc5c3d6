// What one channel foretells of another: x[n] ≈ Σ h[k] y[n + k], k = −REACH … REACH, by least squares over what is known of
// x. Both are whitened by the predictor of x first, so that every frequency counts by what is not foretold by x itself:
// what is left of x can then be filled as if it stood alone.
// G. E. P. Box, G. M. Jenkins, Time Series Analysis (1970), chapter 11: prewhitening before a transfer function is fitted.

import { allocate, mark, release } from './memory';
import { autocorrelate, dot, levinson } from './prediction';

/** 0.4 ms at 44.1 kHz on either side: pan and filters, not rooms. */
const REACH: i32 = 16;
const TAPS: i32 = 2 * REACH + 1;
const ORDER: i32 = 32;
/** −60 dB: keeps the weights of an empty band small. */
const RIDGE: f64 = 1e-6;
/** Less than a tenth of the unforetold power, 0.5 dB, is not worth the risk. */
const LEAST_SHARE: f64 = 0.1;
/** Where the other channel itself breaks there, by so many mean magnitudes of its error, it tells of the same fault. */
const MOST_BREAK: f64 = 12;
/** −100 dB, as for the fill. */
const NOISE_SHARE: f64 = 1e-10;

/**
 * Writes what `y` foretells of `x`; zeros where it foretells too little, or is itself broken in the gap.
 *
 * @param x f64, with something plausible in frames [fromFrame, toFrame), which are not learnt from
 * @param y f32, known everywhere
 * @param to f64, frameCount values
 * @returns whether there is anything in it
 */
export function crossPredict(
  x: usize,
  y: usize,
  frameCount: i32,
  fromFrame: i32,
  toFrame: i32,
  to: usize,
): bool {
  const start = mark();
  memory.fill(to, 0, (<usize>frameCount) << 3);
  const bytes = (<usize>frameCount) << 3;
  const beside = allocate(bytes);
  for (let n = 0; n < frameCount; n++)
    store<f64>(beside + ((<usize>n) << 3), <f64>load<f32>(y + ((<usize>n) << 2)));
  const own = allocate(bytes);
  const other = allocate(bytes);
  const weights = allocate(TAPS << 3);
  whiten(x, beside, frameCount, own, other);
  const isGood =
    !breaks(other, frameCount, fromFrame, toFrame) &&
    fitWeights(own, other, frameCount, fromFrame, toFrame, weights);
  if (isGood) {
    for (let n = REACH; n < frameCount - REACH; n++)
      store<f64>(to + ((<usize>n) << 3), dot(weights, beside + ((<usize>(n - REACH)) << 3), TAPS));
  }
  release(start);
  return isGood;
}

/** Both through the prediction error filter of x; nothing before the filter is full. */
function whiten(x: usize, y: usize, frameCount: i32, own: usize, other: usize): void {
  const start = mark();
  const r = allocate((ORDER + 1) << 3);
  const a = allocate((ORDER + 1) << 3);
  const turned = allocate((ORDER + 1) << 3);
  autocorrelate(x, frameCount, r, ORDER + 1);
  store<f64>(r, load<f64>(r) * (1 + NOISE_SHARE));
  levinson(r, ORDER, a);
  for (let k = 0; k <= ORDER; k++)
    store<f64>(turned + ((<usize>k) << 3), load<f64>(a + ((<usize>(ORDER - k)) << 3)));
  for (let n = ORDER; n < frameCount; n++) {
    const first = (<usize>(n - ORDER)) << 3;
    store<f64>(own + ((<usize>n) << 3), dot(turned, x + first, ORDER + 1));
    store<f64>(other + ((<usize>n) << 3), dot(turned, y + first, ORDER + 1));
  }
  release(start);
}

/** Whether an error in the gap stands far out of the others. */
function breaks(errors: usize, frameCount: i32, fromFrame: i32, toFrame: i32): bool {
  let sum: f64 = 0;
  for (let n = ORDER; n < frameCount; n++) sum += Math.abs(load<f64>(errors + ((<usize>n) << 3)));
  const most = (MOST_BREAK * sum) / <f64>(frameCount - ORDER);
  for (let n = fromFrame; n < toFrame; n++) {
    if (Math.abs(load<f64>(errors + ((<usize>n) << 3))) > most) return true;
  }
  return false;
}

/** Least squares over both sides of the gap. @returns whether enough of x is foretold */
function fitWeights(
  own: usize,
  other: usize,
  frameCount: i32,
  fromFrame: i32,
  toFrame: i32,
  weights: usize,
): bool {
  const start = mark();
  const matrix = allocate((TAPS * TAPS) << 3);
  const right = allocate(TAPS << 3);
  const before = ORDER + REACH;
  let power: f64 = 0;
  power += addSide(own, other, before, fromFrame, matrix, right);
  // an error hears of the gap for ORDER frames behind it
  power += addSide(own, other, toFrame + ORDER, frameCount - REACH, matrix, right);
  const ridge = RIDGE * load<f64>(matrix);
  let foretold: f64 = 0;
  let isGood = power > 0 && ridge > 0;
  if (isGood) {
    for (let i = 0; i < TAPS; i++) add(matrix, i * TAPS + i, ridge);
    memory.copy(weights, right, TAPS << 3);
    solvePositive(matrix, weights);
    foretold = dot(weights, right, TAPS);
    isGood = foretold > LEAST_SHARE * power;
  }
  release(start);
  return isGood;
}

/** Adds the products of frames [from, to). @returns the power of x there */
function addSide(own: usize, other: usize, from: i32, to: i32, matrix: usize, right: usize): f64 {
  const count = to - from;
  if (count < 1) return 0;
  const first = other + ((<usize>(from - REACH)) << 3);
  for (let i = 0; i < TAPS; i++) {
    const early = first + ((<usize>i) << 3);
    add(right, i, dot(own + ((<usize>from) << 3), early, count));
    for (let j = 0; j <= i; j++) add(matrix, i * TAPS + j, dot(early, first + ((<usize>j) << 3), count));
  }
  return dot(own + ((<usize>from) << 3), own + ((<usize>from) << 3), count);
}

function add(values: usize, index: i32, value: f64): void {
  const at = values + ((<usize>index) << 3);
  store<f64>(at, load<f64>(at) + value);
}

/** M x = y in place for the lower half of a positive definite M, by its Cholesky factor. */
function solvePositive(matrix: usize, y: usize): void {
  for (let i = 0; i < TAPS; i++) {
    const row = matrix + ((<usize>(i * TAPS)) << 3);
    for (let j = 0; j <= i; j++) {
      const column = matrix + ((<usize>(j * TAPS)) << 3);
      const value = load<f64>(row + ((<usize>j) << 3)) - dot(row, column, j);
      const diagonal = load<f64>(column + ((<usize>j) << 3));
      store<f64>(row + ((<usize>j) << 3), i === j ? Math.sqrt(max(value, 1e-300)) : value / diagonal);
    }
    const value = load<f64>(y + ((<usize>i) << 3)) - dot(row, y, i);
    store<f64>(y + ((<usize>i) << 3), value / load<f64>(row + ((<usize>i) << 3)));
  }
  for (let i = TAPS - 1; i >= 0; i--) {
    let value = load<f64>(y + ((<usize>i) << 3));
    for (let k = i + 1; k < TAPS; k++)
      value -= load<f64>(matrix + ((<usize>(k * TAPS + i)) << 3)) * load<f64>(y + ((<usize>k) << 3));
    store<f64>(y + ((<usize>i) << 3), value / load<f64>(matrix + ((<usize>(i * TAPS + i)) << 3)));
  }
}
