import type { Random } from '../../../examples/synth/random.ts';
import { between, betweenLog, drawMoments, normal, oneOf, readable, wholeBetween } from './draw.ts';
import { copyOf, keepHeadroom, percentileOf, rmsOf, secondsOf, toGain } from './levels.ts';
import type { Excerpt, Made, Recipe, TruePlace } from './types.ts';

/** A click below this is drowned by any room. */
const LEAST_PEAK = toGain(-44);
/** Peak over the spread of the second difference around it: what stands out by less, no ear and no detector finds in music. */
const LEAST_OVER_SPREAD = 10;
/** Surroundings by which a click is judged. */
const AROUND_SECONDS = 0.01;

type Shape = 'one sample' | 'pulse' | 'ring' | 'scratch';
const SHAPES: readonly Shape[] = ['one sample', 'pulse', 'ring', 'scratch'];

/** Clicks of all shapes, and crackle. */
export const clicks: Recipe = {
  name: 'clicks',
  kinds: ['clicks'],
  alsoTrue: ['inter-sample-overs'],
  scoring: 'places',
  toleranceSeconds: 0.01,
  bar: 0.95,
  range:
    'one sample, pulses of 2 to 4, damped rings and scratches of 5 to 30 samples, −3 to +15 dB about the level around them and at least ten times the spread of its second difference (below, music hides them); every fourth plant is crackle, 20 to 80 small ones a second',
  make: (excerpt, random) => (random() < 0.25 ? plantCrackle(excerpt, random) : plantClicks(excerpt, random)),
};

function plantClicks(excerpt: Excerpt, random: Random): Made {
  const channels = copyOf(excerpt);
  const rate = excerpt.sampleRateHz;
  const moments = drawMoments(
    random,
    {
      count: wholeBetween(random, 4, 12),
      fromSeconds: 0.4,
      toSeconds: secondsOf(excerpt) - 1.2,
      apartSeconds: 0.25,
    },
    () => true,
  );
  const where: TruePlace[] = [];
  const shapes = new Set<string>();
  for (const seconds of moments) {
    const shape = oneOf(random, SHAPES);
    const levelDb = between(random, -3, 15);
    const channel = oneOf(random, [0, 1, null]);
    const click = shapeClick(shape, random);
    const start = Math.round(seconds * rate);
    addClick(excerpt, channels, { click, start, channel, levelDb });
    shapes.add(shape);
    where.push({ startSeconds: start / rate, endSeconds: (start + click.length) / rate, channel });
  }
  const turnedDown = keepHeadroom(channels);
  return {
    channels,
    parameters: { shape: [...shapes].join(', '), count: where.length, gain: readable(turnedDown) },
    where,
  };
}

function plantCrackle(excerpt: Excerpt, random: Random): Made {
  const channels = copyOf(excerpt);
  const rate = excerpt.sampleRateHz;
  const seconds = between(random, 0.7, 2);
  const from = between(random, 0.4, secondsOf(excerpt) - 1.2 - seconds);
  const perSecond = between(random, 20, 80);
  for (let n = 0; n < Math.round(perSecond * seconds); n++) {
    const click = shapeClick(oneOf(random, ['one sample', 'pulse'] as const), random);
    const start = Math.round((from + random() * seconds) * rate);
    addClick(excerpt, channels, {
      click,
      start,
      channel: oneOf(random, [0, 1, null]),
      levelDb: between(random, -6, 6),
    });
  }
  const turnedDown = keepHeadroom(channels);
  return {
    channels,
    parameters: { shape: 'crackle', perSecond: readable(perSecond), gain: readable(turnedDown) },
    where: [{ startSeconds: from, endSeconds: from + seconds + 0.001, channel: null }],
  };
}

/** A click of peak 1. */
function shapeClick(shape: Shape, random: Random): Float64Array {
  const sign = random() < 0.5 ? -1 : 1;
  if (shape === 'one sample') return Float64Array.of(sign);
  if (shape === 'pulse') return new Float64Array(wholeBetween(random, 2, 4)).fill(sign);
  const frameCount = Math.round(betweenLog(random, 5, 30));
  const cyclesPerSample = between(random, 0.1, 0.35);
  const click = Float64Array.from({ length: frameCount }, (_, n) =>
    shape === 'ring'
      ? Math.cos(2 * Math.PI * cyclesPerSample * n) * Math.exp((-3 * n) / frameCount)
      : normal(random) * Math.sin((Math.PI * (n + 0.5)) / frameCount),
  );
  const peak = click.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return click.map(value => (sign * value) / peak);
}

interface Placed {
  readonly click: Float64Array;
  readonly start: number;
  readonly channel: number | null;
  readonly levelDb: number;
}

function addClick(
  excerpt: Excerpt,
  into: readonly Float32Array[],
  { click, start, channel, levelDb }: Placed,
): void {
  const around = Math.round(AROUND_SECONDS * excerpt.sampleRateHz);
  const touched = channel === null ? [0, 1] : [channel];
  const peak = Math.max(
    LEAST_PEAK,
    ...touched.map(c => rmsOf(excerpt.channels[c]!, start - around, start + around) * toGain(levelDb)),
    ...touched.map(c => LEAST_OVER_SPREAD * secondDifferenceSpread(excerpt.channels[c]!, start, around)),
  );
  for (const c of touched)
    for (let n = 0; n < click.length && start + n < into[c]!.length; n++)
      into[c]![start + n]! += peak * click[n]!;
}

/** Median magnitude of the second difference, as the standard deviation of a normal distribution. */
export function secondDifferenceSpread(samples: Float32Array, at: number, around: number): number {
  const values: number[] = [];
  for (let n = Math.max(1, at - around); n < Math.min(samples.length - 1, at + around); n++)
    values.push(Math.abs(samples[n - 1]! - 2 * samples[n]! + samples[n + 1]!));
  return 1.4826 * percentileOf(values, 0.5);
}
