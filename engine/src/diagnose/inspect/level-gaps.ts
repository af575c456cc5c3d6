import type { Kernels } from '../../audio/index.ts';
import type { Hole } from './dropouts.ts';
import type { Stretch } from './tracer.ts';

/** A third of a millisecond at 44.1 kHz: two of them are never missed in a gap of a millisecond. */
const BLOCK_FRAMES = 16;
/** 30 dB down … */
const GAP_POWER = 1e-3;
/** … against so many blocks on either side, 6 ms. */
const SIDE_BLOCKS = 16;
/** −60 dBFS: what is quieter does not sound. */
const LEAST_POWER = 1e-6;
/** Between the pulses of low reeds and voices it can be as quiet for a millisecond. */
const LEAST_SECONDS = 0.002;
/** Longer ones are pauses. */
const LONGEST_SECONDS = 0.25;

/** Gaps of more than 30 dB with edges of a third of a millisecond: music fades, machines cut. */
export function findLevelGaps(samples: Float32Array, stretch: Stretch, kernels: Kernels): readonly Hole[] {
  const { passage, sampleRateHz } = stretch;
  const blockFrames = BLOCK_FRAMES * Math.max(1, Math.round(sampleRateHz / 48000));
  const longest = Math.round((LONGEST_SECONDS * sampleRateHz) / blockFrames);
  const powers = kernels.makeFloats(Math.floor(passage.block.frameCount / blockFrames));
  kernels.measureBlockPowers(samples, 0, blockFrames, powers);
  const first = Math.max(SIDE_BLOCKS, Math.floor(passage.beforeFrames / blockFrames));
  const end = Math.min(
    powers.length - SIDE_BLOCKS - 1,
    Math.ceil((passage.beforeFrames + passage.frameCount) / blockFrames),
  );
  const holes: Hole[] = [];
  for (let block = first; block < end; block++) {
    const near = Math.max(powers[block - 2]!, powers[block - 3]!, powers[block - 4]!);
    if (powers[block]! >= GAP_POWER * near) continue;
    const last = gapEnd(powers, block, longest);
    if (last === null) continue;
    const hole = refine(samples, block * blockFrames, last * blockFrames, blockFrames);
    const isOwn = hole.startFrame >= passage.beforeFrames;
    const isLong = hole.endFrame - hole.startFrame >= LEAST_SECONDS * sampleRateHz;
    if (isOwn && isLong && hole.startFrame < passage.beforeFrames + passage.frameCount) holes.push(hole);
    block = last;
  }
  return holes;
}

/** The first block behind a gap that begins at `block`; null where there is no gap. */
function gapEnd(powers: Float32Array, block: number, longest: number): number | null {
  const before = meanPower(powers, block - SIDE_BLOCKS, block);
  const bound = GAP_POWER * before;
  if (before < LEAST_POWER || powers[block]! >= bound) return null;
  let end = block + 1;
  while (end < powers.length && end - block <= longest && powers[end]! < bound) end++;
  if (end - block < 2 || end - block > longest || end + SIDE_BLOCKS >= powers.length) return null;
  const after = meanPower(powers, end, end + SIDE_BLOCKS);
  const inside = powers.subarray(block, end).reduce((most, power) => Math.max(most, power), 0);
  return after >= LEAST_POWER && inside < GAP_POWER * after ? end : null;
}

function meanPower(powers: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let block = from; block < to; block++) sum += powers[block]!;
  return sum / (to - from);
}

/** The blocks at the edges are partly hole: as far as samples stay as small as the largest inside. */
function refine(samples: Float32Array, from: number, to: number, blockFrames: number): Hole {
  let largest = 0;
  for (let n = from; n < to; n++) largest = Math.max(largest, Math.abs(samples[n]!));
  let startFrame = from;
  let endFrame = to;
  while (startFrame > from - blockFrames && Math.abs(samples[startFrame - 1]!) <= largest) startFrame--;
  while (endFrame < to + blockFrames && Math.abs(samples[endFrame]!) <= largest) endFrame++;
  return { startFrame, endFrame, form: 'gap', lagFrames: 0 };
}
