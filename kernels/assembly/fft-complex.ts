// Fourier transforms in float32: a self-sorting (Stockham) radix-4 transform of complex values.
//
// Complex values lie in blocks of four: four real parts, then four imaginary parts, 32 bytes. Pass by pass the
// transform goes from one work area to the other; with s the product of the radices already done and n·s = points,
//   y[q + s(4p + k)] = w^(kp) · Σ_j x[q + s(p + j·n/4)] · (−i)^(jk),   w = exp(−2πi/n),
// four q at a time, or four p in the first pass, where s is 1. An inverse transform is a forward one with the real
// and the imaginary parts exchanged before and after it.
// Twiddle factors are computed in float64 and rounded once.
// T. G. Stockham, AFIPS 28 (1966); C. Van Loan, Computational Frameworks for the FFT (1992), section 1.7.

import { allocate } from './memory';

/** Keeps equal offsets of two areas out of the same cache set. */
const SKEW_BYTES: usize = 1088;

@unmanaged
class FftPlan {
  /** Complex points, a power of two from 64. */
  points: i32;
  /** Of the first pass: per four p six vectors w, w², w³ (real, imaginary); of the others: per p six floats. */
  twiddles: usize;
  work: usize;
  other: usize;
}

export function fftMakePlan(points: i32): usize {
  const plan = changetype<FftPlan>(allocate(offsetof<FftPlan>()));
  plan.points = points;
  plan.twiddles = allocate(<usize>points * 8);
  plan.work = allocate((<usize>points + 4) * 8);
  allocate(SKEW_BYTES);
  plan.other = allocate((<usize>points + 4) * 8);
  let at = plan.twiddles;
  for (let p = 0; p < points / 4; p++) {
    const vector = at + <usize>(p >> 2) * 96 + <usize>(p & 3) * 4;
    for (let k = 1; k <= 3; k++) {
      storeTwiddle(vector + <usize>(k - 1) * 32, 16, p * k, points);
    }
  }
  at += <usize>points * 6;
  for (let n = points / 4; n > 4; n >>= 2) {
    for (let p = 0; p < n / 4; p++) {
      for (let k = 1; k <= 3; k++) {
        storeTwiddle(at, 4, p * k, n);
        at += 8;
      }
    }
  }
  return changetype<usize>(plan);
}

export function fftPoints(plan: usize): usize {
  return <usize>changetype<FftPlan>(plan).points;
}

/** The factors of the first pass. */
export function fftFirstTwiddles(plan: usize): usize {
  return changetype<FftPlan>(plan).twiddles;
}

/** Where the first pass leaves its results. */
export function fftFirstResults(plan: usize): usize {
  return changetype<FftPlan>(plan).other;
}

/** Where values may be laid for the first pass to take. */
export function fftInput(plan: usize): usize {
  return changetype<FftPlan>(plan).work;
}

/** exp(−2πi·numerator/denominator); the imaginary part goes `apart` bytes behind the real part. */
export function storeTwiddle(at: usize, apart: usize, numerator: i32, denominator: i32): void {
  const angle = (2 * Math.PI * <f64>numerator) / <f64>denominator;
  store<f32>(at, <f32>Math.cos(angle));
  store<f32>(at + apart, <f32>-Math.sin(angle));
}

function cmulRe(ar: v128, ai: v128, wr: v128, wi: v128): v128 {
  return f32x4.sub(f32x4.mul(ar, wr), f32x4.mul(ai, wi));
}

function cmulIm(ar: v128, ai: v128, wr: v128, wi: v128): v128 {
  return f32x4.add(f32x4.mul(ar, wi), f32x4.mul(ai, wr));
}

export function evens(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 2, 4, 6);
}

export function odds(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 1, 3, 5, 7);
}

/** Four vectors as the rows of a matrix: its columns, `apart` bytes from one another. */
function storeTransposed(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdLow = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(abLow, cdLow, 0, 2), 0);
  v128.store(to, v128.shuffle<i64>(abLow, cdLow, 1, 3), 32);
  v128.store(to, v128.shuffle<i64>(abHigh, cdHigh, 0, 2), 64);
  v128.store(to, v128.shuffle<i64>(abHigh, cdHigh, 1, 3), 96);
}

/** The butterflies of four p of the first pass, and their 16 results. */
export function fftFirst(
  ar: v128,
  ai: v128,
  br: v128,
  bi: v128,
  cr: v128,
  ci: v128,
  dr: v128,
  di: v128,
  w: usize,
  to: usize,
): void {
  const sumAcRe = f32x4.add(ar, cr),
    sumAcIm = f32x4.add(ai, ci);
  const difAcRe = f32x4.sub(ar, cr),
    difAcIm = f32x4.sub(ai, ci);
  const sumBdRe = f32x4.add(br, dr),
    sumBdIm = f32x4.add(bi, di);
  const difBdRe = f32x4.sub(br, dr),
    difBdIm = f32x4.sub(bi, di);
  const y1Re = f32x4.add(difAcRe, difBdIm),
    y1Im = f32x4.sub(difAcIm, difBdRe);
  const y2Re = f32x4.sub(sumAcRe, sumBdRe),
    y2Im = f32x4.sub(sumAcIm, sumBdIm);
  const y3Re = f32x4.sub(difAcRe, difBdIm),
    y3Im = f32x4.add(difAcIm, difBdRe);
  const w1Re = v128.load(w, 0),
    w1Im = v128.load(w, 16);
  const w2Re = v128.load(w, 32),
    w2Im = v128.load(w, 48);
  const w3Re = v128.load(w, 64),
    w3Im = v128.load(w, 80);
  storeTransposed(
    to,
    f32x4.add(sumAcRe, sumBdRe),
    cmulRe(y1Re, y1Im, w1Re, w1Im),
    cmulRe(y2Re, y2Im, w2Re, w2Im),
    cmulRe(y3Re, y3Im, w3Re, w3Im),
  );
  storeTransposed(
    to + 16,
    f32x4.add(sumAcIm, sumBdIm),
    cmulIm(y1Re, y1Im, w1Re, w1Im),
    cmulIm(y2Re, y2Im, w2Re, w2Im),
    cmulIm(y3Re, y3Im, w3Re, w3Im),
  );
}

/** Four q of one p. `quarter` is points/4 and `span` is s complex values, in bytes. */
function butterfly(
  from: usize,
  quarter: usize,
  to: usize,
  span: usize,
  w1Re: v128,
  w1Im: v128,
  w2Re: v128,
  w2Im: v128,
  w3Re: v128,
  w3Im: v128,
): void {
  const fromB = from + quarter,
    fromC = fromB + quarter,
    fromD = fromC + quarter;
  const toB = to + span,
    toC = toB + span,
    toD = toC + span;
  const ar = v128.load(from, 0),
    ai = v128.load(from, 16);
  const br = v128.load(fromB, 0),
    bi = v128.load(fromB, 16);
  const cr = v128.load(fromC, 0),
    ci = v128.load(fromC, 16);
  const dr = v128.load(fromD, 0),
    di = v128.load(fromD, 16);
  const sumAcRe = f32x4.add(ar, cr),
    sumAcIm = f32x4.add(ai, ci);
  const difAcRe = f32x4.sub(ar, cr),
    difAcIm = f32x4.sub(ai, ci);
  const sumBdRe = f32x4.add(br, dr),
    sumBdIm = f32x4.add(bi, di);
  const difBdRe = f32x4.sub(br, dr),
    difBdIm = f32x4.sub(bi, di);
  v128.store(to, f32x4.add(sumAcRe, sumBdRe), 0);
  v128.store(to, f32x4.add(sumAcIm, sumBdIm), 16);
  const y1Re = f32x4.add(difAcRe, difBdIm),
    y1Im = f32x4.sub(difAcIm, difBdRe);
  v128.store(toB, cmulRe(y1Re, y1Im, w1Re, w1Im), 0);
  v128.store(toB, cmulIm(y1Re, y1Im, w1Re, w1Im), 16);
  const y2Re = f32x4.sub(sumAcRe, sumBdRe),
    y2Im = f32x4.sub(sumAcIm, sumBdIm);
  v128.store(toC, cmulRe(y2Re, y2Im, w2Re, w2Im), 0);
  v128.store(toC, cmulIm(y2Re, y2Im, w2Re, w2Im), 16);
  const y3Re = f32x4.sub(difAcRe, difBdIm),
    y3Im = f32x4.add(difAcIm, difBdRe);
  v128.store(toD, cmulRe(y3Re, y3Im, w3Re, w3Im), 0);
  v128.store(toD, cmulIm(y3Re, y3Im, w3Re, w3Im), 16);
}

function middlePass(from: usize, to: usize, points: usize, span: usize, twiddles: usize): void {
  const quarter = points * 2;
  const end = from + quarter;
  let w = twiddles;
  while (from < end) {
    const w1Re = v128.load_splat<f32>(w, 0),
      w1Im = v128.load_splat<f32>(w, 4);
    const w2Re = v128.load_splat<f32>(w, 8),
      w2Im = v128.load_splat<f32>(w, 12);
    const w3Re = v128.load_splat<f32>(w, 16),
      w3Im = v128.load_splat<f32>(w, 20);
    const spanEnd = from + span;
    do {
      butterfly(from, quarter, to, span, w1Re, w1Im, w2Re, w2Im, w3Re, w3Im);
      from += 32;
      to += 32;
    } while (from < spanEnd);
    to += 3 * span;
    w += 24;
  }
}

/** The last pass of radix 4, where every factor is 1. */
function lastPass4(from: usize, to: usize, points: usize): void {
  const quarter = points * 2;
  const one = f32x4.splat(1),
    zero = f32x4.splat(0);
  for (const end = from + quarter; from < end; from += 32, to += 32) {
    butterfly(from, quarter, to, quarter, one, zero, one, zero, one, zero);
  }
}

/** The last pass of radix 2. */
function lastPass2(from: usize, to: usize, points: usize): void {
  const half = points * 4;
  for (const end = from + half; from < end; from += 16, to += 16) {
    const a = v128.load(from),
      b = v128.load(from + half);
    v128.store(to, f32x4.add(a, b));
    v128.store(to + half, f32x4.sub(a, b));
  }
}

/** Whether a last pass of radix 2 remains after those of radix 4. */
export function fftEndsInTwo(plan: usize): bool {
  return (ctz(changetype<FftPlan>(plan).points) & 1) === 1;
}

/** All passes between the first, whose results are in `other`, and a last one of radix 2. Returns where the data are. */
export function fftMiddle(pointer: usize): usize {
  const plan = changetype<FftPlan>(pointer);
  const points = <usize>plan.points;
  let from = plan.other,
    to = plan.work;
  let twiddles = plan.twiddles + points * 6;
  let n = points / 4,
    span: usize = 32;
  for (; n > 4; n >>= 2, span <<= 2) {
    middlePass(from, to, points, span, twiddles);
    twiddles += n * 6;
    const swap = from;
    from = to;
    to = swap;
  }
  if (n < 4) return from;
  lastPass4(from, to, points);
  return to;
}

/** The first pass from pairs (real, imaginary) at `from` to `other`. */
export function fftFirstFromPairs(pointer: usize, from: usize): void {
  const plan = changetype<FftPlan>(pointer);
  const quarter = <usize>plan.points * 2;
  let w = plan.twiddles,
    to = plan.other;
  for (const end = from + quarter; from < end; from += 32, w += 96, to += 128) {
    const fromB = from + quarter,
      fromC = fromB + quarter,
      fromD = fromC + quarter;
    const a0 = v128.load(from, 0),
      a1 = v128.load(from, 16);
    const b0 = v128.load(fromB, 0),
      b1 = v128.load(fromB, 16);
    const c0 = v128.load(fromC, 0),
      c1 = v128.load(fromC, 16);
    const d0 = v128.load(fromD, 0),
      d1 = v128.load(fromD, 16);
    fftFirst(
      evens(a0, a1),
      odds(a0, a1),
      evens(b0, b1),
      odds(b0, b1),
      evens(c0, c1),
      odds(c0, c1),
      evens(d0, d1),
      odds(d0, d1),
      w,
      to,
    );
  }
}

/** The inverse transform of values with exchanged parts at `from`, to pairs at `to`. `from` may be `work`. */
export function fftInverseFromPairs(pointer: usize, from: usize, to: usize): void {
  const plan = changetype<FftPlan>(pointer);
  fftFirstFromPairs(pointer, from);
  let result = fftMiddle(pointer);
  if (fftEndsInTwo(pointer)) {
    const free = result === plan.work ? plan.other : plan.work;
    lastPass2(result, free, plan.points);
    result = free;
  }
  for (const end = to + <usize>plan.points * 8; to < end; to += 32, result += 32) {
    const re = v128.load(result, 16),
      im = v128.load(result, 0);
    v128.store(to, v128.shuffle<f32>(re, im, 0, 4, 1, 5), 0);
    v128.store(to, v128.shuffle<f32>(re, im, 2, 6, 3, 7), 16);
  }
}
