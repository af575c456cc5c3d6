// True peak by windowed-sinc interpolation: of a passage at sixteen times the rate, of its hops at four times.

import { allocate, mark, release } from './memory';
import { BOUND_CONTEXT_FRAMES, boundBytes, boundErrors, boundScratchBytes } from './peak-bounds';
import { HALVES_CAPACITY, HALVES_CONTEXT, interpolateHalves, largestOnGrid, PIECE_FRAMES } from './peak-grid';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { PeakSearch, searchPassage } from './peak-search';
import { designLong, designMiddle, designShort, designSines } from './peak-tables';

/** Tables and scratch of one instance; nothing of a programme stays in it. */
export function peakMake(): usize {
  const search = changetype<PeakSearch>(allocate(offsetof<PeakSearch>()));
  search.short = designShort();
  search.middle = designMiddle();
  search.long = designLong();
  search.sines = designSines();
  search.halves = allocate((<usize>HALVES_CAPACITY) << 2);
  search.grid = allocate(80);
  return changetype<usize>(search);
}

export function peakContextFrames(): i32 {
  return (BOUND_CONTEXT_FRAMES + 15) & ~15;
}

/**
 * The larger of `floorGain` and the true peak of one channel's passage. `samples` is the first frame of the passage.
 */
export function peakTrue(at: usize, samples: usize, frameCount: i32, floorGain: f64): f64 {
  const search = changetype<PeakSearch>(at);
  const before = mark();
  const errors = allocate(boundBytes(frameCount));
  const scratch = allocate(boundScratchBytes(frameCount));
  const context = peakContextFrames();
  const inside = largestSample(samples, frameCount);
  const early = largestSample(samples - ((<usize>context) << 2), context);
  const late = largestSample(samples + ((<usize>frameCount) << 2), context);
  boundErrors(samples, frameCount, max<f32>(inside, max<f32>(early, late)), scratch, errors);
  search.found = max<f32>(<f32>floorGain, inside);
  searchPassage(at, samples, frameCount, errors);
  release(before);
  return max<f64>(floorGain, <f64>search.found);
}

function largestSample(x: usize, frameCount: i32): f32 {
  const end = x + ((<usize>frameCount) << 2);
  let largest = f32x4.splat(0);
  for (; x + 16 <= end; x += 16) largest = f32x4.pmax(largest, f32x4.abs(v128.load(x)));
  let peak = max<f32>(
    max<f32>(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max<f32>(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
  for (; x < end; x += 4) peak = max<f32>(peak, abs<f32>(load<f32>(x)));
  return peak;
}

/** Raises `peaks`, one value a hop, by one channel. `samples` is the first frame of the passage. */
export function peakHops(
  at: usize,
  samples: usize,
  frameCount: i32,
  hopStarts: usize,
  hopCount: i32,
  peaks: usize,
): void {
  const meter = changetype<PeakSearch>(at);
  for (let hop: i32 = 0; hop < hopCount; hop++) {
    const start = load<i32>(hopStarts + ((<usize>hop) << 2));
    const end = hop + 1 < hopCount ? load<i32>(hopStarts + ((<usize>hop) << 2), 4) : frameCount;
    let peak = load<f32>(peaks + ((<usize>hop) << 2));
    for (let from = start; from < end; from += PIECE_FRAMES) {
      const frames = min<i32>(PIECE_FRAMES, end - from);
      peak = max<f32>(peak, largestOfPiece(meter, samples + ((<usize>from) << 2), frames));
    }
    store<f32>(peaks + ((<usize>hop) << 2), peak);
  }
}

function largestOfPiece(meter: PeakSearch, samples: usize, frames: i32): f32 {
  const needed = (frames + 2 * HALVES_CONTEXT + 15) & ~15;
  interpolateHalves(samples - (HALVES_CONTEXT << 2), meter.short, meter.halves, needed);
  return largestOnGrid(samples, meter.halves + (HALVES_CONTEXT << 2), frames);
}
