import type { ClippingKernels, FlatTop, Peak } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** Frames of a chunk, as kernels/assembly/clip-tops.ts has it. */
const CHUNK_FRAMES = 512;
/** Twelve seconds of one channel have 20 000 near their ceiling where they are pressed hardest. */
const MOST_PEAKS = 32768;

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
    findHighest: (samples, fromFrame, toFrame) =>
      exports.clipFindHighest(addressOf(samples), fromFrame, toFrame),
    findPeaks(samples, { frameCount, fromFrame, toFrame, floorGain, reachFrames }) {
      const mark = arena.mark();
      const found = arena.makeInts(3 * MOST_PEAKS);
      const gains = new Float32Array(found.buffer, found.byteOffset, found.length);
      const count = exports.clipFindPeaks(
        addressOf(samples),
        frameCount,
        fromFrame,
        toFrame,
        floorGain,
        reachFrames,
        found.byteOffset,
        MOST_PEAKS,
      );
      const peaks = Array.from(
        { length: count },
        (_, i): Peak => ({
          frame: found[3 * i]!,
          heightGain: gains[3 * i + 1]!,
          bendGain: gains[3 * i + 2]!,
        }),
      );
      arena.release(mark);
      return peaks;
    },
  };
}
