import { type AudioBlock, type Kernels, type PeakGuard, sliceBlock } from '../audio/index.ts';
import type { CeilingLines } from './ceiling.ts';

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
 * Holds a passage under a ceiling between its samples: the guard takes the excess out, and the meter that proves the
 * delivery has the last word.
 *
 * @param makeBlock  gives the passage with the stated frames around it
 * @param ceiling null leaves the audio as it is
 */
export function guardPassage(
  guard: PeakGuard,
  frameCount: number,
  ceiling: CeilingLines | null,
  kernels: Kernels,
  makeBlock: (surroundFrames: number) => AudioBlock,
): FinishedSegment {
  if (ceiling === null) return { channels: copyOut(makeBlock(0), 0, frameCount), truePeakGain: 0 };
  const surround = SURROUND_FRAMES + guard.contextFrames;
  const block = makeBlock(surround);
  const dips = kernels.makeFloats(block.frameCount);
  const guarded = frameCount + 2 * SURROUND_FRAMES;
  let truePeakGain = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    dips.fill(1);
    truePeakGain = guard.repair(block, guarded, ceiling.guardGain, dips);
    if (truePeakGain <= ceiling.guardGain) break;
    kernels.applyGains(block, dips);
  }
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (!dipWhatTheMeterFinds(block, ceiling.meterGain, dips, kernels)) break;
  }
  return {
    channels: copyOut(block, surround, frameCount),
    truePeakGain: Math.min(truePeakGain, ceiling.meterGain),
  };
}

/** Stretches that the meter is asked about at a time, and how finely a place is then searched for. */
const TILE_FRAMES = 4096;
const PLACE_FRAMES = 64;
/** Frames over which a dip comes and goes: 2 ms at 48 kHz. */
const SLOPE_FRAMES = 96;
/** A dip goes this much further than asked, so that rounding cannot undo it. */
const SPARE = 1e-4;

/** Dips the gain wherever the meter still reads more than the ceiling. @returns whether there was such a place */
function dipWhatTheMeterFinds(
  block: AudioBlock,
  ceilingGain: number,
  dips: Float32Array,
  kernels: Kernels,
): boolean {
  const context = kernels.peakContextFrames;
  const measure = (start: number, frames: number) =>
    kernels.measureTruePeak(sliceBlock(block, start - context, frames + 2 * context), frames, ceilingGain);
  dips.fill(1);
  let found = false;
  for (let start = context; start < block.frameCount - context; start += TILE_FRAMES) {
    const frames = Math.min(TILE_FRAMES, block.frameCount - context - start);
    if (measure(start, frames) <= ceilingGain) continue;
    found = true;
    for (let place = start; place < start + frames; place += PLACE_FRAMES) {
      const length = Math.min(PLACE_FRAMES, start + frames - place);
      const peakGain = measure(place, length);
      if (peakGain > ceilingGain) writeDip(dips, place, length, (ceilingGain / peakGain) * (1 - SPARE));
    }
  }
  if (found) kernels.applyGains(block, dips);
  return found;
}

/** Lowers `dips` to `depthGain` over a place, with smooth slopes (3t² − 2t³) on both sides. */
function writeDip(dips: Float32Array, start: number, frameCount: number, depthGain: number): void {
  const from = Math.max(0, start - SLOPE_FRAMES);
  const to = Math.min(dips.length, start + frameCount + SLOPE_FRAMES);
  for (let frame = from; frame < to; frame++) {
    const distance = Math.max(0, start - frame, frame - (start + frameCount - 1));
    const t = 1 - distance / SLOPE_FRAMES;
    const gain = 1 - (1 - depthGain) * t * t * (3 - 2 * t);
    dips[frame] = Math.min(dips[frame]!, gain);
  }
}

/** Copies frames out of kernel memory, for another thread. */
function copyOut(block: AudioBlock, offsetFrames: number, frameCount: number): readonly Float32Array[] {
  return sliceBlock(block, offsetFrames, frameCount).channels.map(channel => channel.slice());
}
