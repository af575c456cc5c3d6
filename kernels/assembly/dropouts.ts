// What a broken transfer leaves: samples that stand still, blocks that come twice, and holes in the level.

import { allocate, mark, release } from './memory';

/** Frames from one place that is looked at to the next: a run of twice as many is never missed. */
const STRIDE: i32 = 16;
/** Places of a repeat's table, a power of two. */
const TABLE: i32 = 32768;

/**
 * Runs of at least `minimumFrames` (32 or more) exactly equal samples that start in [fromFrame, toFrame): pairs of start and
 * frames. @returns how many
 */
export function heldRuns(
  samples: usize,
  frameCount: i32,
  fromFrame: i32,
  toFrame: i32,
  minimumFrames: i32,
  to: usize,
  capacity: i32,
): i32 {
  let found = 0;
  let n = fromFrame;
  const last = min(frameCount - 4, toFrame + STRIDE);
  while (n < last && found < capacity) {
    const v = v128.load(at(samples, n));
    if (!i32x4.all_true(f32x4.eq(v, v128.load32_splat(at(samples, n))))) {
      n += STRIDE;
      continue;
    }
    const value = load<f32>(at(samples, n));
    let start = n;
    while (start > 0 && load<f32>(at(samples, start - 1)) === value) start--;
    let end = n + 4;
    while (end < frameCount && load<f32>(at(samples, end)) === value) end++;
    if (end - start >= minimumFrames && start >= fromFrame && start < toFrame) {
      store<i32>(to + ((<usize>found) << 3), start);
      store<i32>(to + ((<usize>found) << 3), end - start, 4);
      found++;
    }
    n = start + ((end - start + STRIDE - 1) / STRIDE) * STRIDE;
  }
  return found;
}

/**
 * Stretches of at least `minimumFrames` (32 or more) samples that equal, bit by bit, what stood `lag` frames before, lag at
 * most `longestLagFrames`: triples of start, frames and lag, for those that start in [fromFrame, toFrame). Still samples do
 * not count. @returns how many
 */
export function repeatedBlocks(
  samples: usize,
  frameCount: i32,
  fromFrame: i32,
  toFrame: i32,
  minimumFrames: i32,
  longestLagFrames: i32,
  to: usize,
  capacity: i32,
): i32 {
  const before = mark();
  const table = allocate((<usize>TABLE) << 2);
  let found = 0;
  let after = 0;
  for (let n = max(0, fromFrame - longestLagFrames); n < min(frameCount - 4, toFrame + STRIDE); n++) {
    const place = table + <usize>(hashAt(at(samples, n)) << 2);
    if (n >= fromFrame && n >= after && n % STRIDE === 0) {
      const earlier = load<i32>(place) - 1;
      const frames =
        earlier >= 0 && n - earlier <= longestLagFrames
          ? equalFrames(samples, frameCount, n, n - earlier)
          : 0;
      if (frames > 0) {
        const lag = n - earlier;
        let start = n;
        while (start > lag && same(samples, start - 1, lag)) start--;
        const whole = frames + n - start;
        after = n + frames;
        if (
          whole >= minimumFrames &&
          start >= fromFrame &&
          start < toFrame &&
          found < capacity &&
          moves(samples, start, whole)
        ) {
          const result = to + <usize>(12 * found);
          store<i32>(result, start, 0);
          store<i32>(result, whole, 4);
          store<i32>(result, lag, 8);
          found++;
        }
      }
    }
    store<i32>(place, n + 1);
  }
  release(before);
  return found;
}

function at(floats: usize, index: i32): usize {
  return floats + ((<usize>index) << 2);
}

/** Of three samples in a row. */
function hashAt(x: usize): i32 {
  const mixed = load<i32>(x) * 0x2c1b3c6d + load<i32>(x, 4) * 0x297a2d39 + load<i32>(x, 8) * 0x85ebca6b;
  return (mixed ^ (mixed >>> 15)) & (TABLE - 1);
}

function same(samples: usize, n: i32, lag: i32): bool {
  return load<f32>(at(samples, n)) === load<f32>(at(samples, n - lag));
}

function equalFrames(samples: usize, frameCount: i32, n: i32, lag: i32): i32 {
  let end = n;
  while (end < frameCount && same(samples, end, lag)) end++;
  return end - n;
}

/** Whether at least a quarter of the samples differ from the one before. */
function moves(samples: usize, start: i32, frameCount: i32): bool {
  let moving = 0;
  for (let n = start + 1; n < start + frameCount; n++) if (!same(samples, n, 1)) moving++;
  return moving * 4 >= frameCount;
}

/** The same of the difference of neighbouring samples; one sample before the first block must be readable. */
export function differencePowers(samples: usize, blockFrames: i32, blockCount: i32, to: usize): void {
  for (let block = 0; block < blockCount; block++, to += 4) {
    let sum = f32x4.splat(0);
    for (const end = at(samples, blockFrames); samples < end; samples += 16) {
      const v = f32x4.sub(v128.load(samples), v128.load(samples - 4));
      sum = f32x4.add(sum, f32x4.mul(v, v));
    }
    store<f32>(to, total(sum) / <f32>blockFrames);
  }
}

/** Mean square of consecutive blocks of `blockFrames`, a multiple of four. */
export function blockPowers(samples: usize, blockFrames: i32, blockCount: i32, to: usize): void {
  for (let block = 0; block < blockCount; block++, to += 4) {
    let sum = f32x4.splat(0);
    for (const end = at(samples, blockFrames); samples < end; samples += 16) {
      const v = v128.load(samples);
      sum = f32x4.add(sum, f32x4.mul(v, v));
    }
    store<f32>(to, total(sum) / <f32>blockFrames);
  }
}

function total(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/**
 * How white consecutive blocks are: per block the mean square of the difference of neighbouring samples, and how far the
 * lags of that difference are from those of differenced white noise (1, −½, 0, 0 …), which slow music under it hardly moves:
 *   (r[1]/r[0] + ½)² + Σ (r[k]/r[0])², k = 2 … 8.
 *
 * G. E. P. Box, D. A. Pierce, J. Amer. Statist. Assoc. 65 (1970): the sum of squared autocorrelations of white noise.
 *
 * @param blockFrames a multiple of four; one sample before and eight behind the blocks must be readable
 */
export function blockWhiteness(samples: usize, blockFrames: i32, blockCount: i32, to: usize): void {
  for (let block = 0; block < blockCount; block++, to += 8, samples += (<usize>blockFrames) << 2) {
    const power = lagged(samples, blockFrames, 0);
    let coloured: f32 = 0;
    for (let k = 1; k <= 8; k++) {
      const share = lagged(samples, blockFrames, k) / power;
      const off: f32 = k === 1 ? share + 0.5 : share;
      coloured += off * off;
    }
    store<f32>(to, power / <f32>blockFrames, 0);
    store<f32>(to, power > 0 ? coloured : 8, 4);
  }
}

/** Σ d[n] d[n + lag] of the difference d. */
function lagged(x: usize, frameCount: i32, lag: usize): f32 {
  let sum = f32x4.splat(0);
  for (const end = at(x, frameCount); x < end; x += 16) {
    const late = x + (lag << 2);
    const early = f32x4.sub(v128.load(x), v128.load(x - 4));
    sum = f32x4.add(sum, f32x4.mul(early, f32x4.sub(v128.load(late), v128.load(late - 4))));
  }
  return total(sum);
}
