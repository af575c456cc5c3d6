import { type AudioBlock, type Kernels, type PeakGuard, sliceBlock } from '../audio/index.ts';

/** Finished audio of one segment, planar. */
export interface FinishedSegment {
  readonly channels: readonly Float32Array[];
  /** Largest magnitude between the samples that the guard saw last; 0 where it had nothing to see. */
  readonly truePeakGain: number;
}

/**
 * Frames around a passage that are repaired with it. Dips are a few milliseconds wide, so both neighbours of a border
 * find the same ones there, and the border does not show.
 */
const SURROUND_FRAMES = 8192;
const MOST_ROUNDS = 8;

/**
 * Holds a passage under a ceiling between its samples.
 *
 * @param makeBlock  gives the passage with the stated frames around it
 * @param ceilingGain null leaves the audio as it is
 */
export function guardPassage(
  guard: PeakGuard,
  frameCount: number,
  ceilingGain: number | null,
  kernels: Kernels,
  makeBlock: (surroundFrames: number) => AudioBlock,
): FinishedSegment {
  if (ceilingGain === null) return { channels: copyOut(makeBlock(0), 0, frameCount), truePeakGain: 0 };
  const surround = SURROUND_FRAMES + guard.contextFrames;
  const block = makeBlock(surround);
  const dips = kernels.makeFloats(block.frameCount);
  const guarded = frameCount + 2 * SURROUND_FRAMES;
  let truePeakGain = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    dips.fill(1);
    truePeakGain = guard.repair(sliceBlock(block, 0, block.frameCount), guarded, ceilingGain, dips);
    if (truePeakGain <= ceilingGain) break;
    kernels.applyGains(block, dips);
  }
  return { channels: copyOut(block, surround, frameCount), truePeakGain };
}

/** Copies frames out of kernel memory, for another thread. */
function copyOut(block: AudioBlock, offsetFrames: number, frameCount: number): readonly Float32Array[] {
  return sliceBlock(block, offsetFrames, frameCount).channels.map(channel => channel.slice());
}
