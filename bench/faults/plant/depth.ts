import type { Random } from '../../../examples/synth/random.ts';
import { between, oneOf, readable } from './draw.ts';
import { copyOf, rmsOfAll, secondsOf, toDb, toGain } from './levels.ts';
import type { Excerpt, Recipe } from './types.ts';

/** How samples are brought to fewer bits. */
export type Rounding = 'dithered' | 'rounded' | 'cut';

/** Brings samples to `bits` in place; dither is triangular over two steps. */
export function quantise(
  channels: readonly Float32Array[],
  bits: number,
  rounding: Rounding,
  random: Random,
): void {
  const steps = 2 ** (bits - 1);
  for (const samples of channels)
    for (let n = 0; n < samples.length; n++) {
      const x = samples[n]! * steps;
      const dither = rounding === 'dithered' ? random() - random() : 0;
      const step = rounding === 'cut' ? Math.floor(x) : Math.round(x + dither);
      samples[n] = Math.max(-steps, Math.min(steps - 1, step)) / steps;
    }
}

/** Fewer bits than the file says. */
export const paddedDepth: Recipe = {
  name: 'padded-depth',
  kinds: ['padded-depth'],
  // eight bits hiss; what was rounded plainly is also truncated
  alsoTrue: ['hiss', 'truncation'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: 0.95,
  range:
    '16 or 20 bits in a 24-bit file, 8 or 12 in one of 16 or 24, dithered or not: the file claims a resolution that it has not',
  make(excerpt, random) {
    const { bits, depthBits } = oneOf(random, [
      { bits: 16, depthBits: 24 },
      { bits: 16, depthBits: 24 },
      { bits: 20, depthBits: 24 },
      { bits: 12, depthBits: 24 },
      { bits: 12, depthBits: 16 },
      { bits: 8, depthBits: 16 },
    ] as const);
    const rounding = oneOf<Rounding>(random, ['dithered', 'dithered', 'rounded']);
    const channels = copyOf(excerpt);
    quantise(channels, bits, rounding, random);
    return { channels, parameters: { bits, depthBits, rounding }, depthBits };
  },
};

/** Steps without dither where the music is quiet enough for them to matter. */
export const truncation: Recipe = {
  name: 'truncation',
  kinds: ['truncation'],
  alsoTrue: [],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: null,
  range:
    '16 bits without dither, rounded or cut, in a fade to −96 dBFS over the last 3 to 5 s or in music at −62 to −45 dBFS: where steps turn into distortion; in loud music nobody can tell. No bar is set',
  make(excerpt, random) {
    const rounding = oneOf<Rounding>(random, ['rounded', 'cut']);
    const made = makeQuiet(excerpt, random);
    quantise(made.channels, 16, rounding, random);
    return {
      channels: made.channels,
      parameters: { ...made.parameters, rounding },
      depthBits: 16,
      alsoTrue: [],
    };
  },
};

/** The same music and fades with dither: nothing is wrong with it. */
export const ditheredQuiet: Recipe = {
  name: 'looks like truncation',
  kinds: [],
  alsoTrue: ['dull', 'thin'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: null,
  range: 'the fades and levels of truncation in 16 bits with triangular dither: no fault',
  make(excerpt, random) {
    const made = makeQuiet(excerpt, random);
    quantise(made.channels, 16, 'dithered', random);
    return { channels: made.channels, parameters: made.parameters, depthBits: 16 };
  },
};

function makeQuiet(excerpt: Excerpt, random: Random) {
  const channels = copyOf(excerpt);
  const frameCount = channels[0]!.length;
  if (random() < 0.5) {
    const seconds = between(random, 3, Math.min(5, secondsOf(excerpt) - 3));
    const from = frameCount - Math.round(seconds * excerpt.sampleRateHz);
    for (const samples of channels)
      for (let n = from; n < frameCount; n++) samples[n]! *= toGain((-96 * (n - from)) / (frameCount - from));
    return { channels, parameters: { shape: 'fade', seconds: readable(seconds) } };
  }
  const levelDbfs = between(random, -62, -45);
  const gain = toGain(levelDbfs - toDb(rmsOfAll(channels)));
  for (const samples of channels) for (let n = 0; n < frameCount; n++) samples[n]! *= gain;
  return { channels, parameters: { shape: 'quiet', levelDbfs: readable(levelDbfs) } };
}
