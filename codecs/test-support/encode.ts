import type { Encoder, FileFormat, Kernels, Tags } from '@deadwax/engine/ports';
import { makeChance } from './build.ts';
import { makeMemoryPowers, makeMemoryScratch } from './memory.ts';

/** Noise on the grid of `depthBits`, with a quiet second half, so that a coder has something to do. */
export function gridNoise(
  channelCount: number,
  frameCount: number,
  depthBits: number,
  seed = 7,
): Float32Array[] {
  const chance = makeChance(seed);
  const scale = 2 ** (depthBits - 1);
  return Array.from({ length: channelCount }, () =>
    Float32Array.from({ length: frameCount }, (_, i) => {
      const range = i < frameCount / 2 ? 2 * scale : scale / 64;
      return ((chance() % range) - range / 2) / scale;
    }),
  );
}

/** Writes `channels` in blocks of uneven length and gives the finished file. */
export async function encodeWhole(
  encoder: Encoder,
  channels: readonly Float32Array[],
  order: { format: FileFormat; sampleRateHz: number; tags?: Tags },
  kernels: Kernels,
): Promise<Uint8Array> {
  const mark = kernels.mark();
  const sink = makeMemoryScratch();
  const frameCount = channels[0]!.length;
  const stream = await encoder.start(
    { tags: {}, ...order, channelCount: channels.length, frameCount },
    sink,
    makeMemoryPowers(kernels),
  );
  const block = kernels.makeBlock(channels.length, 7001);
  for (let done = 0; done < frameCount; done += block.frameCount) {
    block.frameCount = Math.min(7001, frameCount - done);
    block.channels.forEach((channel, c) => {
      channel.set(channels[c]!.subarray(done, done + block.frameCount));
    });
    await stream.write(block);
  }
  await stream.finish();
  kernels.release(mark);
  return sink.content();
}
