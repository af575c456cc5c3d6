import type { KernelMemory, PcmKernels, SampleFormat, Scratch } from '@deadwax/engine/ports';
import { makeFloatSpill } from '../bytes/float-spill.ts';
import { type Libav, SAMPLE_FLOAT, SAMPLE_FLOAT_PLANAR, SAMPLE_S16, SAMPLE_S32 } from './libav.ts';

/** Takes decoded frames out of libav's memory and lays them into a scratch file as they are: nothing is rescaled. */
export interface FrameSpill {
  readonly sampleFormat: SampleFormat;
  take(frame: number, frameCount: number): void;
  finish(): void;
}

const BATCH_BYTES = 1 << 18;

/** @returns null for a sample format of libav that no decoder here gives */
export function makeFrameSpill(
  libav: Libav,
  format: number,
  channelCount: number,
  scratch: Scratch,
  kernels: KernelMemory & PcmKernels,
): FrameSpill | null {
  if (format === SAMPLE_S16) return makePackedSpill(libav, 's16le', 2 * channelCount, scratch);
  if (format === SAMPLE_S32) return makePackedSpill(libav, 's32le', 4 * channelCount, scratch);
  if (format === SAMPLE_FLOAT) return makePackedSpill(libav, 'f32le', 4 * channelCount, scratch);
  if (format === SAMPLE_FLOAT_PLANAR) return makePlanarSpill(libav, channelCount, scratch, kernels);
  return null;
}

function makePackedSpill(
  libav: Libav,
  sampleFormat: SampleFormat,
  frameBytes: number,
  scratch: Scratch,
): FrameSpill {
  const batch = new Uint8Array(BATCH_BYTES);
  let filled = 0;
  const flush = () => {
    if (filled > 0) scratch.append(batch.subarray(0, filled));
    filled = 0;
  };
  return {
    sampleFormat,
    take(frame, frameCount) {
      const at = libav.AVFrame_data_a_sync(frame, 0);
      const bytes = libav.HEAPU8.subarray(at, at + frameCount * frameBytes);
      if (filled + bytes.length > batch.length) flush();
      if (bytes.length > batch.length) {
        scratch.append(bytes);
        return;
      }
      batch.set(bytes, filled);
      filled += bytes.length;
    },
    finish: flush,
  };
}

function makePlanarSpill(
  libav: Libav,
  channelCount: number,
  scratch: Scratch,
  kernels: KernelMemory & PcmKernels,
): FrameSpill {
  const spill = makeFloatSpill(scratch, channelCount, kernels);
  return {
    sampleFormat: 'f32le',
    take(frame, frameCount) {
      const planes = Array.from({ length: channelCount }, (_, channel) => {
        const at = libav.AVFrame_data_a_sync(frame, channel) / 4;
        return libav.HEAPF32.subarray(at, at + frameCount);
      });
      spill.take(planes, frameCount);
    },
    finish: spill.finish,
  };
}
