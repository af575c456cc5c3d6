import { readFileSync } from 'node:fs';
import { makeDecoders } from '@deadwax/codecs';
import { accept } from '@deadwax/engine';
import { makeMemoryHost } from '../../conformance/support/memory.ts';

/** A sound file in memory, planar, ±1 full scale. */
export interface Channels {
  readonly channels: Float32Array[];
  readonly sampleRateHz: number;
}

const BLOCK_FRAMES = 65536;
const host = makeMemoryHost({ decoders: makeDecoders({ ffmpeg: null }) });

/** Decodes a file whole by the house's own decoders. */
export async function readChannels(path: string): Promise<Channels> {
  const { powers } = host;
  const bytes = host.makeBytes(path, new Uint8Array(readFileSync(path)));
  const context = { kernels: powers.kernels, makeScratch: powers.makeScratch, watch: {} };
  const { source } = await accept(bytes, context, powers.decoders);
  const channels = Array.from({ length: source.channelCount }, () => new Float32Array(source.frameCount));
  const mark = powers.kernels.mark();
  const block = powers.kernels.makeBlock(source.channelCount, BLOCK_FRAMES);
  for (let start = 0; start < source.frameCount; start += BLOCK_FRAMES) {
    block.frameCount = Math.min(BLOCK_FRAMES, source.frameCount - start);
    source.read(start, block);
    channels.forEach(
      (channel, c) => void channel.set(block.channels[c]!.subarray(0, block.frameCount), start),
    );
  }
  powers.kernels.release(mark);
  return { channels, sampleRateHz: source.sampleRateHz };
}
