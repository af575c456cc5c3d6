import type { ClickEvent, ClickKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** As kernels/assembly/click-runs.ts has it. */
const EVENT_BYTES = 56;
const HOP_UNIT_FRAMES = 256;

export function makeClickKernels(arena: Arena): ClickKernels {
  const { exports, addressOf } = arena;
  return {
    makeClickSearch({ hopFrames, thresholdSpreads, joinFrames, longestFrames, capacity }) {
      if (hopFrames < 2 * HOP_UNIT_FRAMES || hopFrames % HOP_UNIT_FRAMES !== 0)
        throw new TypeError(`a hop must be a multiple of ${HOP_UNIT_FRAMES} frames, two at least`);
      if (longestFrames > hopFrames / 16 || joinFrames > 40)
        throw new TypeError(
          'the longest click must be a sixteenth of a hop, and runs be joined over 40 frames',
        );
      const pointer = exports.clickSearchMake(hopFrames, thresholdSpreads);
      const events = arena.allocate(EVENT_BYTES * capacity);
      const contextFrames = 2 * hopFrames;
      return {
        contextFrames,
        search(samples, fromFrame, toFrame) {
          if (fromFrame < contextFrames || toFrame > samples.length - contextFrames)
            throw new TypeError('the search needs its context');
          const count = exports.clickSearchRun(
            pointer,
            addressOf(samples),
            fromFrame,
            toFrame,
            joinFrames,
            longestFrames,
            events,
            capacity,
          );
          const view = new DataView(exports.memory.buffer, events, EVENT_BYTES * count);
          return Array.from({ length: count }, (_, index) => readEvent(view, EVENT_BYTES * index));
        },
      };
    },
  };
}

function readEvent(view: DataView, at: number): ClickEvent {
  const float = (offset: number) => view.getFloat32(at + offset, true);
  return {
    startFrame: view.getInt32(at, true),
    frameCount: view.getInt32(at + 4, true),
    strengthSpreads: float(8),
    meanBeforeSpreads: float(12),
    largestBeforeSpreads: float(16),
    meanAfterSpreads: float(20),
    largestAfterSpreads: float(24),
    levelBeforeGain: float(28),
    levelAfterGain: float(32),
    heightGain: float(36),
    besideBeforeSpreads: float(40),
    besideBeforeGain: float(44),
    besideAfterSpreads: float(48),
    besideAfterGain: float(52),
  };
}
