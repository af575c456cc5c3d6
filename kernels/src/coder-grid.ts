import type { CoderFamily, CoderGrid, CoderGridKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** Noise of rounding to 24 bit, the least that a decoder leaves in a file. */
const ROUNDING_POWER = 2 ** -46 / 12;

/** Rounding noise in a line of the layer III transform: Σh² of the prototype / 2 × Σ of its squared windowed cosines. */
const HYBRID_NOISE_GAIN = (1 / 64 / 2) * 9;

const MDCT_FRAMES = 1024;
const SHAPES: { readonly [Family in CoderFamily]: number } = { 'aac-sine': 0, aac: 1, vorbis: 2, mp3: -1 };

export function makeCoderGridKernels(arena: Arena): CoderGridKernels {
  return {
    makeCoderGrid: (family, fromFraction, toFraction) =>
      family === 'mp3'
        ? makeHybridGrid(arena, fromFraction, toFraction)
        : makeMdctGrid(arena, SHAPES[family], fromFraction, toFraction),
  };
}

function makeMdctGrid(arena: Arena, shape: number, fromFraction: number, toFraction: number): CoderGrid {
  const { exports } = arena;
  const pointer = exports.mdctGridMake(shape);
  const lines = [fromFraction, toFraction].map(fraction => 8 * Math.round((fraction * MDCT_FRAMES) / 8));
  return {
    hopFrames: MDCT_FRAMES,
    spanFrames: 3 * MDCT_FRAMES,
    score(samples, startFrame, scores) {
      const at = addressOfSpan(arena, samples, startFrame, 3 * MDCT_FRAMES);
      exports.mdctGridScore(pointer, at, lines[0]!, lines[1]!, ROUNDING_POWER, arena.addressOf(scores));
    },
  };
}

function makeHybridGrid(arena: Arena, fromFraction: number, toFraction: number): CoderGrid {
  const { exports } = arena;
  const firstBand = Math.max(0, Math.floor(fromFraction * 32) - 1);
  const endBand = Math.min(32, Math.ceil(toFraction * 32) + 1);
  const pointer = exports.hybridGridMake(firstBand, endBand - firstBand);
  const spanFrames = exports.hybridGridFrames();
  return {
    hopFrames: 576,
    spanFrames,
    score(samples, startFrame, scores) {
      const at = addressOfSpan(arena, samples, startFrame, spanFrames);
      exports.hybridGridScore(pointer, at, ROUNDING_POWER * HYBRID_NOISE_GAIN, arena.addressOf(scores));
    },
  };
}

function addressOfSpan(arena: Arena, samples: Float32Array, startFrame: number, spanFrames: number): number {
  if (startFrame < 0 || startFrame + spanFrames > samples.length)
    throw new TypeError('a coder frame outside the samples');
  return arena.addressOf(samples) + 4 * startFrame;
}
