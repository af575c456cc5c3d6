import { between, betweenLog, oneOf, readable, whiteNoise } from './draw.ts';
import { filteredBothWays, highPass, lowPass } from './filters.ts';
import { copyOf, correlationOf, oncePerExcerpt, rmsOf, rmsOfAll, toDb, toGain } from './levels.ts';
import type { Excerpt, Recipe } from './types.ts';

/** Both channels share enough for their relation to have a truth. */
const LEAST_CORRELATION = 0.45;

const related = oncePerExcerpt(({ channels: [left, right] }) => correlationOf(left!, right!));
const balanceDb = ({ channels: [left, right] }: Excerpt): number => toDb(rmsOf(left!) / rmsOf(right!));
/** Side below mid; a programme this narrow is mono already. */
const isMono = oncePerExcerpt(
  ({ channels: [left, right] }) =>
    rmsOf(left!.map((x, n) => x - right![n]!)) < toGain(-40) * rmsOfAll([left!, right!]),
);

/** One channel, or a band of it, upside down. */
export const polarity: Recipe = {
  name: 'polarity',
  kinds: ['polarity'],
  alsoTrue: ['mono-fold', 'wide-bass'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: 0.95,
  range:
    'one channel inverted where both correlate by more than 0.45, or a band of one to three octaves of it between 80 Hz and 4 kHz where both correlate by more than 0.6 and that holds a tenth of the power: it vanishes in mono',
  make(excerpt, random) {
    const channel = random() < 0.5 ? 0 : 1;
    const channels = copyOf(excerpt);
    const inverted = channels[channel]!;
    if (random() < 0.6) {
      if (related(excerpt) < LEAST_CORRELATION) return null;
      for (let n = 0; n < inverted.length; n++) inverted[n] = -inverted[n]!;
      return { channels, parameters: { shape: 'channel', channel } };
    }
    const fromHz = betweenLog(random, 80, 1000);
    const toHz = fromHz * 2 ** between(random, 1, 3);
    if (toHz > 4000) return null;
    const rate = excerpt.sampleRateHz;
    const bands = excerpt.channels.map(x =>
      filteredBothWays(
        x,
        highPass(fromHz, rate),
        highPass(fromHz, rate),
        lowPass(toHz, rate),
        lowPass(toHz, rate),
      ),
    );
    if (correlationOf(bands[0]!, bands[1]!) < 0.6) return null;
    if (toDb(rmsOfAll(bands) / rmsOfAll(excerpt.channels)) < -10) return null;
    for (let n = 0; n < inverted.length; n++) inverted[n]! -= 2 * bands[channel]![n]!;
    return {
      channels,
      parameters: { shape: 'band', channel, fromHz: readable(fromHz), toHz: readable(toHz) },
      band: { fromHz, toHz },
    };
  },
};

/** One channel late. */
export const delay: Recipe = {
  name: 'delay',
  kinds: ['delay'],
  alsoTrue: ['mono-fold'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: 0.95,
  range:
    '0.1 to 5 ms where both channels correlate by more than 0.45: a misaligned converter or plug-in; 0.1 ms is the first notch at 5 kHz in mono',
  make(excerpt, random) {
    if (related(excerpt) < LEAST_CORRELATION) return null;
    const channel = random() < 0.5 ? 0 : 1;
    const frameCount = Math.max(1, Math.round(betweenLog(random, 0.0001, 0.005) * excerpt.sampleRateHz));
    const channels = copyOf(excerpt);
    channels[channel]!.copyWithin(frameCount, 0);
    channels[channel]!.fill(0, 0, frameCount);
    return {
      channels,
      parameters: {
        channel,
        frames: frameCount,
        milliseconds: readable((1000 * frameCount) / excerpt.sampleRateHz),
      },
    };
  },
};

/** One channel quieter. */
export const imbalance: Recipe = {
  name: 'imbalance',
  kinds: ['imbalance'],
  alsoTrue: [],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: 0.95,
  range:
    '3 to 9 dB, where the mix itself stands within 1 dB: from 3 dB on the middle has moved a third of the way to one side',
  make(excerpt, random) {
    if (Math.abs(balanceDb(excerpt)) > 1) return null;
    const channel = random() < 0.5 ? 0 : 1;
    const lossDb = between(random, 3, 9);
    const channels = copyOf(excerpt);
    const quieter = channels[channel]!;
    for (let n = 0; n < quieter.length; n++) quieter[n]! *= toGain(-lossDb);
    return { channels, parameters: { channel, lossDb: readable(lossDb) } };
  },
};

/** Twice the same channel. */
export const dualMono: Recipe = {
  name: 'dual-mono',
  kinds: ['dual-mono'],
  alsoTrue: [],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: 0.95,
  range:
    'both channels alike, to the bit or but for noise of −100 to −85 dBFS (a pass through converters): a stereo file that is none',
  make(excerpt, random) {
    if (isMono(excerpt)) return null;
    const [left, right] = excerpt.channels;
    const mid = left!.map((x, n) => 0.5 * (x + right![n]!));
    const noiseDbfs = random() < 0.5 ? between(random, -100, -85) : null;
    const channels = [mid, mid.slice()];
    if (noiseDbfs !== null)
      for (const samples of channels) {
        const noise = whiteNoise(random, samples.length);
        for (let n = 0; n < samples.length; n++) samples[n]! += toGain(noiseDbfs) * noise[n]!;
      }
    return {
      channels,
      parameters: {
        shape: noiseDbfs === null ? 'to the bit' : 'with noise',
        noiseDbfs: noiseDbfs === null ? 'none' : readable(noiseDbfs),
      },
    };
  },
};

/** One channel empty. */
export const oneSided: Recipe = {
  name: 'one-sided',
  kinds: ['one-sided'],
  alsoTrue: ['imbalance'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: null,
  range:
    'one channel of zeros, of noise at −95 to −75 dBFS, or 45 to 60 dB below the other: a cable that is not plugged in. No bar is set',
  make(excerpt, random) {
    const channel = random() < 0.5 ? 0 : 1;
    const shape = oneOf(random, ['zeros', 'noise', 'bleed']);
    const channels = copyOf(excerpt);
    const lossDb = between(random, 45, 60);
    const noise = shape === 'noise' ? whiteNoise(random, channels[0]!.length) : null;
    const noiseGain = toGain(between(random, -95, -75));
    channels[channel] = Float32Array.from(channels[1 - channel]!, (x, n) =>
      noise !== null ? noiseGain * noise[n]! : shape === 'bleed' ? x * toGain(-lossDb) : 0,
    );
    return { channels, parameters: { shape, channel } };
  },
};
