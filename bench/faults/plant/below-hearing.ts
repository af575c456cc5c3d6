import { between, oneOf, readable, whiteNoise } from './draw.ts';
import { filtered, highPass, lowPass } from './filters.ts';
import { copyOf, keepHeadroom, rmsOf, toDb, toGain } from './levels.ts';
import type { Recipe } from './types.ts';

/** A constant offset. */
export const dc: Recipe = {
  name: 'dc',
  kinds: ['dc'],
  // a file that begins beside zero begins with a step
  alsoTrue: ['cut-off-start', 'cut-off-end'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: 0.95,
  range:
    '−57 to −26 dBFS, up or down, in both channels or one: from −60 dBFS on an offset clicks at every edit and costs headroom',
  make(excerpt, random) {
    const levelDbfs = between(random, -57, -26);
    const sign = random() < 0.5 ? -1 : 1;
    const channel = oneOf(random, [0, 1, null, null]);
    const channels = copyOf(excerpt);
    channels.forEach((samples, c) => {
      // what the music itself has is taken away, so that the offset is the one that is told
      const own = samples.reduce((sum, x) => sum + x, 0) / samples.length;
      const offset = (channel === null || channel === c ? sign * toGain(levelDbfs) : 0) - own;
      for (let n = 0; n < samples.length; n++) samples[n]! += offset;
    });
    return { channels, parameters: { levelDbfs: readable(levelDbfs), sign, channel: channel ?? 'both' } };
  },
};

const LOWEST_HEARD_HZ = 20;

/** Movement below hearing. */
export const rumble: Recipe = {
  name: 'rumble',
  kinds: ['rumble'],
  // it stands before the first note and behind the last
  alsoTrue: ['dc', 'boomy', 'cut-off-start', 'cut-off-end'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: 0.95,
  range:
    'noise of 4 to 18 Hz or a wandering tone of 7 to 17 Hz, −46 to −26 dBFS and at least 12 dB above what the music has below 20 Hz: it moves cones and drives limiters, unheard',
  make(excerpt, random) {
    const rate = excerpt.sampleRateHz;
    const levelDbfs = between(random, -46, -26);
    const own = excerpt.channels.map(x =>
      rmsOf(filtered(x, lowPass(LOWEST_HEARD_HZ, rate), lowPass(LOWEST_HEARD_HZ, rate))),
    );
    if (toDb(Math.max(...own)) > levelDbfs - 12) return null;
    const frameCount = excerpt.channels[0]!.length;
    const isTone = random() < 0.4;
    const hz = between(random, 7, 17);
    const shape = isTone
      ? Float64Array.from({ length: frameCount }, (_, n) =>
          Math.sin((2 * Math.PI * hz * n) / rate + 2 * Math.sin((2 * Math.PI * 0.3 * n) / rate)),
        )
      : filtered(
          whiteNoise(random, frameCount),
          highPass(5, rate),
          highPass(5, rate),
          lowPass(14, rate),
          lowPass(14, rate),
          lowPass(16, rate),
        );
    const gain = toGain(levelDbfs) / rmsOf(shape);
    const channels = copyOf(excerpt);
    for (const samples of channels) for (let n = 0; n < frameCount; n++) samples[n]! += gain * shape[n]!;
    keepHeadroom(channels);
    return {
      channels,
      parameters: {
        shape: isTone ? 'tone' : 'noise',
        hz: isTone ? readable(hz) : 10,
        levelDbfs: readable(levelDbfs),
      },
    };
  },
};
