import { type KernelMemory, makePcmWriter, type PcmKernels, type Scratch } from '@deadwax/engine/ports';

/** Gathers decoded planes of float into blocks and lays them into a scratch file, interleaved. */
export interface FloatSpill {
  /** Frames taken so far. */
  readonly frameCount: number;
  take(planes: readonly Float32Array[], frameCount: number): void;
  finish(): void;
}

const BLOCK_FRAMES = 32768;

export function makeFloatSpill(
  scratch: Scratch,
  channelCount: number,
  kernels: KernelMemory & PcmKernels,
): FloatSpill {
  const block = kernels.makeBlock(channelCount, BLOCK_FRAMES);
  const write = makePcmWriter(scratch, 'f32le', channelCount, kernels);
  let total = 0;
  block.frameCount = 0;

  function flush(): void {
    write(block);
    block.frameCount = 0;
  }

  return {
    get frameCount() {
      return total;
    },
    take(planes, frameCount) {
      for (let done = 0; done < frameCount; ) {
        if (block.frameCount === BLOCK_FRAMES) flush();
        const count = Math.min(BLOCK_FRAMES - block.frameCount, frameCount - done);
        block.channels.forEach((channel, index) => {
          channel.set(planes[index]!.subarray(done, done + count), block.frameCount);
        });
        block.frameCount += count;
        done += count;
      }
      total += frameCount;
    },
    finish: flush,
  };
}
