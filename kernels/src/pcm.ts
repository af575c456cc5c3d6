import { type AudioBlock, type PcmKernels, type SampleFormat, sampleBytes } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** The numbers of kernels/assembly/pcm.ts. */
const FORMAT_NUMBERS: Readonly<Record<SampleFormat, number>> = {
  u8: 0,
  s8: 1,
  s16le: 2,
  s16be: 3,
  s24le: 4,
  s24be: 5,
  s32le: 6,
  s32be: 7,
  f32le: 8,
  f32be: 9,
  f64le: 10,
  f64be: 11,
};

export function makePcmKernels(arena: Arena): PcmKernels {
  const { exports } = arena;

  function addresses(block: AudioBlock, offsetFrames: number, frameCount: number): number[] {
    return block.channels.map(channel => {
      if (offsetFrames + frameCount > channel.length) throw new RangeError('the frames do not fit the block');
      return arena.addressOf(channel) + 4 * offsetFrames;
    });
  }

  return {
    decodePcm(bytes, format, frameBytes, block, offsetFrames, frameCount) {
      if (frameCount * frameBytes > bytes.length) throw new RangeError('the bytes hold fewer frames');
      const number = FORMAT_NUMBERS[format];
      const width = sampleBytes(format);
      const from = arena.addressOf(bytes);
      const channels = addresses(block, offsetFrames, frameCount);
      const [left = 0, right = 0] = channels;
      const packed = channels.length <= 2 && frameBytes === width * channels.length;
      const done = packed ? exports.pcmDecodeVectors(number, from, left, right, frameCount) : 0;
      channels.forEach((to, channel) => {
        const start = from + done * frameBytes + channel * width;
        exports.pcmDecodeChannel(number, start, frameBytes, to + 4 * done, frameCount - done);
      });
    },
    encodePcm(block, offsetFrames, frameCount, format, bytes) {
      const number = FORMAT_NUMBERS[format];
      const width = sampleBytes(format);
      const to = arena.addressOf(bytes);
      const channels = addresses(block, offsetFrames, frameCount);
      const frameBytes = width * channels.length;
      if (frameCount * frameBytes > bytes.length) throw new RangeError('the bytes hold fewer frames');
      const [left = 0, right = 0] = channels;
      const packed = channels.length <= 2;
      const done = packed ? exports.pcmEncodeVectors(number, left, right, to, frameCount) : 0;
      channels.forEach((from, channel) => {
        const start = to + done * frameBytes + channel * width;
        exports.pcmEncodeChannel(number, from + 4 * done, start, frameBytes, frameCount - done);
      });
    },
  };
}
