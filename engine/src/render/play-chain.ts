import {
  type AudioBlock,
  type AudioSource,
  checkCancelled,
  makeSpillSink,
  type Powers,
  type Processor,
  type Watch,
} from '../audio/index.ts';

const BLOCK_FRAMES = 16384;

/**
 * Plays a programme through a chain into scratch, aligned with the source: the chain's latency is taken off the
 * front and its tail is let out at the end.
 */
export async function playChain(
  source: AudioSource,
  chain: Processor,
  powers: Powers,
  watch: Watch,
): Promise<AudioSource> {
  const { kernels } = powers;
  const sink = makeSpillSink(powers.makeScratch(), source, kernels);
  const block = kernels.makeBlock(source.channelCount, BLOCK_FRAMES);
  const endFrame = source.frameCount + chain.latencyFrames;
  for (let start = 0; start < endFrame; start += BLOCK_FRAMES) {
    block.frameCount = Math.min(BLOCK_FRAMES, endFrame - start);
    source.read(start, block);
    chain.process(block);
    sink.write(withoutFirst(block, chain.latencyFrames - start));
    if ((start / BLOCK_FRAMES) % 16 === 15) await pause(watch, start / endFrame);
  }
  return sink.toSource();
}

/** Lets the host breathe: progress is shown, a cancel is heard, other threads' results arrive. */
async function pause(watch: Watch, fraction: number): Promise<void> {
  checkCancelled(watch);
  watch.report?.({ stage: 'render', fraction });
  await Promise.resolve();
}

/** The block less its first `frames` (none where that is negative). */
function withoutFirst(block: AudioBlock, frames: number): AudioBlock {
  if (frames <= 0) return block;
  const offset = Math.min(frames, block.frameCount);
  return {
    channels: block.channels.map(channel => channel.subarray(offset, block.frameCount)),
    frameCount: block.frameCount - offset,
  };
}
