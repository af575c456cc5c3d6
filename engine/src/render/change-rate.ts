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
import type { CeilingLines } from './ceiling.ts';
import { BLOCK_FRAMES, type BlockConsumer, makeHandOver } from './finish.ts';
import { type FinishedSegment, guardPassage } from './guard.ts';

interface ChangeRateInput {
  readonly audio: AudioHandle;
  /** In frames of the new rate. */
  readonly segment: Segment;
  readonly toHz: number;
  readonly ceiling: CeilingLines | null;
}

/** Converts one segment to another rate; the band limit moves peaks, so they are held under the ceiling again. */
export const changeRateTask: Task<ChangeRateInput, FinishedSegment> = {
  name: 'change-rate',
  run({ audio, segment, toHz, ceiling }: ChangeRateInput, powers: ThreadPowers): FinishedSegment {
    const { kernels } = powers;
    const source = makePcmSource(powers.openBytes(audio.bytes), audio.layout, kernels);
    const resampler = kernels.makeResampler({ fromHz: source.sampleRateHz, toHz });
    const guard = kernels.makePeakGuard(toHz, source.channelCount);
    const frameCount = segment.endFrame - segment.startFrame;
    return guardPassage(guard, frameCount, ceiling, kernels, surroundFrames => {
      const outputStart = segment.startFrame - surroundFrames;
      const output = kernels.makeBlock(source.channelCount, frameCount + 2 * surroundFrames);
      const range = resampler.inputRange(outputStart, output.frameCount);
      const input = kernels.makeBlock(source.channelCount, range.end - range.start);
      source.read(range.start, input);
      resampler.convert(input, range.start, output, outputStart);
      silenceOutside(output, outputStart, resampler.outputFrames(source.frameCount));
      return output;
    });
  },
};

/** What a file does not hold is silence: the ringing of a hard start or end beyond it is cut off, and peaks rise there. */
function silenceOutside(block: AudioBlock, startFrame: number, programmeFrames: number): void {
  const from = Math.max(0, -startFrame);
  const to = Math.max(from, programmeFrames - startFrame);
  for (const channel of block.channels) {
    channel.fill(0, 0, from);
    channel.fill(0, to);
  }
}

/** Hands over a programme at another rate, block by block. */
export async function changeRate(
  source: AudioSource,
  target: { readonly sampleRateHz: number; readonly ceiling: CeilingLines | null },
  powers: Powers,
  watch: Watch,
  consume: BlockConsumer,
): Promise<void> {
  if (target.sampleRateHz === source.sampleRateHz && target.ceiling === null) {
    return playThrough(source, powers, watch, consume);
  }
  const frameCount = outputFrames(source, target.sampleRateHz, powers);
  const { channelCount } = source;
  const segments = cutSegments({ sampleRateHz: target.sampleRateHz, channelCount, frameCount });
  const handOver = makeHandOver(channelCount, powers, consume);
  await mapInOrder(
    segments,
    workAhead(powers.crew.threadCount),
    segment =>
      runOnCrew(powers.crew, changeRateTask, {
        audio: source.handle,
        segment,
        toHz: target.sampleRateHz,
        ceiling: target.ceiling,
      }),
    async (finished, index) => {
      await handOver(finished.channels);
      checkCancelled(watch);
      watch.report?.({ stage: 'rate', fraction: (index + 1) / segments.length });
    },
  );
}

/** Hands over a programme as it is. */
async function playThrough(
  source: AudioSource,
  powers: Powers,
  watch: Watch,
  consume: BlockConsumer,
): Promise<void> {
  const block = powers.kernels.makeBlock(source.channelCount, BLOCK_FRAMES);
  for (let start = 0; start < source.frameCount; start += BLOCK_FRAMES) {
    block.frameCount = Math.min(BLOCK_FRAMES, source.frameCount - start);
    source.read(start, block);
    await consume(block);
    checkCancelled(watch);
    watch.report?.({ stage: 'write', fraction: Math.min(1, (start + BLOCK_FRAMES) / source.frameCount) });
  }
}

/** Frames of a programme at another rate. */
export function outputFrames(source: AudioSource, toHz: number, powers: Powers): number {
  if (toHz === source.sampleRateHz) return source.frameCount;
  const mark = powers.kernels.mark();
  const frames = powers.kernels
    .makeResampler({ fromHz: source.sampleRateHz, toHz })
    .outputFrames(source.frameCount);
  powers.kernels.release(mark);
  return frames;
}
