// Flat tops: what clipping leaves of a peak, wherever its level lies and whatever was done to the level afterwards.
//
// A top is a run of samples that differ by no more than a tolerance from the one before, stands at the extreme of its
// surroundings, and falls off on both sides more steeply than any smooth peak that is flat for so long: a parabola that
// stays within t for r samples has, two samples further out, fallen by t·(1 + 4/(r − 1))².

import { allocateRaw, mark, release } from './memory';

/** Frames whose extreme is taken together. */
const CHUNK_FRAMES: i32 = 512;
/** How much steeper than a parabola a side must be, and the least fall in tolerances. */
const STEEPER: f32 = 1.33;
const LEAST_FALLS: f32 = 3;

/** The smallest step between neighbouring samples above `leastStep`, or 1: how finely the audio was quantised. */
export function clipSmallestStep(samples: usize, frameCount: i32, leastStep: f32): f32 {
  let smallest = f32x4.splat(1);
  const least = f32x4.splat(leastStep),
    one = f32x4.splat(1);
  for (let n: usize = 0; n + 20 <= (<usize>frameCount) << 2; n += 16) {
    const step = f32x4.abs(f32x4.sub(v128.load(samples + n), v128.load(samples + n + 4)));
    smallest = f32x4.min(smallest, v128.bitselect(step, one, f32x4.gt(step, least)));
  }
  return min<f32>(
    min<f32>(f32x4.extract_lane(smallest, 0), f32x4.extract_lane(smallest, 1)),
    min<f32>(f32x4.extract_lane(smallest, 2), f32x4.extract_lane(smallest, 3)),
  );
}

/** Greatest value of sign·x per chunk. */
function measureExtremes(samples: usize, frameCount: i32, sign: f32, to: usize): void {
  const signs = f32x4.splat(sign);
  for (let start = 0; start < frameCount; start += CHUNK_FRAMES, to += 4) {
    const end = min(start + CHUNK_FRAMES, frameCount);
    let most = f32x4.splat(-f32.MAX_VALUE);
    let n = start;
    for (; n + 4 <= end; n += 4)
      most = f32x4.max(most, f32x4.mul(signs, v128.load(samples + ((<usize>n) << 2))));
    let greatest = max<f32>(
      max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
      max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
    );
    for (; n < end; n++) greatest = max<f32>(greatest, sign * load<f32>(samples + ((<usize>n) << 2)));
    store<f32>(to, greatest);
  }
}

/**
 * Flat tops of one polarity that start inside [fromFrame, toFrame): start, frames (i32), level and fall (f32) each.
 *
 * @param reachChunks chunks on either side that count as surroundings
 * @returns how many, at most `capacity`
 */
export function clipFindTops(
  samples: usize,
  frameCount: i32,
  fromFrame: i32,
  toFrame: i32,
  sign: f32,
  tolerance: f32,
  leastGain: f32,
  reachChunks: i32,
  to: usize,
  capacity: i32,
): i32 {
  const before = mark();
  const chunks = (frameCount + CHUNK_FRAMES - 1) / CHUNK_FRAMES;
  const extremes = allocateRaw((<usize>chunks) << 2);
  measureExtremes(samples, frameCount, sign, extremes);
  let found = 0;
  let n = max(fromFrame, 2);
  while (n < toFrame && found < capacity) {
    const chunk = n / CHUNK_FRAMES;
    const end = min((chunk + 1) * CHUNK_FRAMES, toFrame);
    const most = extremeAround(extremes, chunk, chunks, reachChunks);
    const floor = most - tolerance;
    if (most < leastGain || load<f32>(extremes + ((<usize>chunk) << 2)) < floor) {
      n = end;
      continue;
    }
    while (n < end && sign * load<f32>(samples + ((<usize>n) << 2)) < floor) n++;
    if (n >= end) continue;
    const start = n;
    let level: f32 = sign * load<f32>(samples + ((<usize>n) << 2));
    let last = level;
    for (n++; n < frameCount; n++) {
      const x = sign * load<f32>(samples + ((<usize>n) << 2));
      if (abs<f32>(x - last) > tolerance || x < floor) break;
      last = x;
      level = max<f32>(level, x);
    }
    const length = n - start;
    if (length < 3 || n + 2 > frameCount) continue;
    const left = sign * load<f32>(samples + ((<usize>(start - 2)) << 2)),
      right = sign * load<f32>(samples + ((<usize>(n + 1)) << 2));
    const fall = level - max<f32>(left, right);
    const wide: f32 = 1 + <f32>4 / <f32>(length - 1);
    if (fall < tolerance * max<f32>(LEAST_FALLS, STEEPER * wide * wide)) continue;
    const at = to + ((<usize>found) << 4);
    store<i32>(at, start);
    store<i32>(at, length, 4);
    store<f32>(at, level, 8);
    store<f32>(at, fall, 12);
    found++;
  }
  release(before);
  return found;
}

function extremeAround(extremes: usize, chunk: i32, chunks: i32, reach: i32): f32 {
  let most: f32 = -f32.MAX_VALUE;
  const last = min(chunks - 1, chunk + reach);
  for (let c = max(0, chunk - reach); c <= last; c++)
    most = max<f32>(most, load<f32>(extremes + ((<usize>c) << 2)));
  return most;
}

/** Greatest |x| of frames [fromFrame, toFrame). */
export function clipFindHighest(samples: usize, fromFrame: i32, toFrame: i32): f32 {
  let most = f32x4.splat(0);
  let n = fromFrame;
  for (; n + 4 <= toFrame; n += 4) most = f32x4.max(most, f32x4.abs(v128.load(samples + ((<usize>n) << 2))));
  let highest = max<f32>(
    max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  for (; n < toFrame; n++) highest = max<f32>(highest, abs<f32>(load<f32>(samples + ((<usize>n) << 2))));
  return highest;
}

/**
 * Peaks of either polarity of at least `floorGain` in [fromFrame, toFrame): frame (i32), height and bend (f32) each.
 * A peak is not exceeded by anything within `reachFrames`, and higher than what came before it there; its bend is how
 * far it stands above the mean of the two samples at that distance, half the second difference.
 *
 * @returns how many, at most `capacity`
 */
export function clipFindPeaks(
  samples: usize,
  frameCount: i32,
  fromFrame: i32,
  toFrame: i32,
  floorGain: f32,
  reachFrames: i32,
  to: usize,
  capacity: i32,
): i32 {
  const floor = f32x4.splat(floorGain);
  const end = min(toFrame, frameCount - reachFrames);
  let found = 0;
  let n = max(fromFrame, reachFrames);
  while (n < end && found < capacity) {
    const at = samples + ((<usize>n) << 2);
    // most music lies below: four frames at a time
    if (n + 4 <= end && !v128.any_true(f32x4.ge(f32x4.abs(v128.load(at)), floor))) {
      n += 4;
      continue;
    }
    const height = abs<f32>(load<f32>(at));
    if (height >= floorGain && isPeak(at, reachFrames)) {
      const reach = (<usize>reachFrames) << 2;
      const beside = (load<f32>(at - reach) + load<f32>(at + reach)) / 2;
      const peak = to + <usize>(12 * found);
      store<i32>(peak, n);
      store<f32>(peak, height, 4);
      store<f32>(peak, height - (load<f32>(at) < 0 ? -beside : beside), 8);
      found++;
    }
    n++;
  }
  return found;
}

function isPeak(at: usize, reachFrames: i32): bool {
  const sign: f32 = load<f32>(at) < 0 ? -1 : 1;
  const height = sign * load<f32>(at);
  for (let k = 1; k <= reachFrames; k++) {
    const away = (<usize>k) << 2;
    if (sign * load<f32>(at - away) >= height || sign * load<f32>(at + away) > height) return false;
  }
  return true;
}
