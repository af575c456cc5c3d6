import { type AudioSource, checkCancelled, type Powers, type Watch } from '../audio/index.ts';
import { dbToGain } from '../units/index.ts';
import { BLOCK_FRAMES, type BlockConsumer } from './finish.ts';

/** A programme at another level, or what is left of it when another is taken away. */
export interface Levelled {
  readonly source: AudioSource;
  /** Subtracted, sample by sample, before the gain. */
  readonly less?: AudioSource;
  /** 0 leaves every bit as it is. */
  readonly gainDb: number;
}

/** Hands over a programme block by block; the blocks are reused. */
export async function playLevel(
  { source, less, gainDb }: Levelled,
  powers: Powers,
  watch: Watch,
  consume: BlockConsumer | ((block: Parameters<BlockConsumer>[0]) => void),
): Promise<void> {
  const { kernels } = powers;
  const block = kernels.makeBlock(source.channelCount, BLOCK_FRAMES);
  const other = less === undefined ? null : kernels.makeBlock(source.channelCount, BLOCK_FRAMES);
  for (let start = 0; start < source.frameCount; start += BLOCK_FRAMES) {
    block.frameCount = Math.min(BLOCK_FRAMES, source.frameCount - start);
    source.read(start, block);
    if (less !== undefined && other !== null) {
      other.frameCount = block.frameCount;
      less.read(start, other);
      kernels.subtractBlock(block, other);
    }
    if (gainDb !== 0) kernels.scaleBlock(block, dbToGain(gainDb));
    await consume(block);
    checkCancelled(watch);
    watch.report?.({ stage: 'write', fraction: Math.min(1, (start + BLOCK_FRAMES) / source.frameCount) });
  }
}
