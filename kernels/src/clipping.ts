import type { ClippingKernels, FlatTop } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** Frames of a chunk, as kernels/assembly/clip-tops.ts has it. */
const CHUNK_FRAMES = 512;
/** Shorter runs have no shape. */
const LEAST_FRAMES = 4;
const MOST_RATIOS = 4096;

export function makeClippingKernels(arena: Arena): ClippingKernels {
  const { exports, addressOf } = arena;
  return {
    findSampleStep: (samples, frameCount, leastStepGain) =>
      exports.clipSmallestStep(addressOf(samples), frameCount, leastStepGain),
    findFlatTops(samples, options) {
      const { frameCount, fromFrame, toFrame, polarity, toleranceGain, leastGain, capacity } = options;
      const mark = arena.mark();
      const found = arena.makeInts(4 * capacity);
      const gains = new Float32Array(found.buffer, found.byteOffset, found.length);
      const reach = Math.max(1, Math.round((options.reachSeconds * options.sampleRateHz) / CHUNK_FRAMES));
      const count = exports.clipFindTops(
        addressOf(samples),
        frameCount,
        fromFrame,
        toFrame,
        polarity,
        toleranceGain,
        leastGain,
        reach,
        found.byteOffset,
        capacity,
      );
      const tops = Array.from(
        { length: count },
        (_, i): FlatTop => ({
          startFrame: found[4 * i]!,
          frameCount: found[4 * i + 1]!,
          levelGain: gains[4 * i + 2]!,
          fallGain: gains[4 * i + 3]!,
        }),
      );
      arena.release(mark);
      return tops;
    },
    measureRoundness(samples, { frameCount, fromFrame, toFrame, polarity, levelGain }) {
      const mark = arena.mark();
      const found = arena.makeFloats(MOST_RATIOS);
      const count = exports.clipMeasureRoundness(
        addressOf(samples),
        frameCount,
        fromFrame,
        toFrame,
        polarity,
        levelGain,
        LEAST_FRAMES,
        addressOf(found),
        MOST_RATIOS,
      );
      const ratios = found.slice(0, count);
      arena.release(mark);
      return ratios;
    },
  };
}
