// Power per band of mid and side: one complex transform of z = M + i·S serves both. With Z its result, a + ib = Z[k]
// and c + id = Z[N−k],
//   2M[k] = (a + c) + i(b − d),   2S[k] = (b + d) + i(c − a),   4·Re(M·S*) = 2(ad + bc).
// The window carries every constant, so that the squares come out as mean squares of a one-sided spectrum; bins 0 and
// N/2, which have no twin, count half.
// W. H. Press and others, Numerical Recipes, 3rd edition (2007), section 12.3.1.

import {
  fftEndsInTwo,
  fftFirst,
  fftFirstResults,
  fftFirstTwiddles,
  fftMakePlan,
  fftMiddle,
} from './fft-complex';
import { backwards, descending } from './fft-real';
import { allocate } from './memory';

/** Bytes of one band in the table: first whole bin, end of the whole bins, two bins at the edges, their shares. */
const BAND_BYTES: usize = 24;

@unmanaged
class SpectrumState {
  windowFrames: i32;
  bandCount: i32;
  plan: usize;
  window: usize;
  /** Powers per bin of the present window: mid, side, cross, `areaBytes` apart. */
  powers: usize;
  areaBytes: usize;
  bands: usize;
}

/** @param bands a table as told at `BAND_BYTES`, which stays the caller's */
export function spectrumMake(windowFrames: i32, bands: usize, bandCount: i32): usize {
  const state = changetype<SpectrumState>(allocate(offsetof<SpectrumState>()));
  state.windowFrames = windowFrames;
  state.bandCount = bandCount;
  state.bands = bands;
  state.plan = fftMakePlan(windowFrames);
  state.areaBytes = <usize>windowFrames * 2 + 16;
  state.powers = allocate(3 * state.areaBytes);
  state.window = allocate(<usize>windowFrames * 4);
  // Hann; Σw² = 3N/8, and mid and side carry 1/√2
  const scale = Math.sqrt(2.0 / 3.0) / <f64>windowFrames;
  for (let i = 0; i < windowFrames; i++) {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * <f64>i) / <f64>windowFrames);
    store<f32>(state.window + ((<usize>i) << 2), <f32>(scale * hann));
  }
  return changetype<usize>(state);
}

/**
 * One window; for a mono one both channels are the same.
 *
 * @param results mid, side, cross: bandCount floats each, one after the other
 * @param binPowers float64, to which mid + side is added; 0 for none
 */
export function spectrumAnalyze(
  pointer: usize,
  left: usize,
  right: usize,
  results: usize,
  binPowers: usize,
): void {
  const state = changetype<SpectrumState>(pointer);
  const plan = state.plan;
  const points = <usize>state.windowFrames;
  windowedFirst(left, right, state.window, points, fftFirstTwiddles(plan), fftFirstResults(plan));
  const z = fftMiddle(plan);
  binwise(fftEndsInTwo(plan), z, points, state.powers, state.areaBytes);
  for (let area: usize = 0; area < 3; area++) {
    const powers = state.powers + area * state.areaBytes;
    store<f32>(powers, 0.5 * load<f32>(powers));
    store<f32>(powers + points * 2, 0.5 * load<f32>(powers + points * 2));
    sumBands(powers, state.bands, state.bandCount, results + ((area * <usize>state.bandCount) << 2));
  }
  if (binPowers) addBins(state.powers, state.powers + state.areaBytes, points / 2 + 1, binPowers);
}

/** Mid + side of every bin of the last window, windowFrames/2 + 1 floats. */
export function spectrumSumOfPowers(pointer: usize, to: usize): void {
  const state = changetype<SpectrumState>(pointer);
  const count = <usize>state.windowFrames / 2 + 1;
  for (let k: usize = 0; k < count * 4; k += 4) {
    store<f32>(to + k, load<f32>(state.powers + k) + load<f32>(state.powers + state.areaBytes + k));
  }
}

/** The first pass of the transform, on windowed mid and side. */
function windowedFirst(l: usize, r: usize, window: usize, points: usize, w: usize, to: usize): void {
  for (const end = l + points; l < end; l += 16, r += 16, window += 16, w += 96, to += 128) {
    const la = v128.load(l),
      ra = v128.load(r),
      wa = v128.load(window);
    const lb = v128.load(l + points),
      rb = v128.load(r + points),
      wb = v128.load(window + points);
    const lc = v128.load(l + 2 * points),
      rc = v128.load(r + 2 * points),
      wc = v128.load(window + 2 * points);
    const ld = v128.load(l + 3 * points),
      rd = v128.load(r + 3 * points),
      wd = v128.load(window + 3 * points);
    fftFirst(
      f32x4.mul(wa, f32x4.add(la, ra)),
      f32x4.mul(wa, f32x4.sub(la, ra)),
      f32x4.mul(wb, f32x4.add(lb, rb)),
      f32x4.mul(wb, f32x4.sub(lb, rb)),
      f32x4.mul(wc, f32x4.add(lc, rc)),
      f32x4.mul(wc, f32x4.sub(lc, rc)),
      f32x4.mul(wd, f32x4.add(ld, rd)),
      f32x4.mul(wd, f32x4.sub(ld, rd)),
      w,
      to,
    );
  }
}

/** Powers per bin from Z, or, when `pending`, from what a last pass of radix 2 would get. Four bins as in fft-real. */
function binwise(pending: bool, z: usize, points: usize, to: usize, areaBytes: usize): void {
  const middle = points * 4;
  let up = z,
    down = z + middle;
  let firstRe = v128.load(pending ? up : down, 0),
    firstIm = v128.load(pending ? up : down, 16);
  let lastRe = v128.load(pending ? down : up, 0),
    lastIm = v128.load(pending ? down : up, 16);
  if (pending) {
    lastRe = f32x4.neg(lastRe);
    lastIm = f32x4.neg(lastIm);
  }
  let toUp = to,
    toDown = to + points * 2 - 12;
  for (const end = z + points * 2; up <= end; up += 32, toUp += 16, toDown -= 16) {
    down -= 32;
    const aRe = v128.load(up, 0),
      aIm = v128.load(up, 16);
    const bRe = v128.load(up + middle, 0),
      bIm = v128.load(up + middle, 16);
    const cRe = v128.load(down, 0),
      cIm = v128.load(down, 16);
    const dRe = v128.load(down + middle, 0),
      dIm = v128.load(down + middle, 16);
    const eRe = descending(firstRe, cRe),
      eIm = descending(firstIm, cIm);
    const fRe = descending(lastRe, dRe),
      fIm = descending(lastIm, dIm);
    firstRe = cRe;
    firstIm = cIm;
    lastRe = dRe;
    lastIm = dIm;
    let pRe = aRe,
      pIm = aIm,
      qRe = bRe,
      qIm = bIm,
      rRe = eRe,
      rIm = eIm,
      tRe = fRe,
      tIm = fIm;
    if (pending) {
      pRe = f32x4.add(aRe, bRe);
      pIm = f32x4.add(aIm, bIm);
      qRe = f32x4.sub(aRe, bRe);
      qIm = f32x4.sub(aIm, bIm);
      rRe = f32x4.add(eRe, fRe);
      rIm = f32x4.add(eIm, fIm);
      tRe = f32x4.sub(eRe, fRe);
      tIm = f32x4.sub(eIm, fIm);
    }
    v128.store(toUp, square(f32x4.add(pRe, tRe), f32x4.sub(pIm, tIm)));
    v128.store(toUp + areaBytes, square(f32x4.add(pIm, tIm), f32x4.sub(pRe, tRe)));
    v128.store(toUp + 2 * areaBytes, crossed(pRe, pIm, tRe, tIm));
    v128.store(toDown, backwards(square(f32x4.add(rRe, qRe), f32x4.sub(rIm, qIm))));
    v128.store(toDown + areaBytes, backwards(square(f32x4.add(rIm, qIm), f32x4.sub(rRe, qRe))));
    v128.store(toDown + 2 * areaBytes, backwards(crossed(rRe, rIm, qRe, qIm)));
  }
}

function square(re: v128, im: v128): v128 {
  return f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im));
}

/** 2(ad + bc). */
function crossed(a: v128, b: v128, c: v128, d: v128): v128 {
  const half = f32x4.add(f32x4.mul(a, d), f32x4.mul(b, c));
  return f32x4.add(half, half);
}

function addBins(mid: usize, side: usize, count: usize, to: usize): void {
  let i: usize = 0;
  for (; i + 4 <= count; i += 4, mid += 16, side += 16, to += 32) {
    const both = f32x4.add(v128.load(mid), v128.load(side));
    const high = v128.shuffle<i64>(both, both, 1, 0);
    v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(both)));
    v128.store(to, f64x2.add(v128.load(to, 16), f64x2.promote_low_f32x4(high)), 16);
  }
  for (; i < count; i++, mid += 4, side += 4, to += 8) {
    store<f64>(to, load<f64>(to) + <f64>(load<f32>(mid) + load<f32>(side)));
  }
}

function sumBands(powers: usize, band: usize, bandCount: i32, to: usize): void {
  for (let i = 0; i < bandCount; i++, band += BAND_BYTES, to += 4) {
    let at = powers + (load<u32>(band, 0) << 2);
    const end = powers + (load<u32>(band, 4) << 2);
    let sums = f32x4.splat(0);
    for (; at + 16 <= end; at += 16) sums = f32x4.add(sums, v128.load(at));
    let sum =
      f32x4.extract_lane(sums, 0) +
      f32x4.extract_lane(sums, 1) +
      (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
    for (; at < end; at += 4) sum += load<f32>(at);
    const low = load<f32>(powers + (load<u32>(band, 8) << 2)) * load<f32>(band, 16);
    const high = load<f32>(powers + (load<u32>(band, 12) << 2)) * load<f32>(band, 20);
    store<f32>(to, sum + low + high);
  }
}
