import type { DropoutKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** Below this the search, which looks at every sixteenth frame, could miss one. */
const LEAST_FRAMES = 32;

export function makeDropoutKernels(arena: Arena): DropoutKernels {
  const { exports, addressOf } = arena;

  /** Groups of `width` numbers that a search writes. */
  function collect(
    width: number,
    capacity: number,
    search: (to: number) => number,
  ): readonly (readonly number[])[] {
    const mark = arena.mark();
    const found = arena.makeInts(width * capacity);
    const count = search(found.byteOffset);
    const groups = Array.from({ length: count }, (_, i) => [...found.subarray(width * i, width * (i + 1))]);
    arena.release(mark);
    return groups;
  }

  function checkBlocks(
    samples: Float32Array,
    fromFrame: number,
    blockFrames: number,
    frames: number,
  ): number {
    if (blockFrames < 4 || blockFrames % 4 !== 0)
      throw new TypeError('a block must be a multiple of 4 frames');
    if (fromFrame < 0 || fromFrame + frames > samples.length)
      throw new TypeError('the blocks leave the samples');
    return addressOf(samples) + 4 * fromFrame;
  }

  return {
    findHeldRuns(samples, { fromFrame, toFrame, minimumFrames, capacity }) {
      if (minimumFrames < LEAST_FRAMES)
        throw new TypeError(`a run must have ${LEAST_FRAMES} frames at least`);
      const from = addressOf(samples);
      const end = Math.min(toFrame, samples.length);
      return collect(2, capacity, to =>
        exports.heldRuns(from, samples.length, fromFrame, end, minimumFrames, to, capacity),
      ).map(([startFrame, frameCount]) => ({ startFrame: startFrame!, frameCount: frameCount! }));
    },
    findRepeats(samples, { fromFrame, toFrame, minimumFrames, longestLagFrames, capacity }) {
      if (minimumFrames < LEAST_FRAMES)
        throw new TypeError(`a repeat must have ${LEAST_FRAMES} frames at least`);
      const from = addressOf(samples);
      const end = Math.min(toFrame, samples.length);
      return collect(3, capacity, to =>
        exports.repeatedBlocks(
          from,
          samples.length,
          fromFrame,
          end,
          minimumFrames,
          longestLagFrames,
          to,
          capacity,
        ),
      ).map(([startFrame, frameCount, lagFrames]) => ({
        startFrame: startFrame!,
        frameCount: frameCount!,
        lagFrames: lagFrames!,
      }));
    },
    measureBlockPowers(samples, fromFrame, blockFrames, powers) {
      const from = checkBlocks(samples, fromFrame, blockFrames, blockFrames * powers.length);
      exports.blockPowers(from, blockFrames, powers.length, addressOf(powers));
    },
    measureDifferencePowers(samples, fromFrame, blockFrames, powers) {
      if (fromFrame < 1) throw new TypeError('the first difference needs a sample before it');
      const from = checkBlocks(samples, fromFrame, blockFrames, blockFrames * powers.length);
      exports.differencePowers(from, blockFrames, powers.length, addressOf(powers));
    },
    measureWhiteness(samples, fromFrame, blockFrames, results) {
      if (fromFrame < 1) throw new TypeError('the first difference needs a sample before it');
      const count = results.length / 2;
      const from = checkBlocks(samples, fromFrame, blockFrames, blockFrames * count + 8);
      exports.blockWhiteness(from, blockFrames, count, addressOf(results));
    },
  };
}
