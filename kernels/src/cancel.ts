import type { PeakCanceller } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

const REACH_SECONDS = 1 / 750; // of a pulse on either side: no longer than what is masked before an onset
const WINDOW_SECONDS = 1 / 47; // of the music that a pulse is shaped by
const SOLVED_BEYOND_FRAMES = 768; // what a block is solved beyond itself
const BLOCK_FRAMES = 16384;

/** The power of two nearest above nearly all of a time. */
function framesOf(seconds: number, sampleRateHz: number): number {
  let frames = 16;
  while (frames < 0.7 * seconds * sampleRateHz) frames *= 2;
  return frames;
}

/** Makes the port's `PeakCanceller` over one instance's memory. */
export function makeCanceller(arena: Arena, sampleRateHz: number): PeakCanceller {
  const times = sampleRateHz < 64000 ? 4 : 2;
  const reachFrames = framesOf(REACH_SECONDS, sampleRateHz);
  const windowFrames = framesOf(WINDOW_SECONDS, sampleRateHz);
  const hopFrames = windowFrames / 2;
  const pointer = arena.exports.cancelMake(sampleRateHz, windowFrames, hopFrames, reachFrames * times, times);
  // a passage's first frame may be the last of a block, and a pulse's window reaches beyond what is solved
  const contextFrames = BLOCK_FRAMES + 2 * SOLVED_BEYOND_FRAMES + windowFrames + hopFrames;
  return {
    contextFrames,
    cancel(block, startFrame, frameCount, ceilingGain, excess) {
      const inBlock = ((startFrame % BLOCK_FRAMES) + BLOCK_FRAMES) % BLOCK_FRAMES; // all that the grid depends on
      const at = arena.addressOf(excess);
      for (const channel of block.channels) {
        const passage = arena.addressOf(channel) + 4 * contextFrames;
        arena.exports.cancelPeaks(pointer, passage, inBlock, frameCount, ceilingGain, at);
      }
    },
  };
}
