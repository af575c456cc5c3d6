// Fourier transform of two real signals at once, in double precision: they are the two lanes of every value, so that no
// rounding of one reaches the other. frameCount real values are transformed as points = frameCount/2 complex ones,
// z[j] = x[2j] + i·x[2j+1], which is how consecutive frames lie in memory. With Z the result,
//   E = (Z[k] + Z*[points−k])/2,   O = (Z[k] − Z*[points−k])/2i,   W = exp(−2πi·k/frameCount),
//   X[k] = E + W·O,   X[points−k] = (E − W·O)*.
// Radix 4, self-sorting: T. G. Stockham, High-speed convolution and correlation, AFIPS 1966.

import { allocate } from './memory';

@unmanaged
class PairFft {
  points: i32;
  /** exp(−2πi·k/points), k = 0 … 3·points/4: pairs of f64. */
  twiddles: usize;
  /** W/2, k = 0 … points/2: pairs of f64. */
  unfolding: usize;
  /** Two areas of points + 1 complex values, a v128 each for real and imaginary parts. */
  input: usize;
  scratch: usize;
}

/** Bytes of a complex value of two lanes. */
const COMPLEX: usize = 32;

/** @param frameCount real values of one transform, 2·4ⁿ */
export function pairFftMake(frameCount: i32): usize {
  const state = changetype<PairFft>(allocate(offsetof<PairFft>()));
  const points = frameCount / 2;
  state.points = points;
  state.twiddles = turns(points, (3 * points) / 4, 1);
  state.unfolding = turns(frameCount, points / 2, 0.5);
  state.input = allocate(<usize>(points + 1) * COMPLEX);
  state.scratch = allocate(<usize>(points + 1) * COMPLEX);
  return changetype<usize>(state);
}

/** scale·exp(−2πi·k/period) for k = 0 … last. */
function turns(period: i32, last: i32, scale: f64): usize {
  const table = allocate(<usize>(last + 1) * 16);
  for (let k = 0; k <= last; k++) {
    const angle = (2 * Math.PI * <f64>k) / <f64>period;
    store<f64>(table + <usize>k * 16, scale * Math.cos(angle));
    store<f64>(table + <usize>k * 16, -scale * Math.sin(angle), 8);
  }
  return table;
}

/** Where the frames of the next transform are put: frameCount pairs of f64; a transform uses them up. */
export function pairFftInput(pointer: usize): usize {
  return changetype<PairFft>(pointer).input;
}

/**
 * Transforms what was put in.
 * @returns where points + 1 bins are until the next transform: a pair of real parts, a pair of imaginary parts each
 */
export function pairFftTransform(pointer: usize): usize {
  const state = changetype<PairFft>(pointer);
  const z = transform(state);
  const to = z === state.input ? state.scratch : state.input;
  const points = state.points;
  for (let k = 0; k <= points / 2; k++) {
    const a = z + <usize>k * COMPLEX,
      b = z + <usize>((points - k) & (points - 1)) * COMPLEX,
      w = state.unfolding + <usize>k * 16;
    const oddRe = f64x2.add(v128.load(a, 16), v128.load(b, 16)),
      oddIm = f64x2.sub(v128.load(b), v128.load(a));
    const wRe = v128.load64_splat(w),
      wIm = v128.load64_splat(w, 8);
    const half = f64x2.splat(0.5);
    const evenRe = f64x2.mul(half, f64x2.add(v128.load(a), v128.load(b))),
      evenIm = f64x2.mul(half, f64x2.sub(v128.load(a, 16), v128.load(b, 16)));
    const turnedRe = f64x2.sub(f64x2.mul(wRe, oddRe), f64x2.mul(wIm, oddIm)),
      turnedIm = f64x2.add(f64x2.mul(wRe, oddIm), f64x2.mul(wIm, oddRe));
    const up = to + <usize>k * COMPLEX,
      down = to + <usize>(points - k) * COMPLEX;
    v128.store(down, f64x2.sub(evenRe, turnedRe));
    v128.store(down, f64x2.sub(turnedIm, evenIm), 16);
    v128.store(up, f64x2.add(evenRe, turnedRe));
    v128.store(up, f64x2.add(evenIm, turnedIm), 16);
  }
  return to;
}

/** All passes; gives where Z lies. */
function transform(state: PairFft): usize {
  let from = state.input;
  let to = state.scratch;
  for (let stride = 1; stride < state.points; stride *= 4) {
    pass(from, to, state.points / (4 * stride), stride, state.twiddles);
    const done = to;
    to = from;
    from = done;
  }
  return from;
}

/** One pass of radix 4: `groups` butterflies of equal twiddles, `stride` of each. */
function pass(from: usize, to: usize, groups: i32, stride: i32, twiddles: usize): void {
  const quarter = <usize>(groups * stride) * COMPLEX;
  const step = <usize>stride * COMPLEX;
  for (let group = 0; group < groups; group++, to += 3 * step) {
    const w = <usize>(group * stride) * 16;
    const uRe = v128.load64_splat(twiddles + w),
      uIm = v128.load64_splat(twiddles + w, 8);
    const vRe = v128.load64_splat(twiddles + 2 * w),
      vIm = v128.load64_splat(twiddles + 2 * w, 8);
    const wRe = v128.load64_splat(twiddles + 3 * w),
      wIm = v128.load64_splat(twiddles + 3 * w, 8);
    for (const end = from + step; from < end; from += COMPLEX, to += COMPLEX) {
      const aRe = v128.load(from),
        aIm = v128.load(from, 16);
      const bRe = v128.load(from + quarter),
        bIm = v128.load(from + quarter, 16);
      const cRe = v128.load(from + 2 * quarter),
        cIm = v128.load(from + 2 * quarter, 16);
      const dRe = v128.load(from + 3 * quarter),
        dIm = v128.load(from + 3 * quarter, 16);
      const evenRe = f64x2.add(aRe, cRe),
        evenIm = f64x2.add(aIm, cIm);
      const acRe = f64x2.sub(aRe, cRe),
        acIm = f64x2.sub(aIm, cIm);
      const oddRe = f64x2.add(bRe, dRe),
        oddIm = f64x2.add(bIm, dIm);
      const bdRe = f64x2.sub(bRe, dRe),
        bdIm = f64x2.sub(bIm, dIm);
      v128.store(to, f64x2.add(evenRe, oddRe));
      v128.store(to, f64x2.add(evenIm, oddIm), 16);
      storeTurned(to + step, f64x2.add(acRe, bdIm), f64x2.sub(acIm, bdRe), uRe, uIm);
      storeTurned(to + 2 * step, f64x2.sub(evenRe, oddRe), f64x2.sub(evenIm, oddIm), vRe, vIm);
      storeTurned(to + 3 * step, f64x2.sub(acRe, bdIm), f64x2.add(acIm, bdRe), wRe, wIm);
    }
  }
}

function storeTurned(to: usize, re: v128, im: v128, wRe: v128, wIm: v128): void {
  v128.store(to, f64x2.sub(f64x2.mul(re, wRe), f64x2.mul(im, wIm)));
  v128.store(to, f64x2.add(f64x2.mul(re, wIm), f64x2.mul(im, wRe)), 16);
}
