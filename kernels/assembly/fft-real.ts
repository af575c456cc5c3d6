// The transform of n real values as one of points = n/2 complex values z[j] = x[2j] + i·x[2j+1]. With Z its result,
//   E = (Z[k] + Z*[points−k])/2,   O = (Z[k] − Z*[points−k])/2i,   W = exp(−2πi·k/n),
//   X[k] = E + W·O,   X[points−k] = (E − W·O)*.
// Four bins belong together: k, points/2 − k, points/2 + k and points − k; they share a W, and a pending last pass of
// radix 2 has just these as its results. k runs over 0 … points/4 and, in fours, three further, which meet bins
// already done.

import {
  evens,
  fftEndsInTwo,
  fftFirstFromPairs,
  fftInput,
  fftInverseFromPairs,
  fftMakePlan,
  fftMiddle,
  fftPoints,
  odds,
  storeTwiddle,
} from './fft-complex';
import { allocate } from './memory';

@unmanaged
class RealFft {
  plan: usize;
  /** W/2 of k = 0 … points/4 + 3, in blocks of four. */
  twiddles: usize;
}

export function realFftMake(frameCount: i32): usize {
  const state = changetype<RealFft>(allocate(offsetof<RealFft>()));
  const points = frameCount / 2;
  state.plan = fftMakePlan(points);
  state.twiddles = allocate(<usize>points * 2 + 32);
  for (let k = 0; k < points / 4 + 4; k++) {
    const at = state.twiddles + <usize>(k >> 2) * 32 + <usize>(k & 3) * 4;
    storeTwiddle(at, 16, k, frameCount);
    store<f32>(at, load<f32>(at) * 0.5, 0);
    store<f32>(at, load<f32>(at, 16) * 0.5, 16);
  }
  return changetype<usize>(state);
}

/** The values before `at`, counted down from `first`, whose lane 0 comes first. */
export function descending(first: v128, before: v128): v128 {
  const joined = v128.shuffle<f32>(first, before, 0, 5, 6, 7);
  return v128.shuffle<f32>(joined, joined, 0, 3, 2, 1);
}

function storePairs(to: usize, re: v128, im: v128): void {
  v128.store(to, v128.shuffle<f32>(re, im, 0, 4, 1, 5), 0);
  v128.store(to, v128.shuffle<f32>(re, im, 2, 6, 3, 7), 16);
}

/** Pairs in descending order; `to` is where the last of the four goes. */
function storePairsDown(to: usize, re: v128, im: v128): void {
  const low = v128.shuffle<f32>(re, im, 0, 4, 1, 5),
    high = v128.shuffle<f32>(re, im, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(high, high, 1, 0), 0);
  v128.store(to, v128.shuffle<i64>(low, low, 1, 0), 16);
}

/** @param spectrum (points + 1) pairs */
export function realFftForward(pointer: usize, input: usize, spectrum: usize): void {
  const state = changetype<RealFft>(pointer);
  const plan = state.plan;
  fftFirstFromPairs(plan, input);
  const result = fftMiddle(plan);
  if (fftEndsInTwo(plan)) unfold(true, result, fftPoints(plan), state.twiddles, spectrum);
  else unfold(false, result, fftPoints(plan), state.twiddles, spectrum);
}

/** The bins from Z, or, when `pending`, from what a last pass of radix 2 would get. */
function unfold(pending: bool, z: usize, points: usize, w: usize, to: usize): void {
  const half = f32x4.splat(0.5);
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
    toDown = to + middle - 24;
  for (const end = z + points * 2; up <= end; up += 32, w += 32, toUp += 32, toDown -= 32) {
    down -= 32;
    const upMiddle = up + middle,
      downMiddle = down + middle;
    const aRe = v128.load(up, 0),
      aIm = v128.load(up, 16);
    const bRe = v128.load(upMiddle, 0),
      bIm = v128.load(upMiddle, 16);
    const cRe = v128.load(down, 0),
      cIm = v128.load(down, 16);
    const dRe = v128.load(downMiddle, 0),
      dIm = v128.load(downMiddle, 16);
    const eRe = descending(firstRe, cRe),
      eIm = descending(firstIm, cIm);
    const fRe = descending(lastRe, dRe),
      fIm = descending(lastIm, dIm);
    firstRe = cRe;
    firstIm = cIm;
    lastRe = dRe;
    lastIm = dIm;
    const wRe = v128.load(w, 0),
      wIm = v128.load(w, 16);
    // Z[k] and Z[points − k]
    const pRe = pending ? f32x4.add(aRe, bRe) : aRe,
      pIm = pending ? f32x4.add(aIm, bIm) : aIm;
    const tRe = pending ? f32x4.sub(eRe, fRe) : fRe,
      tIm = pending ? f32x4.sub(eIm, fIm) : fIm;
    const evenRe = f32x4.mul(half, f32x4.add(pRe, tRe)),
      evenIm = f32x4.mul(half, f32x4.sub(pIm, tIm));
    const oddRe = f32x4.add(pIm, tIm),
      oddIm = f32x4.sub(tRe, pRe);
    const turnedRe = f32x4.sub(f32x4.mul(oddRe, wRe), f32x4.mul(oddIm, wIm));
    const turnedIm = f32x4.add(f32x4.mul(oddRe, wIm), f32x4.mul(oddIm, wRe));
    storePairs(toUp, f32x4.add(evenRe, turnedRe), f32x4.add(evenIm, turnedIm));
    storePairsDown(toDown + middle, f32x4.sub(evenRe, turnedRe), f32x4.sub(turnedIm, evenIm));
    // Z[points/2 + k] and Z[points/2 − k]; their factor is −i·W
    const qRe = pending ? f32x4.sub(aRe, bRe) : bRe,
      qIm = pending ? f32x4.sub(aIm, bIm) : bIm;
    const rRe = pending ? f32x4.add(eRe, fRe) : eRe,
      rIm = pending ? f32x4.add(eIm, fIm) : eIm;
    const even2Re = f32x4.mul(half, f32x4.add(qRe, rRe)),
      even2Im = f32x4.mul(half, f32x4.sub(qIm, rIm));
    const odd2Re = f32x4.add(qIm, rIm),
      odd2Im = f32x4.sub(rRe, qRe);
    const turned2Re = f32x4.add(f32x4.mul(odd2Re, wIm), f32x4.mul(odd2Im, wRe));
    const turned2Im = f32x4.sub(f32x4.mul(odd2Im, wIm), f32x4.mul(odd2Re, wRe));
    storePairs(toUp + middle, f32x4.add(even2Re, turned2Re), f32x4.add(even2Im, turned2Im));
    storePairsDown(toDown, f32x4.sub(even2Re, turned2Re), f32x4.sub(turned2Im, even2Im));
  }
}

/** @param output 2·points values, divided by their number: the inverse of `realFftForward` */
export function realFftInverse(pointer: usize, spectrum: usize, output: usize): void {
  const state = changetype<RealFft>(pointer);
  const plan = state.plan;
  fold(spectrum, fftPoints(plan), state.twiddles, fftInput(plan));
  fftInverseFromPairs(plan, fftInput(plan), output);
}

/** Z/points from the bins, real and imaginary parts exchanged: Z[k] = E + i·O, Z[points−k] = (E − i·O)*. */
function fold(x: usize, points: usize, w: usize, to: usize): void {
  const scale = f32x4.splat(1 / <f32>points),
    half = f32x4.splat(0.5 / <f32>points);
  const middle = points * 4;
  for (let up: usize = 0, down = middle - 24; up <= points * 2; up += 32, down -= 32, w += 32) {
    const wRe = f32x4.mul(scale, v128.load(w, 0)),
      wIm = f32x4.mul(scale, v128.load(w, 16));
    for (let pair: usize = 0; pair < 2; pair++) {
      const low = x + up + pair * middle,
        high = x + down + (1 - pair) * middle;
      const pRe = evens(v128.load(low, 0), v128.load(low, 16)),
        pIm = odds(v128.load(low, 0), v128.load(low, 16));
      const tRe = backwards(evens(v128.load(high, 0), v128.load(high, 16)));
      const tIm = backwards(odds(v128.load(high, 0), v128.load(high, 16)));
      const eRe = f32x4.mul(half, f32x4.add(pRe, tRe)),
        eIm = f32x4.mul(half, f32x4.sub(pIm, tIm));
      const dRe = f32x4.sub(pRe, tRe),
        dIm = f32x4.add(pIm, tIm);
      const gRe = f32x4.add(f32x4.mul(dRe, wRe), f32x4.mul(dIm, wIm));
      const gIm = f32x4.sub(f32x4.mul(dIm, wRe), f32x4.mul(dRe, wIm));
      // i·O: the factor of the second pair is −i·W
      const oRe = f32x4.neg(pair ? gRe : gIm),
        oIm = pair ? f32x4.neg(gIm) : gRe;
      storePairs(to + up + pair * middle, f32x4.add(eIm, oIm), f32x4.add(eRe, oRe));
      storePairsDown(to + down + (1 - pair) * middle, f32x4.sub(oIm, eIm), f32x4.sub(eRe, oRe));
    }
  }
}

export function backwards(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 3, 2, 1, 0);
}
