// Second-order sections after analog prototypes, without the cramping of the bilinear transform.

import { fitPrototype, setPrototype } from './filter-fit';
import { at, COEFFICIENTS, matchRoots, power, put, writeCoefficients } from './quadratic';

const POLES: usize = memory.data(8 * 3, 16);

const BELL: i32 = 0;
const LOW_SHELF: i32 = 1;
const HIGH_SHELF: i32 = 2;
const LOW_PASS: i32 = 3;
const HIGH_PASS: i32 = 4;
const BAND_PASS: i32 = 5;
const ALL_PASS: i32 = 6;

/** Vicanek's closed forms: poles by impulse invariance, magnitude matched where each shape has its meaning. */
function designPass(shape: i32, f0: f64, q: f64): void {
  const w0 = 2 * NativeMath.PI * f0;
  matchRoots(1, 1 / q, 1, w0, POLES);
  const p = at(POLES, 0);
  const r = at(POLES, 1);
  const v = at(POLES, 2);
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
    const a2 = v * v - 0.25 * (p + r) * (p + r);
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
