// Second-order sections after analog prototypes, without the cramping of the bilinear transform.
//
// A digital quadratic c0 + c1 z⁻¹ + c2 z⁻² is held here by its value at DC, at Nyquist and its skew:
//   P = c0 + c1 + c2,  R = c0 − c1 + c2,  V = c0 − c2.
// With φ = sin²(ω/2) and W = (P + R)/2 its squared magnitude is
//   P²(1 − φ) + R²φ + (V² − W²)·4φ(1 − φ)          (Vicanek 2016, eq. (16), in other letters)
// and every positive triple P, R, V is a minimum-phase quadratic, so a search over ln P, ln R, ln V can neither leave
// the stable region nor fail to factor.

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
const COEFFICIENTS: usize = memory.data(8 * 5, 16); // b0 b1 b2 a1 a2

let pointCount: i32 = 0;
let dcGain: f64 = 1;
let damping: f64 = 0;

const BELL: i32 = 0;
const LOW_SHELF: i32 = 1;
const HIGH_SHELF: i32 = 2;
const LOW_PASS: i32 = 3;
const HIGH_PASS: i32 = 4;
const BAND_PASS: i32 = 5;
const ALL_PASS: i32 = 6;

/** Good enough to stop searching: 0.01 dB, as a difference of ln |H|². */
const SETTLED: f64 = 0.0023;
/** Above this (0.04 dB) the largest error is lowered at the cost of the mean. */
const FINE: f64 = 0.0092;
/** Above this (0.08 dB) the gain at DC, exact until then, is given free as well. */
const FAIR: f64 = 0.0184;
/** The fit looks this far toward Nyquist. */
const TOP_FRACTION: f64 = 0.905;

// @ts-expect-error: decorator
function at(base: usize, index: i32): f64 {
  return load<f64>(base + ((<usize>index) << 3));
}

// @ts-expect-error: decorator
function put(base: usize, index: i32, value: f64): void {
  store<f64>(base + ((<usize>index) << 3), value);
}

// @ts-expect-error: decorator
function power(p: f64, r: f64, v: f64, phi: f64): f64 {
  const w = 0.5 * (p + r);
  return p * p * (1 - phi) + r * r * phi + 4 * (v * v - w * w) * phi * (1 - phi);
}

function setPrototype(n2: f64, n1: f64, n0: f64, d2: f64, d1: f64, d0: f64): void {
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
// @ts-expect-error: decorator
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

/** P, R, V of the quadratic whose roots are e^s for the roots s of c2 s² + c1 s + c0, into `out`. */
function matchRoots(c2: f64, c1: f64, c0: f64, w0: f64, out: usize): void {
  const w = min(w0 * NativeMath.sqrt(c0 / c2), 2.8);
  const q = c1 / (2 * NativeMath.sqrt(c0 * c2));
  const decay = NativeMath.exp(-q * w);
  const fall = -NativeMath.expm1(-q * w);
  if (q <= 1) {
    const angle = NativeMath.sqrt(1 - q * q) * w;
    const sine = NativeMath.sin(0.5 * angle);
    const cosine = NativeMath.cos(0.5 * angle);
    put(out, 0, fall * fall + 4 * decay * sine * sine);
    put(out, 1, fall * fall + 4 * decay * cosine * cosine);
  } else {
    const root = NativeMath.sqrt(q * q - 1);
    const slow = w / (q + root); // q − √(q²−1) without cancellation
    const fast = w * (q + root);
    put(out, 0, NativeMath.expm1(-slow) * NativeMath.expm1(-fast));
    put(out, 1, (1 + NativeMath.exp(-slow)) * (1 + NativeMath.exp(-fast)));
  }
  put(out, 2, -NativeMath.expm1(-2 * q * w));
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

function writeCoefficients(pn: f64, rn: f64, vn: f64, pd: f64, rd: f64, vd: f64): void {
  const wd = 0.5 * (pd + rd);
  const wn = 0.5 * (pn + rn);
  const norm = 2 / (wd + vd);
  put(COEFFICIENTS, 0, 0.5 * (wn + vn) * norm);
  put(COEFFICIENTS, 1, 0.5 * (pn - rn) * norm);
  put(COEFFICIENTS, 2, 0.5 * (wn - vn) * norm);
  put(COEFFICIENTS, 3, 0.5 * (pd - rd) * norm);
  put(COEFFICIENTS, 4, 0.5 * (wd - vd) * norm);
}

/** Bell and shelves: the better of two starts, then least squares, then toward minimax. */
function fitPrototype(f0: f64, q: f64): void {
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

/** Vicanek's closed forms: poles by impulse invariance, magnitude matched where each shape has its meaning. */
function designPass(shape: i32, f0: f64, q: f64): void {
  const w0 = 2 * NativeMath.PI * f0;
  setPrototype(0, 0, 1, 1, 1 / q, 1);
  matchRoots(1, 1 / q, 1, w0, SYSTEM);
  const p = at(SYSTEM, 0);
  const r = at(SYSTEM, 1);
  const v = at(SYSTEM, 2);
  const sine = NativeMath.sin(0.5 * w0);
  const phi = sine * sine;
  const atCorner = power(p, r, v, phi);
  if (shape === LOW_PASS) {
    // b2 = 0: B2 = 0, so V = W; B1 from |H(f0)| = Q
    const nyquist = NativeMath.sqrt(max(0, (atCorner * q * q - p * p * (1 - phi)) / phi));
    writeCoefficients(p, nyquist, 0.5 * (p + nyquist), p, r, v);
  } else if (shape === HIGH_PASS) {
    // b0 (1 − z⁻¹)²: P = 0, V = 0; |N|² = 16 b0² φ²
    writeCoefficients(0, (q * NativeMath.sqrt(atCorner)) / phi, 0, p, r, v);
  } else {
    // P = 0; B1 and B2 from |H(f0)| = 1 and zero slope there
    const a0 = p * p;
    const a1 = r * r;
    const a2 = 4 * (v * v - 0.25 * (p + r) * (p + r)) * 0.25;
    const slope = -a0 + a1 + 4 * (1 - 2 * phi) * a2;
    const b2 = (atCorner - slope * phi) / (4 * phi * phi);
    const b1 = max(0, slope + 4 * (2 * phi - 1) * b2);
    const nyquist = NativeMath.sqrt(b1);
    writeCoefficients(0, nyquist, NativeMath.sqrt(max(0, b2 + 0.25 * b1)), p, r, v);
  }
}

/** Bilinear: its magnitude is 1 everywhere, so there is nothing to match. */
function designAllPass(f0: f64, q: f64): void {
  const k = NativeMath.tan(NativeMath.PI * f0);
  const norm = 1 / (1 + k / q + k * k);
  const a1 = 2 * (k * k - 1) * norm;
  const a2 = (1 - k / q + k * k) * norm;
  put(COEFFICIENTS, 0, a2);
  put(COEFFICIENTS, 1, a1);
  put(COEFFICIENTS, 2, 1);
  put(COEFFICIENTS, 3, a1);
  put(COEFFICIENTS, 4, a2);
}

/**
 * Coefficients b0 b1 b2 a1 a2 at the returned address, until the next call.
 *
 * Analog prototypes, s in units of ω0 and A = 10^(gain/40) (Bristow-Johnson, Audio EQ cookbook):
 *   bell       (s² + sA/Q + 1) / (s² + s/(AQ) + 1)
 *   low shelf  A (s² + s√A/Q + A) / (As² + s√A/Q + 1)
 *   high shelf A (As² + s√A/Q + 1) / (s² + s√A/Q + A)
 *   low pass   1 / D,  high pass s² / D,  band pass (s/Q) / D,  D = s² + s/Q + 1
 */
export function filterDesign(shape: i32, frequencyHz: f64, gainDb: f64, q: f64, sampleRateHz: f64): usize {
  const f0 = frequencyHz / sampleRateHz;
  const gain = NativeMath.pow(10, gainDb / 40);
  const bend = NativeMath.sqrt(gain) / q;
  if (shape <= HIGH_SHELF) {
    if (gainDb === 0) writeCoefficients(1, 1, 1, 1, 1, 1);
    else {
      if (shape === BELL) setPrototype(1, gain / q, 1, 1, 1 / (gain * q), 1);
      else if (shape === LOW_SHELF) setPrototype(gain, gain * bend, gain * gain, gain, bend, 1);
      else setPrototype(gain * gain, gain * bend, gain, 1, bend, gain);
      fitPrototype(f0, q);
    }
  } else if (shape === ALL_PASS) designAllPass(min(f0, 0.49), q);
  else designPass(shape, min(f0, 0.49), q);
  return COEFFICIENTS;
}

/** 10 lg |H|² of the five coefficients at `coefficients`. */
export function filterResponseDb(coefficients: usize, frequencyHz: f64, sampleRateHz: f64): f64 {
  const b0 = at(coefficients, 0);
  const b1 = at(coefficients, 1);
  const b2 = at(coefficients, 2);
  const a1 = at(coefficients, 3);
  const a2 = at(coefficients, 4);
  const sine = NativeMath.sin((NativeMath.PI * frequencyHz) / sampleRateHz);
  const phi = sine * sine;
  const numerator = power(b0 + b1 + b2, b0 - b1 + b2, b0 - b2, phi);
  const denominator = power(1 + a1 + a2, 1 - a1 + a2, 1 - a2, phi);
  return 10 * NativeMath.log10(max(numerator, 1e-40) / denominator);
}
