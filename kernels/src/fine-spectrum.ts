import type { FineSpectrumKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';
import { checkTransform } from './spectrum.ts';

/** Fewest bins that a quantile is taken of. */
const LEAST_BINS = 3;

export function makeFineSpectrumKernels(arena: Arena): FineSpectrumKernels {
  return {
    makeFineSpectrum({ sampleRateHz, windowFrames, bandsHz, quantileFraction }) {
      checkTransform(windowFrames);
      if (!(quantileFraction >= 0 && quantileFraction <= 1)) throw new TypeError('a quantile is 0 … 1');
      const bands = arena.makeInts(2 * bandsHz.length);
      bandsHz.forEach(([fromHz, toHz], band) => {
        const lastBin = windowFrames / 2;
        const from = Math.min(Math.round((fromHz * windowFrames) / sampleRateHz), lastBin + 1 - LEAST_BINS);
        const to = Math.min(Math.round((toHz * windowFrames) / sampleRateHz), lastBin + 1);
        bands.set([from, Math.max(to, from + LEAST_BINS)], 2 * band);
      });
      const pointer = arena.exports.fineSpectrumMake(
        windowFrames,
        arena.addressOf(bands),
        bandsHz.length,
        quantileFraction,
      );
      const results = [arena.makeFloats(bandsHz.length), arena.makeFloats(bandsHz.length)] as const;
      const [powersAt, floorsAt] = [arena.addressOf(results[0]), arena.addressOf(results[1])];
      return {
        windowFrames,
        analyze({ channels, frameCount }, startFrame, powers, floors) {
          if (startFrame < 0 || startFrame + windowFrames > frameCount) {
            throw new TypeError(`a window from frame ${startFrame} in a block of ${frameCount}`);
          }
          const [left, right = left] = channels;
          if (left === undefined || right === undefined) throw new TypeError('a block without channels');
          const offset = 4 * startFrame;
          const { fineSpectrumAnalyze } = arena.exports;
          fineSpectrumAnalyze(
            pointer,
            arena.addressOf(left) + offset,
            arena.addressOf(right) + offset,
            powersAt,
            floorsAt,
          );
          powers.set(results[0]);
          floors.set(results[1]);
        },
      };
    },
  };
}
