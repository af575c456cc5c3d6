// How far the short and the middle interpolation kernel may be off the long one.
//
// All three are sinc(τ)·w(τ). At a distance τ from sample n, sin(πτ) is ±sin(πt) with alternating sign, so that their
// difference at t is sin(πt)·Σ (−1)ⁿ x[n]·q(t−n) with a smooth q = (w − w')/(πτ): it comes from what x has near half its
// rate, and from nothing else. That part is watched here:
//   b[n] = (−1)ⁿ (x[n−2] − 4x[n−1] + 6x[n] − 4x[n+1] + x[n+2])/16, and s[m], the mean of four consecutive b.
// Then |difference| ≤ c1·max|s| + c2·max|b| + c3·max|x| over the reach of the long kernel, where, with the q̃ that gives
// q back when b's own smoothing acts on it, c1 is Σ|mean of four q̃|·4, c2 is Σ|q̃ − mean of its four|, c3 is Σ|what is
// left of q|. The constants are the largest over all 16 phases and all places of the groups, rounded up.

import { LONG_REACH } from './peak-tables';

const SHORT_C1: f32 = 2.48;
const SHORT_C2: f32 = 0.1245;
const SHORT_C3: f32 = 0.00046;
const MIDDLE_C1: f32 = 1.98;
const MIDDLE_C2: f32 = 0.0547;
const MIDDLE_C3: f32 = 0.000012;

export const BOUND_FRAMES: i32 = 64;
/** Bound blocks on each side that the long kernel reaches. */
const REACH_BLOCKS: i32 = LONG_REACH / BOUND_FRAMES;
/** Frames beyond the passage that are looked at: the reach, a last block that sticks out, two taps of b. */
export const BOUND_CONTEXT_FRAMES: i32 = LONG_REACH + BOUND_FRAMES + 2;

export function boundBlocks(frameCount: i32): i32 {
  return (frameCount + BOUND_FRAMES - 1) / BOUND_FRAMES;
}

/** Floats of scratch that `boundErrors` needs. */
export function boundScratchFloats(frameCount: i32): i32 {
  return 2 * (boundBlocks(frameCount) + 2 * REACH_BLOCKS);
}

/**
 * Writes for every block of 64 frames the largest error of the short kernel and that of the middle kernel.
 * @param largest max|x| of the passage and its context
 */
export function boundErrors(samples: usize, frameCount: i32, largest: f32, scratch: usize, to: usize): void {
  const blocks = boundBlocks(frameCount);
  let x = samples - ((REACH_BLOCKS * BOUND_FRAMES) << 2);
  for (let at = scratch; at < scratch + ((<usize>(blocks + 2 * REACH_BLOCKS)) << 3); at += 8) {
    watchBlock(x, at);
    x += BOUND_FRAMES << 2;
  }
  for (let block: i32 = 0; block < blocks; block++) {
    let s: f32 = 0;
    let b: f32 = 0;
    const from = scratch + ((<usize>block) << 3);
    for (let at = from; at <= from + ((2 * REACH_BLOCKS) << 3); at += 8) {
      s = max<f32>(s, load<f32>(at));
      b = max<f32>(b, load<f32>(at, 4));
    }
    store<f32>(to + ((<usize>block) << 3), SHORT_C1 * s + SHORT_C2 * b + SHORT_C3 * largest);
    store<f32>(to + ((<usize>block) << 3), MIDDLE_C1 * s + MIDDLE_C2 * b + MIDDLE_C3 * largest, 4);
  }
}

/** max|s| and max|b| of one block. */
function watchBlock(x: usize, to: usize): void {
  let largestS = f32x4.splat(0);
  let largestB = f32x4.splat(0);
  for (const end = x + (BOUND_FRAMES << 2); x < end; x += 64) {
    const b0 = fourthDifference(x);
    const b1 = fourthDifference(x + 16);
    const b2 = fourthDifference(x + 32);
    const b3 = fourthDifference(x + 48);
    largestB = f32x4.pmax(
      f32x4.pmax(largestB, f32x4.pmax(f32x4.abs(b0), f32x4.abs(b1))),
      f32x4.pmax(f32x4.abs(b2), f32x4.abs(b3)),
    );
    const early = f32x4.sub(v128.shuffle<f32>(b0, b1, 0, 2, 4, 6), v128.shuffle<f32>(b0, b1, 1, 3, 5, 7));
    const late = f32x4.sub(v128.shuffle<f32>(b2, b3, 0, 2, 4, 6), v128.shuffle<f32>(b2, b3, 1, 3, 5, 7));
    const sums = f32x4.add(
      v128.shuffle<f32>(early, late, 0, 2, 4, 6),
      v128.shuffle<f32>(early, late, 1, 3, 5, 7),
    );
    largestS = f32x4.pmax(largestS, f32x4.abs(sums));
  }
  store<f32>(to, largestOf(largestS) / 64);
  store<f32>(to, largestOf(largestB) / 16, 4);
}

/** 16·b, signs not yet alternated. */
function fourthDifference(x: usize): v128 {
  const outer = f32x4.add(v128.load(x - 8), v128.load(x, 8));
  const inner = f32x4.add(v128.load(x - 4), v128.load(x, 4));
  return f32x4.sub(
    f32x4.add(outer, f32x4.mul(v128.load(x), f32x4.splat(6))),
    f32x4.mul(inner, f32x4.splat(4)),
  );
}

function largestOf(v: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max<f32>(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}
