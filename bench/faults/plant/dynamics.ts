import { between, readable } from './draw.ts';
import { copyOf, peakOf, rmsOfAll, toDb, toGain } from './levels.ts';
import type { Recipe } from './types.ts';

/** Gain that ducks to a beat. */
export const pumping: Recipe = {
  name: 'pumping',
  kinds: ['pumping'],
  alsoTrue: ['over-compression'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: 0.85,
  range:
    'the whole mix ducks by 5 to 10 dB in 8 ms at 95 to 140 beats a minute and comes back within 150 to 320 ms: a bus compressor keyed by the kick; from 5 dB on anyone hears it',
  make(excerpt, random) {
    const depthDb = between(random, 5, 10);
    const perMinute = between(random, 95, 140);
    const releaseSeconds = between(random, 0.15, 0.32);
    const phase = random();
    const channels = copyOf(excerpt);
    const rate = excerpt.sampleRateHz;
    for (const samples of channels)
      for (let n = 0; n < samples.length; n++) {
        const beat = ((n / rate) * perMinute) / 60 + phase;
        const seconds = ((beat - Math.floor(beat)) * 60) / perMinute;
        samples[n]! *= toGain(-depthDb * duck(seconds, releaseSeconds));
      }
    return {
      channels,
      parameters: {
        depthDb: readable(depthDb),
        perMinute: readable(perMinute),
        releaseSeconds: readable(releaseSeconds),
      },
    };
  },
};

/** 0…1: down in 8 ms, back along a cosine. */
function duck(seconds: number, releaseSeconds: number): number {
  const attackSeconds = 0.008;
  if (seconds < attackSeconds) return seconds / attackSeconds;
  const back = (seconds - attackSeconds) / releaseSeconds;
  return back >= 1 ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * back);
}

/** A limiter driven hard. */
export const limiter: Recipe = {
  name: 'limiter',
  kinds: ['limiter'],
  alsoTrue: ['over-compression', 'inter-sample-overs'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: null,
  range:
    'peaks 5 to 11 dB over a ceiling of −1 to 0 dBFS held by a limiter with 1.5 ms of look-ahead and 40 to 120 ms of release, on mixes with at least 12 dB between peak and mean: a mix that comes already mastered. No bar is set',
  make(excerpt, random) {
    if (excerpt.isMastered) return null;
    if (toDb(peakOf(excerpt.channels) / rmsOfAll(excerpt.channels)) < 12) return null;
    const overDb = between(random, 5, 11);
    const ceilingDbfs = between(random, -1, 0);
    const releaseSeconds = between(random, 0.04, 0.12);
    const channels = copyOf(excerpt);
    const drive = toGain(ceilingDbfs + overDb) / peakOf(channels);
    limit(channels, { drive, ceiling: toGain(ceilingDbfs), releaseSeconds, rate: excerpt.sampleRateHz });
    return {
      channels,
      parameters: {
        overDb: readable(overDb),
        ceilingDbfs: readable(ceilingDbfs),
        releaseSeconds: readable(releaseSeconds),
      },
    };
  },
};

interface Limiting {
  readonly drive: number;
  readonly ceiling: number;
  readonly releaseSeconds: number;
  readonly rate: number;
}

/** The least gain of the look-ahead, released exponentially, then averaged over the look-ahead: never above the ceiling. */
function limit(channels: readonly Float32Array[], { drive, ceiling, releaseSeconds, rate }: Limiting): void {
  const frameCount = channels[0]!.length;
  const ahead = Math.round(0.0015 * rate);
  const wanted = Float64Array.from({ length: frameCount + ahead }, (_, n) => {
    const peak = n < frameCount ? drive * Math.max(...channels.map(x => Math.abs(x[n]!))) : 0;
    return peak > ceiling ? ceiling / peak : 1;
  });
  const release = Math.exp(-1 / (releaseSeconds * rate));
  const held = new Float64Array(frameCount + ahead);
  let gain = 1;
  for (let n = 0; n < held.length; n++) {
    let least = 1;
    for (let k = Math.max(0, n - ahead); k <= n; k++) least = Math.min(least, wanted[k]!);
    gain = Math.min(least, 1 - release * (1 - gain));
    held[n] = gain;
  }
  let sum = ahead + 1;
  for (let n = 0; n < held.length; n++) {
    sum += held[n]! - (n > ahead ? held[n - ahead - 1]! : 1);
    const frame = n - ahead;
    if (frame >= 0) for (const samples of channels) samples[frame]! *= drive * (sum / (ahead + 1));
  }
}
