// The taps of the resampler, row by row: h(u) = c·sinc(c·u)·I0(β·√v)/I0(β), v = 1 − (2u/taps)². As a function of v the
// window is a polynomial, I0(β·√v) = Σ (β²/4)^k·v^k/(k!)²; the sine goes from tap to tap by rotation.

import { allocate } from './memory';

/** (β²/4)^k/(k!)² falls below 1e-18 of the sum before k = 40 for every β up to 20. */
const TERMS: i32 = 40;

@unmanaged
class Design {
  taps: i32;
  cutoff: f64;
  /** Coefficients of the window, highest power first. */
  window: usize;
  row: usize;
}

export function resampleMakeDesign(taps: i32, cutoff: f64, beta: f64): usize {
  const design = changetype<Design>(allocate(offsetof<Design>()));
  design.taps = taps;
  design.cutoff = cutoff;
  design.window = allocate(TERMS * 8);
  design.row = allocate(<usize>taps * 8);
  let term = 1.0,
    sum = 0.0;
  for (let k = 0; k < TERMS; k++) {
    store<f64>(design.window + ((<usize>(TERMS - 1 - k)) << 3), term);
    sum += term;
    term *= (beta * beta) / 4 / <f64>((k + 1) * (k + 1));
  }
  for (let at = design.window, end = at + TERMS * 8; at < end; at += 8) {
    store<f64>(at, load<f64>(at) / sum);
  }
  return changetype<usize>(design);
}

/** The taps h(f − k), k = 1 − taps/2 … taps/2; valid until the next row. */
export function resampleFillRow(pointer: usize, f: f64): usize {
  const design = changetype<Design>(pointer);
  const half = design.taps / 2;
  fillWindow(design, f);
  const step = Math.PI * design.cutoff;
  const stepCos = Math.cos(step),
    stepSin = Math.sin(step);
  let u = f + <f64>(half - 1);
  let cos = Math.cos(step * u),
    sin = Math.sin(step * u);
  for (let tap = 0; tap < design.taps; tap++, u -= 1) {
    const at = design.row + ((<usize>tap) << 3);
    // near the middle the quotient would magnify the rotation's rounding
    const sinc = Math.abs(u) < 1 ? sincNearZero(design.cutoff, u) : sin / (Math.PI * u);
    store<f64>(at, load<f64>(at) * sinc);
    const turned = cos * stepCos + sin * stepSin;
    sin = sin * stepCos - cos * stepSin;
    cos = turned;
  }
  return design.row;
}

function sincNearZero(cutoff: f64, u: f64): f64 {
  return Math.abs(u) < 1e-9 ? cutoff : Math.sin(Math.PI * cutoff * u) / (Math.PI * u);
}

/** The window at four taps at a time; zero where it has ended. */
function fillWindow(design: Design, f: f64): void {
  const one = f64x2.splat(1),
    zero = f64x2.splat(0),
    two = f64x2.splat(2);
  const half = <f64>(design.taps / 2);
  const scale = f64x2.splat(1 / half);
  let u = f64x2.sub(f64x2.splat(f + half - 1), f64x2(0, 1));
  for (let at = design.row, end = at + ((<usize>design.taps) << 3); at < end; at += 32) {
    const a = f64x2.mul(u, scale),
      b = f64x2.mul(f64x2.sub(u, two), scale);
    const va = f64x2.max(zero, f64x2.sub(one, f64x2.mul(a, a)));
    const vb = f64x2.max(zero, f64x2.sub(one, f64x2.mul(b, b)));
    let wa = zero,
      wb = zero;
    for (let k = design.window, last = k + TERMS * 8; k < last; k += 8) {
      const coefficient = v128.load_splat<f64>(k);
      wa = f64x2.add(f64x2.mul(wa, va), coefficient);
      wb = f64x2.add(f64x2.mul(wb, vb), coefficient);
    }
    v128.store(at, v128.and(wa, f64x2.gt(va, zero)), 0);
    v128.store(at, v128.and(wb, f64x2.gt(vb, zero)), 16);
    u = f64x2.sub(u, f64x2.splat(4));
  }
}
