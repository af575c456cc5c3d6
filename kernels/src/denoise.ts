import type { DenoiseKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';
import { assertMonoOrStereo, doublesAt, makeUntouched, stereoAddresses } from './processors.ts';

/** 4096 frames at 44.1 and 48 kHz: long enough to part partials, short enough for attacks. */
const WINDOW_SECONDS = 4096 / 48000;
/** What the kernel takes for "nothing is known". */
const UNKNOWN_DB = -300;

export function makeDenoiseKernels(arena: Arena): DenoiseKernels {
  return {
    makeDenoise({ print, reductionDb }, sampleRateHz, channelCount) {
      assertMonoOrStereo(channelCount);
      const { centresHz, densityDb } = print;
      if (centresHz.length !== densityDb.length) throw new TypeError('a print needs one density per centre');
      if (centresHz.some((hz, i) => !(hz > (centresHz[i - 1] ?? 0))))
        throw new TypeError('centres must ascend');
      if (reductionDb === 0 || densityDb.every(db => db === null)) return makeUntouched();
      if (!(reductionDb > 0)) throw new TypeError(`a reduction of ${reductionDb} dB; 0 or more is allowed`);
      const windowFrames = nearestPowerOfTwo(sampleRateHz * WINDOW_SECONDS);
      const pointer = arena.exports.denoiseMake(
        windowFrames,
        channelCount,
        centresHz.length,
        doublesAt(arena, centresHz),
        doublesAt(
          arena,
          densityDb.map(db => db ?? UNKNOWN_DB),
        ),
        reductionDb,
        sampleRateHz,
      );
      return {
        latencyFrames: windowFrames,
        process(block) {
          const [left, right] = stereoAddresses(arena, block, channelCount);
          arena.exports.denoiseProcess(pointer, left, right, block.frameCount);
        },
        reset: () => arena.exports.denoiseReset(pointer),
      };
    },
  };
}

function nearestPowerOfTwo(count: number): number {
  let power = 256;
  while (power * Math.SQRT2 < count) power *= 2;
  return power;
}
