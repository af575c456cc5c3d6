// Bells and shelves fitted to their analog prototypes.
//
// A section is two quadratics held by P, R, V (see quadratic.ts). Every positive triple is stable and minimum phase, so
// a search over ln P, ln R, ln V can neither leave the stable region nor fail to factor: from a matched or a bilinear
// start, least squares of ln |H|² by Levenberg and Marquardt, then a tenth power in place of the square.

import { at, matchRoots, power, put, writeCoefficients } from './quadratic';

const MAXIMUM_POINTS: i32 = 96;
const SCRATCH: usize = memory.data(8 * 8 * 96, 16);
const PHI: usize = SCRATCH;
const TARGET: usize = SCRATCH + 8 * 96;
const RESIDUAL: usize = SCRATCH + 2 * 8 * 96;
const JACOBIAN: usize = SCRATCH + 3 * 8 * 96; // five columns
const SYSTEM: usize = memory.data(8 * 48, 16);
const MATRIX: usize = SYSTEM; // lower triangle, rows of 5
const RIGHT: usize = SYSTEM + 8 * 25;
const FACTOR: usize = memory.data(8 * 25, 16);
const STEP: usize = SYSTEM + 8 * 30;
const TRIAL: usize = SYSTEM + 8 * 35;
const THETA: usize = memory.data(8 * 5, 16); // ln Rn, ln Vn, ln Pd, ln Rd, ln (Pn / (gain at DC × Pd)); Vd = 1
const BEST: usize = memory.data(8 * 5, 16);
const PROTOTYPE: usize = memory.data(8 * 6, 16); // numerator c2 c1 c0, denominator c2 c1 c0, of s/ω0

let pointCount: i32 = 0;
let dcGain: f64 = 1;
let damping: f64 = 0;

/** Good enough to stop searching: 0.01 dB, as a difference of ln |H|². */
const SETTLED: f64 = 0.0023;
/** Above this (0.04 dB) the largest error is lowered at the cost of the mean. */
const FINE: f64 = 0.0092;
/** Above this (0.08 dB) the gain at DC, exact until then, is given free as well. */
const FAIR: f64 = 0.0184;
/** The fit looks this far toward Nyquist. */
const TOP_FRACTION: f64 = 0.905;

/** The prototype's polynomials of s/ω0. */
export function setPrototype(n2: f64, n1: f64, n0: f64, d2: f64, d1: f64, d0: f64): void {
  put(PROTOTYPE, 0, n2);
  put(PROTOTYPE, 1, n1);
  put(PROTOTYPE, 2, n0);
  put(PROTOTYPE, 3, d2);
  put(PROTOTYPE, 4, d1);
  put(PROTOTYPE, 5, d0);
  dcGain = n0 / d0;
}

/** |H(jx)|² of the prototype, x = f / f0. */
function prototypePower(x: f64): f64 {
  const xx = x * x;
  const n = at(PROTOTYPE, 2) - at(PROTOTYPE, 0) * xx;
  const d = at(PROTOTYPE, 5) - at(PROTOTYPE, 3) * xx;
  const n1 = at(PROTOTYPE, 1);
  const d1 = at(PROTOTYPE, 4);
  return (n * n + n1 * n1 * xx) / (d * d + d1 * d1 * xx);
}

function addPoint(cyclesPerSample: f64, f0: f64, top: f64): void {
  if (pointCount === MAXIMUM_POINTS || cyclesPerSample > top) return;
  const sine = NativeMath.sin(NativeMath.PI * cyclesPerSample);
  put(PHI, pointCount, sine * sine);
  put(TARGET, pointCount, prototypePower(cyclesPerSample / f0));
  pointCount += 1;
}

/** Where the fit is judged: logarithmic below f0, linear to the top, dense where the curve bends. */
function layGrid(f0: f64, q: f64): void {
  const top = 0.5 * TOP_FRACTION;
  pointCount = 0;
  const knee = min(f0, top);
  const octaves: f64 = q < 0.5 ? 0.9 : 0.5;
  for (let k = 1; k <= 12; k++) addPoint(knee * NativeMath.pow(2, -octaves * <f64>k), f0, top);
  addPoint(0, f0, top);
  for (let k = 1; k <= 32; k++) addPoint((top * <f64>k) / 32, f0, top);
  const steps = <i32>min(12.0, 2 * NativeMath.log2(top / knee) + 1);
  for (let k = 0; k < steps; k++) addPoint(knee * NativeMath.pow(2, 0.5 * <f64>k), f0, top);
  const reach = 1 / max(q, 0.5);
  const peakTop = q > 3 ? 0.49 : top; // a narrow peak above the top is still a peak
  addPoint(f0, f0, peakTop);
  for (let k = 1; k <= 5; k++) {
    const step = 0.3 * reach * <f64>k;
    addPoint(f0 * (1 + step), f0, peakTop);
    addPoint(f0 / (1 + step), f0, peakTop);
  }
}

/** Fills RESIDUAL with ln |H|² − ln target for the parameters at `theta`; returns the largest magnitude. */
function residuals(theta: usize): f64 {
  const rn = NativeMath.exp(at(theta, 0));
  const vn = NativeMath.exp(at(theta, 1));
  const pd = NativeMath.exp(at(theta, 2));
  const rd = NativeMath.exp(at(theta, 3));
  const pn = dcGain * pd * NativeMath.exp(at(theta, 4));
  let worst: f64 = 0;
  for (let k = 0; k < pointCount; k++) {
    const phi = at(PHI, k);
    const r = NativeMath.log(power(pn, rn, vn, phi) / (power(pd, rd, 1, phi) * at(TARGET, k)));
    put(RESIDUAL, k, r);
    worst = max(worst, abs(r));
  }
  return worst;
}

/** ∂ residual / ∂ theta at THETA. */
function jacobian(): void {
  const rn = NativeMath.exp(at(THETA, 0));
  const vn = NativeMath.exp(at(THETA, 1));
  const pd = NativeMath.exp(at(THETA, 2));
  const rd = NativeMath.exp(at(THETA, 3));
  const pn = dcGain * pd * NativeMath.exp(at(THETA, 4));
  const wn = 0.5 * (pn + rn);
  const wd = 0.5 * (pd + rd);
  for (let k = 0; k < pointCount; k++) {
    const phi = at(PHI, k);
    const u = 4 * phi * (1 - phi);
    const n = 1 / power(pn, rn, vn, phi);
    const d = 1 / power(pd, rd, 1, phi);
    const row = JACOBIAN + <usize>k * 40;
    put(row, 0, (2 * rn * phi - u * wn) * rn * n);
    put(row, 1, 2 * u * vn * vn * n);
    const low = (2 * pn * (1 - phi) - u * wn) * pn * n;
    put(row, 2, low - (2 * pd * (1 - phi) - u * wd) * pd * d);
    put(row, 3, -(2 * rd * phi - u * wd) * rd * d);
    put(row, 4, low);
  }
}

/** Weight that turns squares into the tenth power, so that the largest error counts most: minimax in the limit. */
function weight(r: f64, worst: f64, isMinimax: bool): f64 {
  if (!isMinimax) return 1;
  const share = (r / worst) * (r / worst);
  return share * share * share * share + 1e-4;
}

function cost(worst: f64, isMinimax: bool): f64 {
  let sum: f64 = 0;
  for (let k = 0; k < pointCount; k++) {
    const r = at(RESIDUAL, k);
    sum += weight(r, worst, isMinimax) * r * r;
  }
  return sum;
}

/** Fills MATRIX and RIGHT with the normal equations of the first `size` parameters. */
function normalEquations(worst: f64, isMinimax: bool, size: i32): void {
  memory.fill(MATRIX, 0, 8 * 30);
  // the second derivative of a tenth power is nine times its slope per r
  const curvature: f64 = isMinimax ? 9 : 1;
  for (let k = 0; k < pointCount; k++) {
    const row = JACOBIAN + <usize>k * 40;
    const r = at(RESIDUAL, k);
    const w = weight(r, worst, isMinimax);
    for (let i = 0; i < size; i++) {
      const wi = w * at(row, i);
      put(RIGHT, i, at(RIGHT, i) - wi * r);
      for (let j = 0; j <= i; j++)
        put(MATRIX, 5 * i + j, at(MATRIX, 5 * i + j) + curvature * wi * at(row, j));
    }
  }
}

/** Solves MATRIX + damping · step = RIGHT by Cholesky, keeping the diagonal; false where not positive definite. */
function solveStep(size: i32, damping: f64): bool {
  const factor = FACTOR;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = at(MATRIX, 5 * i + j);
      if (i === j) sum = sum * (1 + damping) + 1e-13;
      for (let k = 0; k < j; k++) sum -= at(factor, 5 * i + k) * at(factor, 5 * j + k);
      if (i === j) {
        if (!(sum > 0)) return false;
        put(factor, 6 * i, NativeMath.sqrt(sum));
      } else put(factor, 5 * i + j, sum / at(factor, 6 * j));
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = at(RIGHT, i);
    for (let k = 0; k < i; k++) sum -= at(factor, 5 * i + k) * at(STEP, k);
    put(STEP, i, sum / at(factor, 6 * i));
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = at(STEP, i);
    for (let k = i + 1; k < size; k++) sum -= at(factor, 5 * k + i) * at(STEP, k);
    put(STEP, i, sum / at(factor, 6 * i));
  }
  return true;
}

/** One accepted step of Levenberg and Marquardt from THETA; returns how much of the cost remains, 1 for none found. */
function improve(worst: f64, isMinimax: bool, size: i32): f64 {
  jacobian();
  normalEquations(worst, isMinimax, size);
  const before = cost(worst, isMinimax);
  for (let attempt = 0; attempt < 6; attempt++) {
    memory.copy(TRIAL, THETA, 40);
    if (solveStep(size, damping)) {
      for (let i = 0; i < size; i++) {
        const step = max(-1.5, min(1.5, at(STEP, i)));
        put(TRIAL, i, max(-40.0, min(40.0, at(THETA, i) + step)));
      }
      residuals(TRIAL);
      const after = cost(worst, isMinimax);
      if (after < before) {
        memory.copy(THETA, TRIAL, 40);
        damping = max(damping * 0.2, 1e-9);
        return after / before;
      }
    }
    damping *= 6;
  }
  return 1;
}

/** Goes on from BEST, whose largest error is `best`; keeps the best parameters there and returns their error. */
function search(best: f64, isMinimax: bool, size: i32): f64 {
  memory.copy(THETA, BEST, 40);
  damping = 1e-3;
  let worst = residuals(THETA);
  for (let round = 0; round < 30 && best > SETTLED; round++) {
    const remains = improve(worst, isMinimax, size);
    worst = residuals(THETA);
    if (worst < best) {
      best = worst;
      memory.copy(BEST, THETA, 40);
    }
    if (remains > 0.995) break;
  }
  return best;
}

/** Start: the bilinear transform with K = ω0/2, which is minimum phase for any ω0. */
function startBilinear(w0: f64): void {
  const k = 0.5 * w0;
  const scale = 1 / (2 * at(PROTOTYPE, 4) * k);
  put(THETA, 0, NativeMath.log(4 * at(PROTOTYPE, 0) * scale));
  put(THETA, 1, NativeMath.log(2 * at(PROTOTYPE, 1) * k * scale));
  put(THETA, 2, NativeMath.log(4 * at(PROTOTYPE, 5) * k * k * scale));
  put(THETA, 3, NativeMath.log(4 * at(PROTOTYPE, 3) * scale));
  put(THETA, 4, 0);
}

/** Start: poles and zeros by impulse invariance. */
function startMatched(w0: f64): void {
  const zeros = STEP;
  const poles = TRIAL;
  matchRoots(at(PROTOTYPE, 0), at(PROTOTYPE, 1), at(PROTOTYPE, 2), w0, zeros);
  matchRoots(at(PROTOTYPE, 3), at(PROTOTYPE, 4), at(PROTOTYPE, 5), w0, poles);
  const pd = at(poles, 0) / at(poles, 2);
  const scale = (dcGain * pd) / at(zeros, 0);
  put(THETA, 0, NativeMath.log(at(zeros, 1) * scale));
  put(THETA, 1, NativeMath.log(at(zeros, 2) * scale));
  put(THETA, 2, NativeMath.log(pd));
  put(THETA, 3, NativeMath.log(at(poles, 1) / at(poles, 2)));
  put(THETA, 4, 0);
}

/** Bell and shelves: the better of two starts, then least squares, then toward minimax. */
export function fitPrototype(f0: f64, q: f64): void {
  const w0 = 2 * NativeMath.PI * f0;
  layGrid(f0, q);
  startMatched(w0);
  let best = residuals(THETA);
  memory.copy(BEST, THETA, 40);
  startBilinear(w0);
  const other = residuals(THETA);
  if (other < best) {
    best = other;
    memory.copy(BEST, THETA, 40);
  }
  best = search(best, false, 4);
  if (best > FINE) best = search(best, true, 4);
  if (best > FAIR) search(best, true, 5);
  const pd = NativeMath.exp(at(BEST, 2));
  writeCoefficients(
    dcGain * pd * NativeMath.exp(at(BEST, 4)),
    NativeMath.exp(at(BEST, 0)),
    NativeMath.exp(at(BEST, 1)),
    pd,
    NativeMath.exp(at(BEST, 3)),
    1,
  );
}
