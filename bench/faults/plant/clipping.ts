import { between, betweenLog, oneOf, readable } from './draw.ts';
import { copyOf, levelExceededBy, peakOf, toDb, toGain } from './levels.ts';
import type { Excerpt, Made, Recipe, TruePlace } from './types.ts';

/** The largest value of 24 bit, at which a converter stops. */
const FULL_SCALE = 1 - 2 ** -23;
/** Peaks lose at least this much: less is no audible damage and is what mastering clippers do. */
const LEAST_DEPTH_DB = 1;
/** Runs nearer to each other make one place. */
const MERGE_SECONDS = 0.25;

type Shape = 'at full scale' | 'clipped, then turned down' | 'one channel' | 'soft';
const SHAPES: readonly Shape[] = ['at full scale', 'clipped, then turned down', 'one channel', 'soft'];

/** Peaks cut off, in the four forms in which mixes arrive. */
export const clipping: Recipe = {
  name: 'clipping',
  kinds: ['clipping'],
  alsoTrue: ['inter-sample-overs', 'limiter', 'over-compression'],
  scoring: 'any',
  toleranceSeconds: 0.1,
  bar: 0.95,
  range:
    '0.03 to 3 % of the samples (an overloaded fader; below, some ten runs in ten seconds, nobody hears it), peaks at least 1 dB too high; at full scale, turned down by 0.5 to 12 dB, one channel, or a soft knee over the last 1 to 2 dB',
  make(excerpt, random) {
    const shape = oneOf(random, SHAPES);
    const fraction = betweenLog(random, 3e-4, 0.03);
    const channel = shape === 'one channel' ? (random() < 0.5 ? 0 : 1) : null;
    const ceilingDbfs = shape === 'at full scale' || random() < 0.3 ? 0 : -between(random, 0.5, 12);
    const kneeDb = shape === 'soft' ? between(random, 1, 2) : 0;
    return clip(excerpt, { shape, fraction, channel, ceilingDbfs, kneeDb });
  },
};

interface Overload {
  readonly shape: Shape;
  readonly fraction: number;
  readonly channel: number | null;
  readonly ceilingDbfs: number;
  readonly kneeDb: number;
}

function clip(excerpt: Excerpt, { shape, fraction, channel, ceilingDbfs, kneeDb }: Overload): Made | null {
  const channels = copyOf(excerpt);
  const clipped = channel === null ? channels : [channels[channel]!];
  const knee = levelExceededBy(clipped, fraction);
  const ceiling = knee * toGain(kneeDb);
  if (toDb(peakOf(clipped) / ceiling) < LEAST_DEPTH_DB) return null;
  const gain = (FULL_SCALE * toGain(ceilingDbfs)) / ceiling;
  // the other channel is as loud as it was beside this one, and must not clip
  if (channel !== null && peakOf([channels[1 - channel]!]) * gain > FULL_SCALE) return null;
  const mask = new Uint8Array(channels[0]!.length);
  let signal = 0;
  let error = 0;
  let bent = 0;
  for (const samples of channels)
    for (let n = 0; n < samples.length; n++) {
      const x = samples[n]!;
      const y = clipped.includes(samples) ? bend(x, knee, ceiling) : x;
      if (Math.abs(y) > (knee + ceiling) / 2 - 1e-9 && y !== x) mask[n] = 1;
      if (y !== x) bent += 1;
      signal += x * x;
      error += (x - y) ** 2;
      samples[n] = y * gain;
    }
  return {
    channels,
    parameters: {
      shape,
      fraction: readable(bent / (clipped.length * mask.length)),
      ceilingDbfs: readable(ceilingDbfs),
      kneeDb: readable(kneeDb),
      sdrDb: readable(10 * Math.log10(signal / error)),
    },
    where: placesOf(mask, excerpt.sampleRateHz, channel),
  };
}

/** Straight to the knee, then towards the ceiling; a hard edge where both are the same. */
function bend(x: number, knee: number, ceiling: number): number {
  const over = Math.abs(x) - knee;
  if (over <= 0) return x;
  const room = ceiling - knee;
  return Math.sign(x) * (knee + (room > 0 ? room * Math.tanh(over / room) : 0));
}

/** Stretches of a mask, near ones joined. */
export function placesOf(mask: Uint8Array, sampleRateHz: number, channel: number | null): TruePlace[] {
  const places: { startSeconds: number; endSeconds: number; channel: number | null }[] = [];
  for (let n = 0; n < mask.length; n++) {
    if (mask[n] === 0) continue;
    const seconds = n / sampleRateHz;
    const last = places.at(-1);
    if (last !== undefined && seconds - last.endSeconds < MERGE_SECONDS)
      last.endSeconds = seconds + 1 / sampleRateHz;
    else places.push({ startSeconds: seconds, endSeconds: seconds + 1 / sampleRateHz, channel });
  }
  return places;
}
