import { MasteringError } from '../units/index.ts';
import type { AudioBlock } from './block.ts';
import type { ByteHandle, ByteSink, ByteSource, Scratch } from './bytes.ts';
import type { KernelMemory } from './kernels/memory.ts';
import type { PcmKernels, SampleFormat } from './kernels/pcm.ts';
import type { AudioSink, AudioSource } from './source.ts';

/** Where interleaved samples lie in a run of bytes. */
export interface PcmLayout {
  readonly format: SampleFormat;
  readonly channelCount: number;
  readonly sampleRateHz: number;
  readonly frameCount: number;
  readonly offsetBytes: number;
  /** Container bytes of one frame; larger than the samples need where a file pads them. */
  readonly frameBytes: number;
}

/** Plain data from which any thread opens the same audio. */
export interface AudioHandle {
  readonly bytes: ByteHandle;
  readonly layout: PcmLayout;
}

const SAMPLE_BYTES: Readonly<Record<SampleFormat, number>> = {
  u8: 1,
  s8: 1,
  s16le: 2,
  s16be: 2,
  s24le: 3,
  s24be: 3,
  s32le: 4,
  s32be: 4,
  f32le: 4,
  f32be: 4,
  f64le: 8,
  f64be: 8,
};

/** Bytes of one sample of one channel. */
export function sampleBytes(format: SampleFormat): number {
  return SAMPLE_BYTES[format];
}

/** Frames moved between bytes and blocks at a time; a quarter of a second, so that staging memory stays small. */
const STAGING_FRAMES = 12288;

/**
 * Audio that lies as PCM in bytes: a WAV or AIFF file as it is, or a scratch file of decoded audio.
 *
 * Frames outside the programme read as zero, so that a filter may look past either end.
 * @throws {MasteringError} 'audio-truncated' when the bytes end early
 */
export function makePcmSource(
  bytes: ByteSource,
  layout: PcmLayout,
  kernels: KernelMemory & PcmKernels,
): AudioSource {
  const staging = kernels.makeRawBytes(STAGING_FRAMES * layout.frameBytes);

  function readInside(startFrame: number, block: AudioBlock, offsetFrames: number, frameCount: number): void {
    for (let done = 0; done < frameCount; ) {
      const frames = Math.min(STAGING_FRAMES, frameCount - done);
      const wanted = staging.subarray(0, frames * layout.frameBytes);
      const got = bytes.read(layout.offsetBytes + (startFrame + done) * layout.frameBytes, wanted);
      if (got < wanted.length) {
        throw new MasteringError(
          'audio-truncated',
          `${bytes.name}: the audio ends ${wanted.length - got} bytes early; it needs ${layout.frameCount} frames. Export or copy the file again.`,
        );
      }
      kernels.decodePcm(wanted, layout.format, layout.frameBytes, block, offsetFrames + done, frames);
      done += frames;
    }
  }

  return {
    sampleRateHz: layout.sampleRateHz,
    channelCount: layout.channelCount,
    frameCount: layout.frameCount,
    handle: { bytes: bytes.handle, layout },
    read(startFrame, block) {
      const end = startFrame + block.frameCount;
      const from = Math.min(Math.max(startFrame, 0), end);
      const to = Math.max(Math.min(end, layout.frameCount), from);
      for (const channel of block.channels) {
        channel.fill(0, 0, from - startFrame);
        channel.fill(0, to - startFrame, block.frameCount);
      }
      if (to > from) readInside(from, block, from - startFrame, to - from);
    },
  };
}

/** Frames [startFrame, endFrame) of a source as a source of its own: the same bytes, nothing is copied. */
export function cutSource(
  source: AudioSource,
  range: { readonly startFrame: number; readonly endFrame: number },
  powers: {
    readonly kernels: KernelMemory & PcmKernels;
    openBytes(handle: ByteHandle): ByteSource;
  },
): AudioSource {
  const { bytes, layout } = source.handle;
  const startFrame = Math.max(0, Math.min(range.startFrame, layout.frameCount));
  const endFrame = Math.max(startFrame, Math.min(range.endFrame, layout.frameCount));
  const cut = {
    ...layout,
    offsetBytes: layout.offsetBytes + startFrame * layout.frameBytes,
    frameCount: endFrame - startFrame,
  };
  return makePcmSource(powers.openBytes(bytes), cut, powers.kernels);
}

/** A sink that spills float32 frames to a scratch file, and the source that reads them back once it is closed. */
export interface SpillSink extends AudioSink {
  /** The audio written so far, as a source. */
  toSource(): AudioSource;
}

/** Spills blocks to `scratch` as interleaved 32-bit float: bit-exact, and read back like any other PCM. */
export function makeSpillSink(
  scratch: Scratch,
  format: { readonly sampleRateHz: number; readonly channelCount: number },
  kernels: KernelMemory & PcmKernels,
): SpillSink {
  const { sampleRateHz, channelCount } = format; // alone: the layout goes to other threads, `format` may not
  const frameBytes = 4 * channelCount;
  const write = makePcmWriter(scratch, 'f32le', channelCount, kernels);
  let frameCount = 0;
  return {
    write(block) {
      write(block);
      frameCount += block.frameCount;
    },
    toSource() {
      return makePcmSource(
        scratch,
        { sampleRateHz, channelCount, format: 'f32le', frameCount, offsetBytes: 0, frameBytes },
        kernels,
      );
    },
  };
}

/** A function that appends blocks to `sink` as interleaved samples of `format`. */
export function makePcmWriter(
  sink: ByteSink,
  format: SampleFormat,
  channelCount: number,
  kernels: KernelMemory & PcmKernels,
): (block: AudioBlock) => void {
  const frameBytes = sampleBytes(format) * channelCount;
  const staging = kernels.makeRawBytes(STAGING_FRAMES * frameBytes);
  return block => {
    for (let done = 0; done < block.frameCount; ) {
      const frames = Math.min(STAGING_FRAMES, block.frameCount - done);
      const bytes = staging.subarray(0, frames * frameBytes);
      kernels.encodePcm(block, done, frames, format, bytes);
      sink.append(bytes);
      done += frames;
    }
  };
}
