import { between, betweenLog, drawMoments, readable, wholeBetween } from './draw.ts';
import { copyOf, keepHeadroom, rmsOf, secondsOf, toGain } from './levels.ts';
import type { Recipe, TruePlace } from './types.ts';

/** A burst below this is drowned. */
const LEAST_LEVEL = toGain(-40);

/** Blocks of random samples, as from a lost clock or a broken file. */
export const noiseBursts: Recipe = {
  name: 'noise-bursts',
  kinds: ['noise-burst'],
  alsoTrue: ['clicks', 'inter-sample-overs'],
  scoring: 'places',
  toleranceSeconds: 0.02,
  bar: 0.95,
  range:
    'white noise of 3 to 150 ms with hard edges, 0 to +12 dB about the level around it and at least −40 dBFS, in place of the music or over it, in both channels or one: always heard, always sent back',
  make(excerpt, random) {
    const channels = copyOf(excerpt);
    const rate = excerpt.sampleRateHz;
    const replaces = random() < 0.5;
    const channel = random() < 0.3 ? wholeBetween(random, 0, 1) : null;
    const where: TruePlace[] = [];
    const count = wholeBetween(random, 1, 3);
    const range = { count, fromSeconds: 0.5, toSeconds: secondsOf(excerpt) - 1.5, apartSeconds: 0.6 };
    let levelDb = 0;
    for (const seconds of drawMoments(random, range, () => true)) {
      const start = Math.round(seconds * rate);
      const frameCount = Math.round(betweenLog(random, 0.003, 0.15) * rate);
      levelDb = between(random, 0, 12);
      for (const c of channel === null ? [0, 1] : [channel]) {
        const around = rmsOf(excerpt.channels[c]!, start - 0.05 * rate, start + 0.05 * rate);
        // uniform noise of peak 1 has a root mean square of 1/√3
        const peak = Math.min(1, Math.sqrt(3) * Math.max(LEAST_LEVEL, around * toGain(levelDb)));
        for (let n = start; n < start + frameCount; n++)
          channels[c]![n] = (replaces ? 0 : channels[c]![n]!) + peak * (2 * random() - 1);
      }
      where.push({ startSeconds: start / rate, endSeconds: (start + frameCount) / rate, channel });
    }
    const gain = keepHeadroom(channels);
    return {
      channels,
      parameters: {
        shape: replaces ? 'in place of the music' : 'over the music',
        count: where.length,
        lastLevelDb: readable(levelDb),
        gain: readable(gain),
      },
      where,
    };
  },
};
