import type { AudioBlock, LoudnessKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeLoudnessKernels(arena: Arena): LoudnessKernels {
  const { exports } = arena;
  return {
    makeLoudnessHops({ sampleRateHz, channelWeights, firstHop, hopCapacity }) {
      // Only channels that count, two by two; the last may stand alone.
      const counted = [...channelWeights.keys()].filter(channel => channelWeights[channel] !== 0);
      const pairs = counted.flatMap((left, i) =>
        i % 2 === 0 ? [{ left, right: counted[i + 1] ?? left, alone: counted[i + 1] === undefined }] : [],
      );
      const state = exports.loudnessMake(sampleRateHz, pairs.length, firstHop, hopCapacity);
      pairs.forEach(({ left, right, alone }, pair) => {
        exports.loudnessSetWeights(state, pair, channelWeights[left]!, alone ? 0 : channelWeights[right]!);
      });
      const powers = new Float64Array(
        exports.memory.buffer,
        exports.loudnessPowers(state) >>> 0,
        hopCapacity,
      );

      function take(block: AudioBlock): void {
        if (block.channels.length !== channelWeights.length) throw new TypeError('one weight per channel');
        pairs.forEach(({ left, right }, pair) => {
          const from = arena.addressOf(block.channels[left]!);
          exports.loudnessSetInput(state, pair, from, arena.addressOf(block.channels[right]!));
        });
      }

      return {
        powers,
        prime(block) {
          take(block);
          exports.loudnessPrime(state, block.frameCount);
        },
        process(block) {
          take(block);
          const hopCount = exports.loudnessProcess(state, block.frameCount);
          if (hopCount > hopCapacity) throw new RangeError('more hops than there is room for');
          return hopCount;
        },
        reset: () => exports.loudnessReset(state),
      };
    },
  };
}
