import type { RepairKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';
import { makeUntouched } from './processors.ts';

export function makeRepairKernels({ exports, addressOf }: Arena): RepairKernels {
  return {
    makeOffset(offsets) {
      if (offsets.every(offset => offset === 0)) return makeUntouched();
      return {
        latencyFrames: 0,
        process({ channels, frameCount }) {
          if (channels.length !== offsets.length) throw new TypeError('one offset per channel');
          channels.forEach((samples, channel) => {
            exports.blockAdd(addressOf(samples), frameCount, offsets[channel]!);
          });
        },
        reset() {},
      };
    },
    scaleBlock({ channels, frameCount }, gain) {
      for (const samples of channels) exports.blockScale(addressOf(samples), frameCount, gain);
    },
    subtractBlock({ channels, frameCount }, other) {
      if (other.channels.length !== channels.length) throw new TypeError('blocks of the same channels');
      channels.forEach((samples, channel) => {
        exports.blockSubtract(addressOf(samples), addressOf(other.channels[channel]!), frameCount);
      });
    },
  };
}
