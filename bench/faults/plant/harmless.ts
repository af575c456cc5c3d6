import { between, betweenLog, readable } from './draw.ts';
import { filtered, lowPass } from './filters.ts';
import { copyOf, keepHeadroom, oncePerExcerpt, peakOf, rmsOf, rmsOfAll, toDb, toGain } from './levels.ts';
import type { Recipe } from './types.ts';

/** Everything in the tone of a mix that a filter may truly change. */
const TONE = ['boomy', 'muddy', 'harsh', 'dull', 'thin'] as const;
const COMMON = { kinds: [], scoring: 'any', toleranceSeconds: 1, bar: null } as const;

/** A gentle roll-off: dark, but neither coded nor resampled. */
export const rollOff: Recipe = {
  ...COMMON,
  name: 'looks like a codec',
  alsoTrue: TONE,
  range: '12 dB an octave from 6 to 14 kHz, as of a ribbon microphone or a tape: no fault but its tone',
  make(excerpt, random) {
    const hz = between(random, 6000, 14000);
    const channels = excerpt.channels.map(x =>
      Float32Array.from(filtered(x, lowPass(hz, excerpt.sampleRateHz))),
    );
    return { channels, parameters: { hz: readable(hz) } };
  },
};

/** A bass that plays G and B flat next to the mains. */
export const bassNotes: Recipe = {
  ...COMMON,
  name: 'looks like hum',
  alsoTrue: [...TONE, 'wide-bass'],
  range:
    'bass notes of 49 Hz (G1) and 58.3 Hz (B♭1) with harmonics, one a second, −20 to −12 dB of the music: played, not leaked',
  make(excerpt, random) {
    const channels = copyOf(excerpt);
    const rate = excerpt.sampleRateHz;
    const gain = rmsOfAll(channels) * toGain(between(random, -12, -4));
    const decaySeconds = between(random, 0.3, 0.8);
    for (const samples of channels)
      for (let n = 0; n < samples.length; n++) {
        const t = n / rate;
        const note = Math.floor(t);
        const hz = note % 2 === 0 ? 49 : 58.27;
        const since = t - note;
        const envelope =
          Math.min(1, since / 0.01) * Math.exp(-since / decaySeconds) * Math.min(1, (1 - since) / 0.02);
        const turns = 2 * Math.PI * hz * since;
        samples[n]! +=
          gain * envelope * (Math.sin(turns) + 0.5 * Math.sin(2 * turns) + 0.25 * Math.sin(3 * turns));
      }
    keepHeadroom(channels);
    return { channels, parameters: { decaySeconds: readable(decaySeconds), gainDbfs: readable(toDb(gain)) } };
  },
};

/** Loud, but whole. */
export const hotPeaks: Recipe = {
  ...COMMON,
  name: 'looks like clipping',
  alsoTrue: ['inter-sample-overs'],
  range: 'one peak of the music, or a few, at −0.3 to 0 dBFS: loud, not clipped',
  make(excerpt, random) {
    const peakDbfs = between(random, -0.3, -0.001);
    const gain = toGain(peakDbfs) / peakOf(excerpt.channels);
    return {
      channels: excerpt.channels.map(x => x.map(sample => gain * sample)),
      parameters: { peakDbfs: readable(peakDbfs) },
    };
  },
};

const sideToMid = oncePerExcerpt(({ channels: [left, right] }) => {
  const side = rmsOf(left!.map((x, n) => x - right![n]!));
  return side / rmsOf(left!.map((x, n) => x + right![n]!));
});

/** Wide, but right. */
export const wideStereo: Recipe = {
  ...COMMON,
  name: 'looks like a stereo fault',
  alsoTrue: ['mono-fold', 'wide-bass', ...TONE],
  range: 'the side turned up by 1 to 4 dB where it stays below the mid: wide, not out of phase',
  make(excerpt, random) {
    const widthDb = betweenLog(random, 1, 4);
    if (sideToMid(excerpt) * toGain(widthDb) > 0.7) return null;
    const [left, right] = excerpt.channels;
    const mid = left!.map((x, n) => (x + right![n]!) / 2);
    const side = left!.map((x, n) => (toGain(widthDb) * (x - right![n]!)) / 2);
    const channels = [mid.map((m, n) => m + side[n]!), mid.map((m, n) => m - side[n]!)];
    keepHeadroom(channels);
    return { channels, parameters: { widthDb: readable(widthDb) } };
  },
};
