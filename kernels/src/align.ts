import type { AlignKernels, ChannelAlignment, Processor } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';
import { makeUntouched } from './processors.ts';

export function makeAlignKernels(arena: Arena): AlignKernels {
  return {
    makeAlignment: channels => makeAlignment(arena, channels),
    applyFade(samples, { firstFrame, fadeFrames, direction, curve }) {
      if (!(fadeFrames > 0)) return;
      arena.exports.fadeApply(
        arena.addressOf(samples),
        samples.length,
        firstFrame,
        fadeFrames,
        direction === 'out',
        curve === 'equal-power' ? 0 : 1,
      );
    },
  };
}

function makeAlignment({ exports, addressOf }: Arena, channels: readonly ChannelAlignment[]): Processor {
  if (channels.some(({ delayFrames }) => !(delayFrames >= 0 && Number.isFinite(delayFrames))))
    throw new TypeError('a delay must be zero or more frames');
  if (channels.every(({ delayFrames, gain }) => delayFrames === 0 && gain === 1)) return makeUntouched();
  const isWhole = channels.every(({ delayFrames }) => Number.isInteger(delayFrames));
  const latencyFrames = isWhole ? 0 : exports.alignHalfTaps();
  const states = channels.map(({ delayFrames, gain }) => {
    const frames = delayFrames + latencyFrames;
    const whole = Math.floor(frames);
    return exports.alignMake(whole, frames - whole, gain);
  });
  return {
    latencyFrames,
    process(block) {
      if (block.channels.length !== states.length) throw new TypeError('one alignment per channel');
      states.forEach((state, channel) => {
        exports.alignProcess(state, addressOf(block.channels[channel]!), block.frameCount);
      });
    },
    reset() {
      for (const state of states) exports.alignReset(state);
    },
  };
}
