// Digital quadratics by their values at the ends of the spectrum.
//
// A quadratic c0 + c1 z⁻¹ + c2 z⁻² is held by its value at DC, at Nyquist and its skew:
//   P = c0 + c1 + c2,  R = c0 − c1 + c2,  V = c0 − c2.
// With φ = sin²(ω/2) and W = (P + R)/2 its squared magnitude is
//   P²(1 − φ) + R²φ + (V² − W²)·4φ(1 − φ)          (Vicanek 2016, in other letters)
// and every positive triple P, R, V is a minimum-phase quadratic.

/** b0 b1 b2 a1 a2 of the latest design. */
export const COEFFICIENTS: usize = memory.data(8 * 5, 16); // b0 b1 b2 a1 a2

export function at(base: usize, index: i32): f64 {
  return load<f64>(base + ((<usize>index) << 3));
}

export function put(base: usize, index: i32, value: f64): void {
  store<f64>(base + ((<usize>index) << 3), value);
}

/** Squared magnitude at φ. */
export function power(p: f64, r: f64, v: f64, phi: f64): f64 {
  const w = 0.5 * (p + r);
  return p * p * (1 - phi) + r * r * phi + 4 * (v * v - w * w) * phi * (1 - phi);
}

/** P, R, V of the quadratic whose roots are e^s for the roots s of c2 s² + c1 s + c0, into `out`. */
export function matchRoots(c2: f64, c1: f64, c0: f64, w0: f64, out: usize): void {
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

/** The section with these numerator and denominator triples, into COEFFICIENTS. */
export function writeCoefficients(pn: f64, rn: f64, vn: f64, pd: f64, rd: f64, vd: f64): void {
  const wd = 0.5 * (pd + rd);
  const wn = 0.5 * (pn + rn);
  const norm = 2 / (wd + vd);
  put(COEFFICIENTS, 0, 0.5 * (wn + vn) * norm);
  put(COEFFICIENTS, 1, 0.5 * (pn - rn) * norm);
  put(COEFFICIENTS, 2, 0.5 * (wn - vn) * norm);
  put(COEFFICIENTS, 3, 0.5 * (pd - rd) * norm);
  put(COEFFICIENTS, 4, 0.5 * (wd - vd) * norm);
}
