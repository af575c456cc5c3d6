import type { AudioBlock } from './block.ts';
import type { KernelMemory } from './kernels/memory.ts';
import type { AudioSource } from './source.ts';

/** A stretch of audio in kernel memory, with its surroundings on both sides. */
export interface Passage {
  /** Context, passage, context. */
  readonly block: AudioBlock;
  readonly beforeFrames: number;
  readonly frameCount: number;
  readonly afterFrames: number;
}

/** Reads frames [startFrame, endFrame) of a source and what stands around them; zeros outside the programme. */
export function readPassage(
  source: AudioSource,
  range: { readonly startFrame: number; readonly endFrame: number },
  context: { readonly beforeFrames: number; readonly afterFrames: number },
  kernels: KernelMemory,
): Passage {
  const frameCount = range.endFrame - range.startFrame;
  const block = kernels.makeRawBlock(
    source.channelCount,
    context.beforeFrames + frameCount + context.afterFrames,
  );
  source.read(range.startFrame - context.beforeFrames, block);
  return { block, frameCount, ...context };
}

/** The frames from `offsetFrames` on as a block of their own: the same memory, nothing is copied. */
export function sliceBlock(block: AudioBlock, offsetFrames: number, frameCount: number): AudioBlock {
  return {
    channels: block.channels.map(channel => channel.subarray(offsetFrames, offsetFrames + frameCount)),
    frameCount,
  };
}

/** The passage itself and `contextFrames` on either side. */
export function slicePassage(passage: Passage, contextFrames: number): AudioBlock {
  return sliceBlock(
    passage.block,
    passage.beforeFrames - contextFrames,
    passage.frameCount + 2 * contextFrames,
  );
}
