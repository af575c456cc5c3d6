import type { Kernels } from '@deadwax/engine/ports';
import { makeAlignKernels } from './align.ts';
import { makeBandKernels } from './bands.ts';
import { makeClickKernels } from './clicks.ts';
import { makeClippingKernels } from './clipping.ts';
import { makeCoderGridKernels } from './coder-grid.ts';
import { makeCodeKernels } from './codes.ts';
import { makeCrossSpectrumKernels } from './cross-spectrum.ts';
import { makeDeclipKernels } from './declip.ts';
import { makeDenoiseKernels } from './denoise.ts';
import { makeDitherKernels } from './dither.ts';
import { makeDropoutKernels } from './dropouts.ts';
import { makeDynamicsKernels } from './dynamics.ts';
import type { KernelExports } from './exports.ts';
import { makeFilterKernels } from './filter.ts';
import { makeFineSpectrumKernels } from './fine-spectrum.ts';
import { makeHumKernels } from './hum.ts';
import { makeLimiterKernels } from './limiter.ts';
import { makeLineKernels } from './lines.ts';
import { makeLoudnessKernels } from './loudness.ts';
import { makeArena } from './memory.ts';
import { makePcmKernels } from './pcm.ts';
import { makePeakKernels } from './peak.ts';
import { makePeaqKernels } from './peaq.ts';
import { makePredictionKernels } from './prediction.ts';
import { makeRepairKernels } from './repair.ts';
import { makeResampleKernels } from './resample.ts';
import { makeSpectrumKernels } from './spectrum.ts';
import { makeStereoKernels } from './stereo.ts';
import { makeSurveyKernels } from './survey.ts';
import { makeToneRepairKernels } from './tone-repair.ts';

/**
 * The arithmetic of the house, for one thread.
 *
 * @param module compiled `deadwax.wasm`; may be shared between threads
 */
export function createKernels(module: WebAssembly.Module): Kernels {
  const instance = new WebAssembly.Instance(module, {});
  const arena = makeArena(instance.exports as unknown as KernelExports);
  return {
    makeBlock: arena.makeBlock,
    makeRawBlock: arena.makeRawBlock,
    makeRawBytes: arena.makeRawBytes,
    makeBytes: arena.makeBytes,
    makeFloats: arena.makeFloats,
    makeDoubles: arena.makeDoubles,
    makeInts: arena.makeInts,
    mark: arena.mark,
    release: arena.release,
    ...makePcmKernels(arena),
    ...makeSurveyKernels(arena),
    ...makeLoudnessKernels(arena),
    ...makePeakKernels(arena),
    ...makePeaqKernels(arena),
    ...makePredictionKernels(arena),
    ...makeSpectrumKernels(arena),
    ...makeFineSpectrumKernels(arena),
    ...makeBandKernels(arena),
    ...makeClickKernels(arena),
    ...makeFilterKernels(arena),
    ...makeDropoutKernels(arena),
    ...makeDynamicsKernels(arena),
    ...makeStereoKernels(arena),
    ...makeLimiterKernels(arena),
    ...makeResampleKernels(arena),
    ...makeRepairKernels(arena),
    ...makeToneRepairKernels(arena),
    ...makeLineKernels(arena),
    ...makeHumKernels(arena),
    ...makeDenoiseKernels(arena),
    ...makeDitherKernels(arena),
    ...makeCrossSpectrumKernels(arena),
    ...makeCoderGridKernels(arena),
    ...makeCodeKernels(arena),
    ...makeAlignKernels(arena),
    ...makeClippingKernels(arena),
    ...makeDeclipKernels(arena),
  };
}
