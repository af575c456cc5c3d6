import { makeRandom } from '../../../examples/synth/random.ts';
import { dc, rumble } from './below-hearing.ts';
import { clicks } from './clicks.ts';
import { clipping } from './clipping.ts';
import { ditheredQuiet, paddedDepth, truncation } from './depth.ts';
import { dropouts } from './dropouts.ts';
import { limiter, pumping } from './dynamics.ts';
import { countIn, cutOffEnd, cutOffStart, longSilence } from './ends.ts';
import { bassNotes, hotPeaks, rollOff, wideStereo } from './harmless.ts';
import { hiss } from './hiss.ts';
import { hum } from './hum.ts';
import { lossyOrigin } from './lossy.ts';
import { noiseBursts } from './noise-bursts.ts';
import { resonance } from './resonance.ts';
import { delay, dualMono, imbalance, oneSided, polarity } from './stereo.ts';
import type { Excerpt, Made, Planted, Recipe } from './types.ts';
import { upsampling } from './upsampling.ts';
import { plosives, sibilance } from './voice.ts';

export type * from './types.ts';

/** Every class of fault, then what only looks like one. */
export const RECIPES: readonly Recipe[] = [
  clipping,
  clicks,
  dropouts,
  noiseBursts,
  hum,
  hiss,
  dc,
  rumble,
  plosives,
  sibilance,
  resonance,
  polarity,
  delay,
  imbalance,
  dualMono,
  oneSided,
  paddedDepth,
  truncation,
  upsampling,
  pumping,
  limiter,
  lossyOrigin,
  cutOffStart,
  cutOffEnd,
  longSilence,
  countIn,
  ditheredQuiet,
  rollOff,
  bassNotes,
  hotPeaks,
  wideStereo,
];

/** Draws of excerpt and strength before a fault counts as one that these excerpts cannot carry. */
const MOST_DRAWS = 150;

/**
 * Plants one fault: the same seed and excerpts give the same audio.
 * @returns null where no excerpt can carry it
 */
export function plantFault(recipe: Recipe, seed: number, excerpts: readonly Excerpt[]): Planted | null {
  const random = makeRandom(mix(recipe.name, seed));
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const excerpt = excerpts[Math.floor(excerpts.length * random())]!;
    const made = recipe.make(excerpt, random);
    if (made !== null) return describe(recipe, seed, excerpt, made);
  }
  return null;
}

function describe(recipe: Recipe, seed: number, excerpt: Excerpt, made: Made): Planted {
  return {
    plant: {
      fault: recipe.name,
      seed,
      recording: excerpt.name,
      parameters: made.parameters,
      where: made.where ?? [],
      shiftSeconds: made.shiftSeconds ?? 0,
      band: made.band ?? null,
      kinds: made.kinds ?? recipe.kinds,
      alsoTrue: made.alsoTrue ?? recipe.alsoTrue,
    },
    audio: {
      channels: made.channels,
      sampleRateHz: made.sampleRateHz ?? excerpt.sampleRateHz,
      depthBits: made.depthBits ?? 24,
    },
  };
}

/** A seed of its own for each class. @source FNV-1a hash */
function mix(name: string, seed: number): number {
  let hash = 0x811c9dc5;
  for (const character of `${name}/${seed}`)
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return hash;
}
