import type { RepairKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';
import { makeUntouched } from './processors.ts';

export function makeRepairKernels(arena: Arena): RepairKernels {
  return {
    makeOffset(offsets) {
      if (offsets.every(offset => offset === 0)) return makeUntouched();
      return {
        latencyFrames: 0,
        process({ channels, frameCount }) {
          if (channels.length !== offsets.length) throw new TypeError('one offset per channel');
          channels.forEach((samples, channel) => {
            arena.exports.offsetAdd(arena.addressOf(samples), frameCount, offsets[channel]!);
          });
        },
        reset() {},
      };
    },
  };
}
