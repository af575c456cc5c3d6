import { between, betweenLog, drawMoments, oneOf, readable, wholeBetween } from './draw.ts';
import { copyOf, rmsOf, rmsOfAll, secondsOf, toGain } from './levels.ts';
import type { Excerpt, Recipe, TruePlace } from './types.ts';

/** Where it is quieter than this a gap is no gap. */
const LEAST_LEVEL = toGain(-40);
const LEAST_BELOW_MEAN = toGain(-15);
/** Edge of a gap that is not of zeros. */
const EDGE_SECONDS = 0.0005;
/** A repeated block that is nearly what it replaces is not heard. */
const LEAST_CHANGE = toGain(-6);

type Shape = 'zeros' | 'gap' | 'repeated block';

/** Missing samples: zeros, a sudden gap, a block played twice. */
export const dropouts: Recipe = {
  name: 'dropouts',
  kinds: ['dropout'],
  alsoTrue: ['clicks'],
  scoring: 'places',
  toleranceSeconds: 0.02,
  bar: 0.95,
  range:
    'runs of zeros 1 to 80 ms, gaps of −45 to −70 dB with edges of 0.5 ms 5 to 80 ms, blocks of 10 to 80 ms that are played twice, in both channels or one, where music stands (above −40 dBFS and −15 dB of its mean): each is a lost buffer that a label sends back',
  make(excerpt, random) {
    const shape = oneOf<Shape>(random, ['zeros', 'zeros', 'gap', 'repeated block']);
    const channel = oneOf(random, [0, 1, null, null]);
    const touched = channel === null ? [0, 1] : [channel];
    const channels = copyOf(excerpt);
    const rate = excerpt.sampleRateHz;
    const least = shape === 'zeros' ? 0.001 : shape === 'gap' ? 0.005 : 0.01;
    const depth = toGain(-between(random, 45, 70));
    const where: TruePlace[] = [];
    const count = wholeBetween(random, 1, 3);
    const range = { count, fromSeconds: 0.5, toSeconds: secondsOf(excerpt) - 1.4, apartSeconds: 0.5 };
    for (const seconds of drawMoments(random, range, at => isLoud(excerpt, touched, at))) {
      const frameCount = Math.round(betweenLog(random, least, 0.08) * rate);
      const start = Math.round(seconds * rate);
      if (!touched.every(c => isLoud(excerpt, [c], (start + frameCount) / rate))) continue;
      const changes = touched.map(c => interrupt(channels[c]!, { shape, start, frameCount, depth, rate }));
      if (!changes.some(Boolean)) continue;
      where.push({ startSeconds: start / rate, endSeconds: (start + frameCount) / rate, channel });
    }
    if (where.length === 0) return null;
    const longest = Math.max(...where.map(place => place.endSeconds - place.startSeconds));
    return { channels, parameters: { shape, count: where.length, longestSeconds: readable(longest) }, where };
  },
};

function isLoud(excerpt: Excerpt, touched: readonly number[], seconds: number): boolean {
  const at = seconds * excerpt.sampleRateHz;
  const near = 0.01 * excerpt.sampleRateHz;
  const least = Math.max(LEAST_LEVEL, LEAST_BELOW_MEAN * rmsOfAll(excerpt.channels));
  return touched.every(c => rmsOf(excerpt.channels[c]!, at - near, at + near) >= least);
}

interface Interruption {
  readonly shape: Shape;
  readonly start: number;
  readonly frameCount: number;
  readonly depth: number;
  readonly rate: number;
}

/** Whether it can be heard; where not, nothing was changed. */
function interrupt(samples: Float32Array, { shape, start, frameCount, depth, rate }: Interruption): boolean {
  const end = start + frameCount;
  if (shape === 'zeros') {
    samples.fill(0, start, end);
    return true;
  }
  if (shape === 'repeated block') {
    const before = samples.slice(start - frameCount, start);
    const change = rmsOf(before.map((x, n) => x - samples[start + n]!));
    if (change < LEAST_CHANGE * rmsOf(samples, start, end)) return false;
    samples.set(before, start);
    return true;
  }
  const edge = Math.round(EDGE_SECONDS * rate);
  for (let n = start; n < end; n++) {
    const inside = Math.min(1, Math.min(n - start, end - 1 - n) / edge);
    samples[n]! *= 1 - inside * (1 - depth);
  }
  return true;
}
