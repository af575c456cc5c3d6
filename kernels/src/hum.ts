import type { HumKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';
import { assertMonoOrStereo, doublesAt, makeUntouched, stereoAddresses } from './processors.ts';

export function makeHumKernels(arena: Arena): HumKernels {
  return {
    makeDehum(model, sampleRateHz, channelCount) {
      const { phaseTurns, gains, harmonics } = model;
      if (phaseTurns.length === 0 || gains.length !== phaseTurns.length)
        throw new TypeError('a hum needs a phase and a gain at every node');
      assertMonoOrStereo(channelCount);
      const lineCount = Math.max(0, ...harmonics.map(({ number }) => number));
      if (lineCount === 0) return makeUntouched();
      const amplitudes = new Float64Array(4 * lineCount);
      for (const { number, re, im } of harmonics) {
        const last = channelCount - 1;
        amplitudes.set([re[0]!, re[last]!, im[0]!, im[last]!], 4 * (number - 1));
      }
      const pointer = arena.exports.humMake(
        model.fundamentalHz / sampleRateHz,
        1 / (model.hopSeconds * sampleRateHz),
        phaseTurns.length,
        doublesAt(arena, phaseTurns),
        doublesAt(arena, gains),
        lineCount,
        doublesAt(arena, [...amplitudes]),
      );
      return {
        latencyFrames: 0,
        process(block) {
          const [left, right] = stereoAddresses(arena, block, channelCount);
          arena.exports.humProcess(pointer, left, right, block.frameCount);
        },
        reset: () => arena.exports.humReset(pointer),
      };
    },
  };
}
