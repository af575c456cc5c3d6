import type { DitherKernels, DitherName } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

type ShapedName = Exclude<DitherName, 'none' | 'tpdf'>;

/**
 * Error feedback, noise transfer 1 − Σ c_k z^−k, for 44.1 and 48 kHz.
 * @source Lipshitz, Vanderkooy, Wannamaker, JAES 39(11) 1991; Wannamaker, JAES 40(7/8) 1992
 */
const SHAPER_WEIGHTS: Readonly<Record<ShapedName, readonly number[]>> = {
  lipshitz: [2.033, -2.165, 1.959, -1.59, 0.6149],
  'f-weighted': [2.412, -3.37, 3.937, -4.174, 3.353, -2.205, 1.281, -0.569, 0.0847],
  'modified-e': [1.662, -1.263, 0.4827, -0.2913, 0.1268, -0.1124, 0.03252, -0.01265, -0.03524],
  'improved-e': [2.847, -4.685, 6.214, -7.184, 6.639, -5.032, 3.263, -1.632, 0.4191],
  'wannamaker-3': [1.623, -0.982, 0.109],
};

const SILENCE_SECONDS = 0.5;
const NONE = 0;
const TRIANGULAR = 1;
const SHAPED = 2;

/**
 * Delay of a shaper in frames at this rate: 1 at 44.1 and 48 kHz, 2 and 4 at their multiples, where the same response
 * then lies over the audible band and is mirrored above it; 0 where the published sets fit nowhere.
 */
function shaperDelayFrames(sampleRateHz: number): number {
  let delay = 1;
  while (sampleRateHz >= 88000 * delay) delay *= 2;
  const baseRateHz = sampleRateHz / delay;
  return baseRateHz >= 44000 && baseRateHz <= 48500 ? delay : 0;
}

/** The port's `DitherKernels` over one instance's memory. Rates no shaper fits (below 44.1 kHz, 64 kHz …) get plain TPDF. */
export function makeDitherKernels(arena: Arena): DitherKernels {
  return {
    makeDither({ depthBits, name, seed, sampleRateHz, channelCount }) {
      const { exports } = arena;
      const weights = name === 'none' || name === 'tpdf' ? [] : SHAPER_WEIGHTS[name];
      const delayFrames = weights.length === 0 ? 0 : shaperDelayFrames(sampleRateHz);
      const kind = name === 'none' ? NONE : delayFrames === 0 ? TRIANGULAR : SHAPED;
      const silenceFrames = Math.round(SILENCE_SECONDS * sampleRateHz);
      const pointer = exports.ditherMake(
        depthBits,
        kind,
        seed,
        channelCount,
        Math.max(1, delayFrames),
        silenceFrames,
      );
      weights.forEach((weight, index) => {
        exports.ditherWeight(pointer, index, weight);
      });
      const table = arena.makeInts(channelCount);
      const addresses = arena.addressOf(table);
      return {
        latencyFrames: 0,
        process(block) {
          if (block.channels.length !== channelCount) {
            throw new TypeError(`dither made for ${channelCount} channels, given ${block.channels.length}`);
          }
          for (let c = 0; c < channelCount; c++) table[c] = arena.addressOf(block.channels[c]!);
          exports.ditherProcess(pointer, addresses, block.frameCount);
        },
        reset: () => exports.ditherReset(pointer),
      };
    },
  };
}
