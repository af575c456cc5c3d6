import {
  type AudioBlock,
  type AudioHandle,
  type AudioSource,
  checkCancelled,
  cutSegments,
  makePcmSource,
  mapInOrder,
  type Powers,
  runOnCrew,
  type Segment,
  type Task,
  type ThreadPowers,
  type Watch,
  workAhead,
} from '../audio/index.ts';
import type { LoudnessPlan } from '../plan/plan.ts';
import { type CeilingLines, ceilingLines } from './ceiling.ts';
import { levelOf, limitingOf } from './gain-curve.ts';
import { type FinishedSegment, guardPassage } from './guard.ts';
import { type Limiting, readLimited } from './limited-passage.ts';
import type { Settled } from './settle.ts';

interface FinishInput {
  readonly audio: AudioHandle;
  readonly segment: Segment;
  readonly limiting: Limiting;
  /** null: nothing is held under a ceiling. */
  readonly ceiling: CeilingLines | null;
}

/** Applies the settled gain to one segment and holds what is left between its samples under the ceiling. */
export const finishSegmentTask: Task<FinishInput, FinishedSegment> = {
  name: 'finish-segment',
  run: finishSegment,
};

function finishSegment(input: FinishInput, powers: ThreadPowers): FinishedSegment {
  const { kernels } = powers;
  const { segment } = input;
  const source = makePcmSource(powers.openBytes(input.audio.bytes), input.audio.layout, kernels);
  const guard = kernels.makePeakGuard(source.sampleRateHz, source.channelCount);
  return guardPassage(
    guard,
    segment.endFrame - segment.startFrame,
    input.ceiling,
    kernels,
    surroundFrames => {
      const around = { beforeFrames: surroundFrames, afterFrames: surroundFrames };
      return readLimited(source, segment, around, input.limiting, powers);
    },
  );
}

/** Takes finished audio in order. */
export type BlockConsumer = (block: AudioBlock) => Promise<void> | void;

/** Frames handed to consumers at a time. */
export const BLOCK_FRAMES = 16384;

/** Renders the settled master and hands it over block by block. @returns the largest true peak, amplitude */
export async function finish(
  job: { readonly source: AudioSource; readonly loudness: LoudnessPlan; readonly settled: Settled },
  powers: Powers,
  watch: Watch,
  consume: BlockConsumer,
): Promise<number> {
  const { source, settled, loudness } = job;
  const segments = cutSegments(source);
  const ceiling = ceilingLines(loudness);
  const limiting = settled.curve === null ? levelOf(settled.driveDb) : limitingOf(settled.curve);
  const handOver = makeHandOver(source.channelCount, powers, consume);
  let truePeakGain = 0;
  await mapInOrder(
    segments,
    workAhead(powers.crew.threadCount),
    segment =>
      runOnCrew(powers.crew, finishSegmentTask, {
        audio: source.handle,
        segment,
        limiting,
        ceiling,
      }),
    async (finished, index) => {
      truePeakGain = Math.max(truePeakGain, finished.truePeakGain);
      await handOver(finished.channels);
      checkCancelled(watch);
      watch.report?.({ stage: 'write', fraction: (index + 1) / segments.length });
    },
  );
  return truePeakGain;
}

/** A function that brings planar audio into kernel memory, block by block, for those who go on with it. */
export function makeHandOver(
  channelCount: number,
  powers: Powers,
  consume: BlockConsumer,
): (channels: readonly Float32Array[]) => Promise<void> {
  const block = powers.kernels.makeBlock(channelCount, BLOCK_FRAMES);
  return async channels => {
    const frameCount = channels[0]!.length;
    for (let start = 0; start < frameCount; start += BLOCK_FRAMES) {
      block.frameCount = Math.min(BLOCK_FRAMES, frameCount - start);
      channels.forEach((channel, index) => {
        block.channels[index]!.set(channel.subarray(start, start + block.frameCount));
      });
      await consume(block);
    }
  };
}
