import type { Kernels } from '../../audio/index.ts';
import { powerToDb } from '../../units/index.ts';
import type { Programme, Stretch, Tracer } from './tracer.ts';

/** A short stretch of white noise that begins and ends at once. */
export interface NoiseBurstTrace {
  readonly channel: number;
  readonly startFrame: number;
  readonly endFrame: number;
  /** Σ (r[k]/r[0])², k = 1 … 8: near 0 for white noise, up to 8 for a slow wave. */
  readonly colour: number;
  /** How far its treble stands above the louder of its two sides. */
  readonly overMusicDb: number;
  readonly levelDbfs: number;
}

/** 2.9 ms: a burst of 9 ms holds two of them whole. */
const BLOCK_SECONDS = 128 / 44100;
/** White noise reads 8/128 ± 0.03; music rarely comes below 0.5. */
const WHITE = 0.2;
/** −60 dBFS of differenced power. */
const LEAST_POWER = 1e-6;
/** Blocks left out beside a burst, which are partly burst, and those that are compared. */
const EDGE_BLOCKS = 1;
const SIDE_BLOCKS = 4;
/** 12 dB: cymbals and snares fall less in the 6 ms of an edge. */
const LEAST_RATIO = 16;
/** A click is white too, but lies in one block. */
const LEAST_BLOCKS = 2;
const LONGEST_SECONDS = 0.5;

/** Looks for bursts of digital noise, channel by channel. */
export const noiseBurstTracer: Tracer<readonly NoiseBurstTrace[], readonly NoiseBurstTrace[]> = {
  contextSeconds: 0.6,
  trace: traceBursts,
  join: (traces, _programme: Programme) =>
    traces.flat().sort((a, b) => a.startFrame - b.startFrame || a.channel - b.channel),
};

function traceBursts(
  { passage, startFrame, sampleRateHz }: Stretch,
  kernels: Kernels,
): readonly NoiseBurstTrace[] {
  const blockFrames = 4 * Math.round((BLOCK_SECONDS * sampleRateHz) / 4);
  const longest = Math.round((LONGEST_SECONDS * sampleRateHz) / blockFrames);
  // blocks lie on a grid that begins a whole number of blocks before the segment
  const lead = Math.min(longest, Math.floor(passage.beforeFrames / blockFrames)) * blockFrames;
  const base = passage.beforeFrames - lead;
  const count = Math.floor((passage.block.frameCount - 8 - base) / blockFrames);
  const results = kernels.makeFloats(2 * count);
  const ownFrom = lead / blockFrames;
  const ownTo = ownFrom + Math.ceil(passage.frameCount / blockFrames);
  return passage.block.channels.flatMap((samples, channel) => {
    kernels.measureWhiteness(samples, base, blockFrames, results);
    const grid = { channel, blockFrames, originFrame: startFrame - lead };
    return findBursts(results, ownFrom, ownTo, longest).map(burst => describeBurst(results, burst, grid));
  });
}

interface Burst {
  readonly first: number;
  readonly end: number;
}

function findBursts(
  results: Float32Array,
  ownFrom: number,
  ownTo: number,
  longest: number,
): readonly Burst[] {
  const count = results.length / 2;
  const bursts: Burst[] = [];
  let block = Math.max(ownFrom, EDGE_BLOCKS + SIDE_BLOCKS);
  while (block < Math.min(ownTo, count)) {
    if (!isWhite(results, block) || isWhite(results, block - 1)) {
      block += 1;
      continue;
    }
    let end = block + 1;
    while (end < count && end - block <= longest && isWhite(results, end)) end += 1;
    const fits = end - block >= LEAST_BLOCKS && end - block <= longest;
    if (fits && overSides(results, block, end) >= LEAST_RATIO) bursts.push({ first: block, end });
    block = end;
  }
  return bursts;
}

function isWhite(results: Float32Array, block: number): boolean {
  return results[2 * block + 1]! < WHITE && results[2 * block]! > LEAST_POWER;
}

/** Smallest differenced power inside over the largest mean beside it. */
function overSides(results: Float32Array, first: number, end: number): number {
  const before = meanOf(results, first - EDGE_BLOCKS - SIDE_BLOCKS, first - EDGE_BLOCKS);
  const after = meanOf(results, end + EDGE_BLOCKS, end + EDGE_BLOCKS + SIDE_BLOCKS);
  let least = Number.POSITIVE_INFINITY;
  for (let block = first; block < end; block++) least = Math.min(least, results[2 * block]!);
  return least / Math.max(before, after, LEAST_POWER / LEAST_RATIO);
}

function meanOf(results: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let block = from; block < to; block++) sum += results[2 * block] ?? 0;
  return sum / (to - from);
}

function describeBurst(
  results: Float32Array,
  { first, end }: Burst,
  grid: { readonly channel: number; readonly blockFrames: number; readonly originFrame: number },
): NoiseBurstTrace {
  let colour = 0;
  for (let block = first; block < end; block++) colour += results[2 * block + 1]! / (end - first);
  const power = meanOf(results, first, end);
  return {
    channel: grid.channel,
    startFrame: grid.originFrame + (first - EDGE_BLOCKS) * grid.blockFrames,
    endFrame: grid.originFrame + (end + EDGE_BLOCKS) * grid.blockFrames,
    colour,
    overMusicDb: powerToDb(overSides(results, first, end)),
    levelDbfs: powerToDb(power / 2), // differencing doubles the power of white noise
  };
}
