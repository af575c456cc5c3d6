import { between, drawMoments, oneOf, readable, whiteNoise, wholeBetween } from './draw.ts';
import { bandPass, filtered } from './filters.ts';
import { rmsOfAll, secondsOf, toDb, toGain } from './levels.ts';
import type { Excerpt, Recipe } from './types.ts';

const EDGE_SECONDS = 0.03;

const levelDbfs = ({ channels, sampleRateHz }: Excerpt, fromSeconds: number, toSeconds: number): number =>
  toDb(rmsOfAll(channels, fromSeconds * sampleRateHz, toSeconds * sampleRateHz));

const cut = ({ channels }: Excerpt, from: number, to?: number): Float32Array[] =>
  channels.map(x => x.slice(from, to));

/** The first note lacks its beginning. */
export const cutOffStart: Recipe = {
  name: 'cut-off-start',
  kinds: ['cut-off-start'],
  alsoTrue: [],
  scoring: 'any',
  toleranceSeconds: 0.1,
  bar: null,
  range:
    'the file begins inside music of at least −30 dBFS that is no quieter in the 30 ms before: an edit that was made too late. No bar is set',
  make(excerpt, random) {
    const latest = secondsOf(excerpt) - 6;
    const [seconds] = drawMoments(
      random,
      { count: 1, fromSeconds: 0.3, toSeconds: latest, apartSeconds: 0 },
      at => {
        const after = levelDbfs(excerpt, at, at + EDGE_SECONDS);
        return after > -30 && levelDbfs(excerpt, at - EDGE_SECONDS, at) > after - 3;
      },
    );
    if (seconds === undefined) return null;
    const channels = cut(excerpt, Math.round(seconds * excerpt.sampleRateHz));
    return {
      channels,
      parameters: { levelDbfs: readable(levelDbfs(excerpt, seconds, seconds + EDGE_SECONDS)) },
      where: [{ startSeconds: 0, endSeconds: EDGE_SECONDS, channel: null }],
      shiftSeconds: -seconds,
    };
  },
};

/** Music or its reverberation ends at once. */
export const cutOffEnd: Recipe = {
  name: 'cut-off-end',
  kinds: ['cut-off-end'],
  alsoTrue: [],
  scoring: 'any',
  toleranceSeconds: 0.1,
  bar: null,
  range:
    'the file ends in sound of −50 to −10 dBFS: a fade or a reverberation whose tail was cut; below −60 dBFS nobody hears it end. No bar is set',
  make(excerpt, random) {
    const wantedDbfs = between(random, -50, -10);
    const [seconds] = drawMoments(
      random,
      { count: 1, fromSeconds: 6, toSeconds: secondsOf(excerpt) - 0.2, apartSeconds: 0 },
      at => Math.abs(levelDbfs(excerpt, at - EDGE_SECONDS, at) - wantedDbfs) < 4,
    );
    if (seconds === undefined) return null;
    const channels = cut(excerpt, 0, Math.round(seconds * excerpt.sampleRateHz));
    return {
      channels,
      parameters: { levelDbfs: readable(levelDbfs(excerpt, seconds - EDGE_SECONDS, seconds)) },
      where: [{ startSeconds: seconds - EDGE_SECONDS, endSeconds: seconds, channel: null }],
    };
  },
};

/** Too much silence before or after. */
export const longSilence: Recipe = {
  name: 'long-silence',
  kinds: ['long-silence'],
  alsoTrue: [],
  scoring: 'any',
  toleranceSeconds: 0.3,
  bar: null,
  range:
    '2.5 to 6 s before the music or 8 to 15 s after it, of zeros or of noise at −95 to −80 dBFS: a master begins within half a second and ends a few seconds after its last sound. No bar is set',
  make(excerpt, random) {
    const leads = random() < 0.5;
    const seconds = leads ? between(random, 2.5, 6) : between(random, 8, 15);
    const frameCount = Math.round(seconds * excerpt.sampleRateHz);
    const gain = random() < 0.5 ? 0 : toGain(between(random, -95, -80));
    const channels = excerpt.channels.map(x => {
      const silence =
        gain > 0
          ? Float32Array.from(whiteNoise(random, frameCount), noise => gain * noise)
          : new Float32Array(frameCount);
      return leads ? joined(silence, x) : joined(x, silence);
    });
    const startSeconds = leads ? 0 : secondsOf(excerpt);
    return {
      channels,
      parameters: {
        shape: leads ? 'before' : 'after',
        seconds: readable(seconds),
        noise: gain > 0 ? 'noise' : 'zeros',
      },
      where: [{ startSeconds, endSeconds: startSeconds + seconds, channel: null }],
      shiftSeconds: leads ? seconds : 0,
    };
  },
};

/** Sticks or a click track before the first note. */
export const countIn: Recipe = {
  name: 'count-in',
  kinds: ['count-in'],
  // there is silence between its strokes
  alsoTrue: ['long-silence'],
  scoring: 'any',
  toleranceSeconds: 0.3,
  bar: null,
  range:
    'four or eight even strokes (wood or beep) of −24 to −8 dBFS at 80 to 150 a minute before the music. No bar is set',
  make(excerpt, random) {
    const rate = excerpt.sampleRateHz;
    const strokes = oneOf(random, [4, 4, 8]);
    const perMinute = between(random, strokes === 8 ? 110 : 80, 150);
    const beat = Math.round((60 / perMinute) * rate);
    const isBeep = random() < 0.4;
    const stroke = makeStroke(
      isBeep,
      wholeBetween(random, 700, 2500),
      rate,
      whiteNoise(random, Math.round(0.04 * rate)),
    );
    const gain = toGain(between(random, -24, -8));
    const lead = new Float32Array(Math.round(0.1 * rate) + strokes * beat);
    for (let n = 0; n < strokes; n++)
      for (let k = 0; k < stroke.length; k++) lead[Math.round(0.1 * rate) + n * beat + k] = gain * stroke[k]!;
    return {
      channels: excerpt.channels.map(x => joined(lead, x)),
      parameters: {
        shape: isBeep ? 'beep' : 'wood',
        strokes,
        perMinute: readable(perMinute),
        peakDbfs: readable(toDb(gain)),
      },
      where: [{ startSeconds: 0, endSeconds: lead.length / rate, channel: null }],
      shiftSeconds: lead.length / rate,
    };
  },
};

/** 40 ms of peak 1. */
function makeStroke(isBeep: boolean, hz: number, rate: number, noise: Float64Array): Float64Array {
  const tone = isBeep
    ? noise.map(
        (_, n) =>
          Math.sin((2 * Math.PI * hz * n) / rate) *
          Math.min(1, n / (0.001 * rate), (noise.length - n) / (0.004 * rate)),
      )
    : filtered(
        noise.map((x, n) => x * Math.exp(-n / (0.004 * rate))),
        bandPass(hz, 5, rate),
      );
  const peak = tone.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return tone.map(x => x / peak);
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
