// How far the short and the middle interpolation kernel may be off the long one.
//
// All three are sinc(τ)·w(τ). At a distance τ from sample n, sin(πτ) is ±sin(πt) with alternating sign, so that their
// difference at t is sin(πt)·Σ (−1)ⁿ x[n]·q(t−n) with a smooth q = (w − w')/(πτ): it comes from what x has near half its
// rate, and from nothing else. That part is watched here:
//   b[n] = (−1)ⁿ (x[n−2] − 4x[n−1] + 6x[n] − 4x[n+1] + x[n+2])/16,
// and C, the running sum of b at every fourth sample. Then |difference| ≤ c1·range of C + c2·max|b| + c3·max|x| over
// the reach of the long kernel: with the q̃ that gives q back when b's own smoothing acts on it, c1 is half the total
// variation of the means of four q̃ (summation by parts), c2 is Σ|q̃ − mean of its four|, and c3 is Σ|what is left of q|.
// The constants are the largest over all 16 phases and all places of the groups, rounded up.

import { LONG_REACH } from './peak-tables';

const SHORT_C1: f32 = 0.0593;
const SHORT_C2: f32 = 0.1228;
const SHORT_C3: f32 = 0.00046;
const MIDDLE_C1: f32 = 0.0272;
const MIDDLE_C2: f32 = 0.0547;
const MIDDLE_C3: f32 = 0.000012;
/** The same for what a straight line between two half-sample points misses of the middle kernel's q. */
const LINE_C2: f32 = 0.00055;
const LINE_C3: f32 = 0.00002;

export const BOUND_FRAMES: i32 = 64;
/** Bound blocks on each side that the long kernel reaches. */
const REACH_BLOCKS: i32 = LONG_REACH / BOUND_FRAMES;
/** Frames beyond the passage that are looked at: the reach, a last block that sticks out, two taps of b. */
export const BOUND_CONTEXT_FRAMES: i32 = LONG_REACH + BOUND_FRAMES + 2;

/** In memory, for V8 builds vectors from constants anew at every use. */
const BINOMIAL = memory.data<f32>([6, 4]);

export function boundBlocks(frameCount: i32): i32 {
  return (frameCount + BOUND_FRAMES - 1) / BOUND_FRAMES;
}

/** The bounds of one block. */
@unmanaged
export class PeakErrors {
  short: f32;
  middle: f32;
  /** The middle kernel's, once it is mended along a straight line. */
  mended: f32;
  /** Fills the 16 bytes. */
  unused: f32;
}

/** Bytes of scratch that `boundErrors` needs. */
export function boundScratchBytes(frameCount: i32): usize {
  return 4 * rowBytes(frameCount);
}

/** Bytes of the bounds: whole groups of four blocks. */
export function boundBytes(frameCount: i32): usize {
  return <usize>((boundBlocks(frameCount) + 3) & ~3) * offsetof<PeakErrors>();
}

/**
 * Writes a PeakErrors for every block of 64 frames.
 * @param largest max|x| of the passage and its context
 */
export function boundErrors(samples: usize, frameCount: i32, largest: f32, scratch: usize, to: usize): void {
  const row = rowBytes(frameCount);
  const watched = boundBlocks(frameCount) + 2 * REACH_BLOCKS;
  watch(samples - ((REACH_BLOCKS * BOUND_FRAMES) << 2), watched, scratch, row);
  const end = scratch + ((<usize>boundBlocks(frameCount)) << 2);
  for (let at = scratch; at < end; at += 16) {
    let sum = f32x4.splat(0);
    let low = sum;
    let high = sum;
    let b = sum;
    for (let near = at; near <= at + ((2 * REACH_BLOCKS) << 2); near += 4) {
      low = f32x4.pmin(low, f32x4.add(sum, v128.load(near + row)));
      high = f32x4.pmax(high, f32x4.add(sum, v128.load(near + 2 * row)));
      b = f32x4.pmax(b, v128.load(near + 3 * row));
      sum = f32x4.add(sum, v128.load(near));
    }
    const range = f32x4.sub(high, low);
    const short = weigh(range, SHORT_C1, b, SHORT_C2, SHORT_C3 * largest);
    const middle = weigh(range, MIDDLE_C1, b, MIDDLE_C2, MIDDLE_C3 * largest);
    const mended = weigh(range, 0, b, LINE_C2, LINE_C3 * largest);
    const a = v128.shuffle<f32>(short, middle, 0, 4, 1, 5);
    const c = v128.shuffle<f32>(short, middle, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(a, mended, 0, 1, 4, 4));
    v128.store(to, v128.shuffle<f32>(a, mended, 2, 3, 5, 5), 16);
    v128.store(to, v128.shuffle<f32>(c, mended, 0, 1, 6, 6), 32);
    v128.store(to, v128.shuffle<f32>(c, mended, 2, 3, 7, 7), 48);
    to += 64;
  }
}

/** One float a block of the passage and its reach; loads of four may begin at the last. */
function rowBytes(frameCount: i32): usize {
  return (<usize>(boundBlocks(frameCount) + 2 * REACH_BLOCKS + 4)) << 2;
}

function weigh(range: v128, c1: f32, b: v128, c2: f32, rest: f32): v128 {
  const both = f32x4.add(f32x4.mul(range, f32x4.splat(c1)), f32x4.mul(b, f32x4.splat(c2)));
  return f32x4.add(both, f32x4.splat(rest));
}

/** Writes four rows: of each block the sum of b, the least and the largest sum on the way, and max|b|. */
function watch(x: usize, blocks: i32, to: usize, row: usize): void {
  const zero = f32x4.splat(0);
  for (const end = to + ((<usize>blocks) << 2); to < end; to += 4) {
    let sum = zero;
    let low = zero;
    let high = zero;
    let most = zero;
    let least = zero;
    for (const blockEnd = x + (BOUND_FRAMES << 2); x < blockEnd; x += 64) {
      const b0 = fourthDifference(x);
      const b1 = fourthDifference(x + 16);
      const b2 = fourthDifference(x + 32);
      const b3 = fourthDifference(x + 48);
      most = f32x4.pmax(f32x4.pmax(f32x4.pmax(most, b0), f32x4.pmax(b1, b2)), b3);
      least = f32x4.pmin(f32x4.pmin(f32x4.pmin(least, b0), f32x4.pmin(b1, b2)), b3);
      const early = f32x4.sub(v128.shuffle<f32>(b0, b1, 0, 2, 4, 6), v128.shuffle<f32>(b0, b1, 1, 3, 5, 7));
      const late = f32x4.sub(v128.shuffle<f32>(b2, b3, 0, 2, 4, 6), v128.shuffle<f32>(b2, b3, 1, 3, 5, 7));
      // Four sums of four, then their running sum.
      let run = f32x4.add(
        v128.shuffle<f32>(early, late, 0, 2, 4, 6),
        v128.shuffle<f32>(early, late, 1, 3, 5, 7),
      );
      run = f32x4.add(run, v128.shuffle<f32>(zero, run, 0, 4, 5, 6));
      run = f32x4.add(run, v128.shuffle<f32>(zero, run, 0, 1, 4, 5));
      run = f32x4.add(run, sum);
      low = f32x4.pmin(low, run);
      high = f32x4.pmax(high, run);
      sum = v128.shuffle<f32>(run, run, 3, 3, 3, 3);
    }
    store<f32>(to, f32x4.extract_lane(sum, 0) / 16);
    store<f32>(to + row, -largestOf(f32x4.neg(low)) / 16);
    store<f32>(to + 2 * row, largestOf(high) / 16);
    store<f32>(to + 3 * row, largestOf(f32x4.pmax(most, f32x4.neg(least))) / 16);
  }
}

/** 16·b, signs not yet alternated. */
function fourthDifference(x: usize): v128 {
  const outer = f32x4.add(v128.load(x - 8), v128.load(x, 8));
  const inner = f32x4.add(v128.load(x - 4), v128.load(x, 4));
  return f32x4.sub(
    f32x4.add(outer, f32x4.mul(v128.load(x), v128.load_splat<f32>(BINOMIAL))),
    f32x4.mul(inner, v128.load_splat<f32>(BINOMIAL, 4)),
  );
}

function largestOf(v: v128): f32 {
  const pairs = f32x4.pmax(v, v128.shuffle<i64>(v, v, 1, 1));
  return f32x4.extract_lane(f32x4.pmax(pairs, v128.shuffle<f32>(pairs, pairs, 1, 1, 1, 1)), 0);
}
