import type { Kernels } from '@deadwax/engine/ports';
import { type ClippingTrace, clipping } from '../../engine/src/diagnose/inspect/clipping.ts';

type Channels = readonly Float32Array[];

/** Clips of a known kind. */
export interface Plant {
  readonly name: string;
  make(clean: Channels): { readonly channels: Channels; readonly clippedSamples: number };
}

/** Something that only looks like clipping. */
export interface Fake {
  readonly name: string;
  make(clean: Channels): Channels;
}

/** xorshift32, −1 … 1. */
export function chance(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 31 - 1;
  };
}

const peakOf = (channels: Channels): number =>
  channels.reduce((most, channel) => channel.reduce((m, x) => Math.max(m, Math.abs(x)), most), 0);

const map = (channels: Channels, of: (x: number, channel: number, frame: number) => number): Channels =>
  channels.map((samples, channel) => samples.map((x, frame) => of(x, channel, frame)));

const round16 = (x: number): number => Math.round(x * 32768) / 32768;

interface ClipShape {
  readonly depthDb: number;
  /** Gain after the clip, dB. */
  readonly laterDb: number;
  readonly sides: 'both' | 'positive' | 'left';
  readonly ending: 'float' | '16 bit' | '16 bit with dither';
}

/** Clipped `depthDb` under the peak, then turned to `laterDb` and written. */
function makePlant(shape: ClipShape): Plant {
  const { depthDb, laterDb, sides, ending } = shape;
  return {
    name: `${depthDb} dB deep, ${sides}, then ${laterDb} dB, ${ending}`,
    make(clean) {
      const top = peakOf(clean);
      const level = Math.fround(10 ** (-depthDb / 20) * top);
      const later = 10 ** (laterDb / 20) / level;
      const next = chance(7);
      const dither = ending === '16 bit with dither' ? () => (next() + next()) / 65536 : () => 0;
      let clippedSamples = 0;
      const channels = map(clean, (x, channel) => {
        const isHere = sides !== 'left' || channel === 0;
        const above = isHere && x >= level;
        const below = isHere && sides !== 'positive' && x <= -level;
        if (above || below) clippedSamples++;
        const y = (above ? level : below ? -level : x) * later;
        return Math.fround(ending === 'float' ? y : round16(y + dither()));
      });
      return { channels, clippedSamples };
    },
  };
}

/** Depths from a hair to ruin, levels from full scale to −18 dBFS. */
export const PLANTS: readonly Plant[] = [0.5, 1, 2, 4, 8].flatMap((depthDb, index) => [
  makePlant({ depthDb, laterDb: 0, sides: 'both', ending: '16 bit' }),
  makePlant({ depthDb, laterDb: -6, sides: 'both', ending: 'float' }),
  makePlant({ depthDb, laterDb: -3, sides: 'both', ending: '16 bit with dither' }),
  makePlant({
    depthDb,
    laterDb: -18 + 3 * index,
    sides: index % 2 === 0 ? 'positive' : 'left',
    ending: '16 bit',
  }),
]);

/** A look-ahead limiter of the plainest kind: the least gain of the next and the last 5 ms, averaged. */
function limit(clean: Channels, ceilingDb: number): Channels {
  const ceiling = 10 ** (ceilingDb / 20) * peakOf(clean);
  const frames = clean[0]!.length;
  const reach = 220;
  const wanted = Float64Array.from({ length: frames }, (_, n) =>
    Math.min(1, ceiling / Math.max(1e-9, ...clean.map(channel => Math.abs(channel[n]!)))),
  );
  const held = wanted.map((_, n) => {
    let least = 1;
    for (let k = Math.max(0, n - reach); k <= Math.min(frames - 1, n + reach); k++)
      least = Math.min(least, wanted[k]!);
    return least;
  });
  const sums = new Float64Array(frames + 1);
  held.forEach((gain, n) => {
    sums[n + 1] = sums[n]! + gain;
  });
  const gainAt = (n: number): number => {
    const [from, to] = [Math.max(0, n - reach / 2), Math.min(frames, n + reach / 2)];
    return (sums[to]! - sums[from]!) / (to - from);
  };
  return map(clean, (x, _, n) => x * gainAt(n));
}

/** Peak at 0.98, then rounded to 1/steps. */
function quantise(channels: Channels, steps: number): Channels {
  const gain = 0.98 / peakOf(channels);
  return map(channels, x => Math.round(x * gain * steps) / steps);
}

/** Each kept within full scale. */
export const FAKES: readonly Fake[] = [
  { name: '16 bit', make: clean => quantise(clean, 32768) },
  { name: 'limited by 6 dB, 16 bit', make: clean => quantise(limit(clean, -6), 32768) },
  { name: 'limited by 12 dB, float', make: clean => limit(clean, -12) },
  { name: '8 bit, quiet', make: clean => map(clean, x => Math.round(x * 40) / 128) },
  { name: '12 bit', make: clean => quantise(clean, 2048) },
  {
    name: 'square wave over silence',
    make: clean => map(clean, (_, __, n) => (n % 200 < 100 ? 0.1 : -0.1)),
  },
  { name: 'silence', make: clean => map(clean, () => 0) },
  { name: 'direct current', make: clean => map(clean, () => 0.25) },
  {
    name: 'bass alone, 16 bit',
    make: clean => map(clean, (_, __, n) => round16(0.9 * Math.sin(0.006 * n))),
  },
];

/** The tracer over a whole excerpt as one segment. */
export function traceClipping(channels: Channels, sampleRateHz: number, kernels: Kernels): ClippingTrace {
  const frameCount = channels[0]!.length;
  const mark = kernels.mark();
  const block = kernels.makeBlock(channels.length, frameCount);
  channels.forEach((channel, index) => {
    block.channels[index]!.set(channel);
  });
  const programme = { sampleRateHz, channelCount: channels.length, frameCount };
  const passage = { block, beforeFrames: 0, frameCount, afterFrames: 0 };
  const trace = clipping.trace({ ...programme, passage, startFrame: 0, endFrame: frameCount }, kernels);
  kernels.release(mark);
  return clipping.join([trace], programme);
}
