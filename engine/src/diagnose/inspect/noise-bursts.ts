import type { Kernels } from '../../audio/index.ts';
import { powerToDb } from '../../units/index.ts';
import type { Programme, Stretch, Tracer } from './tracer.ts';

/** A short stretch of white noise that begins and ends at once. */
export interface NoiseBurstTrace {
  readonly channel: number;
  readonly startFrame: number;
  readonly endFrame: number;
  /** How far the lags of its difference are from those of white noise: near 0 for noise, 2 and more for a wave. */
  readonly colour: number;
  /** How far its treble stands above that of the louder of its two sides. */
  readonly overMusicDb: number;
  readonly levelDbfs: number;
}

/** 0.7 ms: the grid on which a burst begins and ends; a burst of 3 ms holds three of them whole. */
const BLOCK_SECONDS = 32 / 44100;
const LEAST_BLOCKS = 3;
const LONGEST_SECONDS = 0.3;
/** Blocks that are left out beside a burst, partly burst themselves, and those that are compared: 6 ms. */
const EDGE_BLOCKS = 1;
const SIDE_BLOCKS = 8;
/** 6 dB within a block: a cymbal begins so, but does not end so. */
const LEAST_RATIO = 4;
/** A click is white too, but no two blocks of it are alike: noise stays within 8 dB of its mean. */
const LEAST_SHARE = 0.16;
/** 12 dB over both sides in all: hats of synthesisers are white and short, but fade. */
const LEAST_OVER_RATIO = 16;
/** −60 dBFS of differenced power. */
const LEAST_POWER = 1e-6;
/** White noise of 96 frames reads 0.11, give or take half as much. */
const WHITE = 0.25;

/** Looks for bursts of digital noise, channel by channel. */
export const noiseBurstTracer: Tracer<readonly NoiseBurstTrace[], readonly NoiseBurstTrace[]> = {
  contextSeconds: 0.35,
  trace: traceBursts,
  join: (traces, _programme: Programme) =>
    traces.flat().sort((a, b) => a.startFrame - b.startFrame || a.channel - b.channel),
};

function traceBursts(
  { passage, startFrame, sampleRateHz }: Stretch,
  kernels: Kernels,
): readonly NoiseBurstTrace[] {
  const blockFrames = 4 * Math.round((BLOCK_SECONDS * sampleRateHz) / 4);
  const lead = (EDGE_BLOCKS + SIDE_BLOCKS) * blockFrames;
  const base = passage.beforeFrames - lead;
  const powers = kernels.makeFloats(Math.floor((passage.block.frameCount - 8 - base) / blockFrames));
  const longest = Math.round(LONGEST_SECONDS / BLOCK_SECONDS);
  const ownTo = EDGE_BLOCKS + SIDE_BLOCKS + Math.ceil(passage.frameCount / blockFrames);
  const colour = kernels.makeFloats(2);
  return passage.block.channels.flatMap((samples, channel) => {
    kernels.measureDifferencePowers(samples, base, blockFrames, powers);
    return findBursts(powers, ownTo, longest).flatMap(({ first, end }) => {
      const from = base + first * blockFrames;
      kernels.measureWhiteness(samples, from, (end - first) * blockFrames, colour);
      if (colour[1]! > WHITE) return [];
      const offset = startFrame - passage.beforeFrames;
      return {
        channel,
        startFrame: offset + from - blockFrames,
        endFrame: offset + base + (end + 1) * blockFrames,
        colour: colour[1]!,
        overMusicDb: powerToDb(overSides(powers, first, end)),
        levelDbfs: powerToDb(colour[0]! / 2), // differencing doubles the power of white noise
      };
    });
  });
}

/** Blocks [first, end). */
interface Burst {
  readonly first: number;
  readonly end: number;
}

/** Stretches whose treble rises at once, stays, and falls at once. */
function findBursts(powers: Float32Array, ownTo: number, longest: number): readonly Burst[] {
  const bursts: Burst[] = [];
  const last = Math.min(ownTo, powers.length - LEAST_BLOCKS - EDGE_BLOCKS - SIDE_BLOCKS);
  for (let block = EDGE_BLOCKS + SIDE_BLOCKS; block < last; block++) {
    // the block before is the edge: the one that is held against it lies two before
    if (powers[block]! < LEAST_RATIO * powers[block - 2]! || powers[block]! < LEAST_POWER) continue;
    const end = burstEnd(powers, block, longest);
    if (end === null || overSides(powers, block, end) < LEAST_OVER_RATIO) continue;
    bursts.push({ first: block, end });
    block = end + EDGE_BLOCKS;
  }
  return bursts;
}

/** Behind the last block that is as loud as the first three; null where that is too short or too long. */
function burstEnd(powers: Float32Array, first: number, longest: number): number | null {
  const loud = meanOf(powers, first, first + LEAST_BLOCKS);
  let end = first;
  while (end < powers.length && end - first <= longest && powers[end]! > LEAST_SHARE * loud) end += 1;
  // a click inside is no noise, and a burst does not begin before its own rise
  const isEven = powers.subarray(first, end).every(power => power < loud / LEAST_SHARE);
  const isFit = isEven && end - first >= LEAST_BLOCKS && end - first <= longest;
  return isFit && end + EDGE_BLOCKS + SIDE_BLOCKS <= powers.length ? end : null;
}

/** Mean differenced power inside over the larger mean beside it. */
function overSides(powers: Float32Array, first: number, end: number): number {
  const before = meanOf(powers, first - EDGE_BLOCKS - SIDE_BLOCKS, first - EDGE_BLOCKS);
  const after = meanOf(powers, end + EDGE_BLOCKS, end + EDGE_BLOCKS + SIDE_BLOCKS);
  return meanOf(powers, first, end) / Math.max(before, after, LEAST_POWER / LEAST_RATIO);
}

function meanOf(powers: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let block = from; block < to; block++) sum += powers[block]!;
  return sum / (to - from);
}
