import { between, drawMoments, readable, whiteNoise, wholeBetween } from './draw.ts';
import { filtered, highPass, lowPass } from './filters.ts';
import { copyOf, keepHeadroom, rmsOf, rmsOfAll, secondsOf, toDb, toGain } from './levels.ts';
import type { Recipe, TruePlace } from './types.ts';

/** Breath into a microphone. */
export const plosives: Recipe = {
  name: 'plosives',
  kinds: ['plosive'],
  alsoTrue: ['boomy', 'rumble'],
  scoring: 'any',
  toleranceSeconds: 0.08,
  bar: null,
  range:
    'decaying pushes of 40 to 90 Hz, 50 to 130 ms, 12 to 20 dB over what the music has below 150 Hz around them and at most −6 dBFS: a p without a pop shield. No bar is set',
  make(excerpt, random) {
    const rate = excerpt.sampleRateHz;
    const low = excerpt.channels.map(x => filtered(x, lowPass(150, rate), lowPass(150, rate)));
    const jumpDb = between(random, 12, 20);
    const range = {
      count: wholeBetween(random, 2, 4),
      fromSeconds: 0.6,
      toSeconds: secondsOf(excerpt) - 1.6,
      apartSeconds: 0.8,
    };
    const channels = copyOf(excerpt);
    const where: TruePlace[] = [];
    for (const seconds of drawMoments(random, range, () => true)) {
      const around = rmsOfAll(low, (seconds - 0.4) * rate, (seconds + 0.4) * rate);
      const push = makePush(between(random, 40, 90), between(random, 0.05, 0.13), rate);
      const gain = (Math.max(around, toGain(-50)) * toGain(jumpDb)) / rmsOf(push);
      const peak = gain * push.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      if (peak > 0.5 || peak < 0.05) continue;
      const start = Math.round(seconds * rate);
      for (const samples of channels)
        for (let n = 0; n < push.length; n++) samples[start + n]! += gain * push[n]!;
      where.push({ startSeconds: seconds, endSeconds: seconds + push.length / rate, channel: null });
    }
    if (where.length === 0) return null;
    keepHeadroom(channels);
    return {
      channels,
      parameters: { count: where.length, jumpDb: readable(jumpDb) },
      where,
      band: { fromHz: 30, toHz: 150 },
    };
  },
};

/** Two or three cycles that rise in 8 ms and die away. */
function makePush(hz: number, seconds: number, rate: number): Float64Array {
  return Float64Array.from({ length: Math.round(seconds * rate) }, (_, n) => {
    const t = n / rate;
    const end = Math.min(1, (seconds - t) / 0.01);
    return Math.sin(2 * Math.PI * hz * t) * Math.min(1, t / 0.008) * Math.exp((-3 * t) / seconds) * end;
  });
}

/** Hiss of consonants. */
export const sibilance: Recipe = {
  name: 'sibilance',
  kinds: ['sibilance'],
  alsoTrue: ['harsh'],
  scoring: 'any',
  toleranceSeconds: 0.1,
  bar: 0.85,
  range:
    'one to three consonants a second of 70 to 160 ms between 5 and 9.5 kHz, −9 to 0 dB of the whole level around them and at least 12 dB over the band: a voice without a de-esser',
  make(excerpt, random) {
    const rate = excerpt.sampleRateHz;
    const band = (x: ArrayLike<number>) =>
      filtered(x, highPass(5000, rate), highPass(5000, rate), lowPass(9500, rate), lowPass(9500, rate));
    const own = excerpt.channels.map(band);
    const levelDb = between(random, -9, 0);
    const seconds = secondsOf(excerpt);
    const count = Math.round(between(random, 1, 3) * (seconds - 2));
    const moments = drawMoments(
      random,
      { count, fromSeconds: 0.5, toSeconds: seconds - 1.5, apartSeconds: 0.25 },
      at => {
        const from = at * rate;
        const to = from + 0.1 * rate;
        const whole = rmsOfAll(excerpt.channels, from - 0.2 * rate, to + 0.2 * rate);
        return whole > toGain(-40) && toDb(whole / rmsOfAll(own, from, to)) + levelDb >= 12;
      },
    );
    // a voice that hisses now and then is no fault
    if (moments.length < 5) return null;
    const channels = copyOf(excerpt);
    const where = moments.map((at): TruePlace => {
      const start = Math.round(at * rate);
      const noise = band(whiteNoise(random, Math.round(between(random, 0.07, 0.16) * rate)));
      const shaped = noise.map((x, n) => x * Math.sin((Math.PI * n) / noise.length) ** 0.5);
      const gain =
        (rmsOfAll(excerpt.channels, start - 0.2 * rate, start + 0.3 * rate) * toGain(levelDb)) /
        rmsOf(shaped);
      for (const samples of channels)
        for (let n = 0; n < shaped.length; n++) samples[start + n]! += gain * shaped[n]!;
      return { startSeconds: at, endSeconds: at + shaped.length / rate, channel: null };
    });
    keepHeadroom(channels);
    return {
      channels,
      parameters: { count: where.length, levelDb: readable(levelDb) },
      where,
      band: { fromHz: 5000, toHz: 9500 },
    };
  },
};
