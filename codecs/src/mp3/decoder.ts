import {
  type AudioSource,
  type ByteSource,
  type CodecPowers,
  checkCancelled,
  type Decoder,
  MasteringError,
  makePcmSource,
  type Scratch,
} from '@deadwax/engine/ports';
import type { MPEGDecoder } from 'mpg123-decoder';
import { type FloatSpill, makeFloatSpill } from '../bytes/float-spill.ts';
import { id3ByteCount, readId3, readId3v1 } from '../bytes/id3.ts';
import { describeCoded } from '../bytes/pcm.ts';
import { broken, startsWith, truncated } from '../bytes/reader.ts';
import { countMp3Frames, type Mp3Length, parseMp3Header } from './frames.ts';

const READ_BYTES = 1 << 16;

/**
 * MP3 in floating point, so that what lies above full scale is kept, without the encoder's delay and padding.
 *
 * mpg123 is loaded when the first MP3 is opened (codecs/NOTICE.md).
 */
export function makeMp3Decoder(): Decoder {
  return {
    name: 'MP3',
    recognizes: head => startsWith(head, 'ID3') || isMp3(head),
    async open(bytes, powers) {
      const length = countMp3Frames(bytes);
      const source = await decode(bytes, length, powers);
      const tags = { ...readId3v1(bytes), ...(id3ByteCount(bytes, 0) > 0 ? readId3(bytes, 0) : {}) };
      return { source, format: describeCoded('MP3', 'MP3', null), tags };
    },
  };
}

/** Two headers in a row: one alone stands in many files by chance. */
function isMp3(head: Uint8Array): boolean {
  const first = parseMp3Header(head, 0);
  if (!first) return false;
  return first.byteCount + 4 > head.length || parseMp3Header(head, first.byteCount) !== null;
}

async function decode(bytes: ByteSource, length: Mp3Length, powers: CodecPowers): Promise<AudioSource> {
  const { kernels } = powers;
  const { sampleRateHz, channelCount } = length;
  const scratch = powers.makeScratch();
  const mark = kernels.mark();
  try {
    const frameCount = await spillTo(scratch, bytes, length, powers);
    kernels.release(mark);
    const frameBytes = 4 * channelCount;
    const layout = {
      format: 'f32le',
      sampleRateHz,
      channelCount,
      frameCount,
      offsetBytes: 0,
      frameBytes,
    } as const;
    return makePcmSource(scratch, layout, kernels);
  } catch (error) {
    kernels.release(mark);
    scratch.discard();
    throw error;
  }
}

async function spillTo(
  scratch: Scratch,
  bytes: ByteSource,
  length: Mp3Length,
  powers: CodecPowers,
): Promise<number> {
  const decoder = await loadDecoder();
  const spill = makeFloatSpill(scratch, length.channelCount, powers.kernels);
  const chunk = new Uint8Array(READ_BYTES);
  try {
    for (let position = length.startBytes; position < length.endBytes; ) {
      checkCancelled(powers.watch);
      powers.watch.report?.({ stage: 'accept', fraction: position / length.endBytes });
      const wanted = chunk.subarray(0, Math.min(READ_BYTES, length.endBytes - position));
      const got = bytes.read(position, wanted);
      if (got < wanted.length) throw truncated(bytes, `${got} of ${wanted.length} bytes at ${position}`);
      takeChunk(decoder, wanted, spill, bytes, length);
      position += got;
    }
  } finally {
    decoder.free();
  }
  spill.finish();
  if (spill.frameCount !== length.frameCount) {
    const found = `${length.frameCount} frames were promised, ${spill.frameCount} were decoded`;
    throw spill.frameCount < length.frameCount ? truncated(bytes, found) : broken(bytes, found);
  }
  return spill.frameCount;
}

function takeChunk(
  decoder: MPEGDecoder,
  chunk: Uint8Array,
  spill: FloatSpill,
  bytes: ByteSource,
  { sampleRateHz }: Mp3Length,
): void {
  const { channelData, samplesDecoded, errors, sampleRate } = decoder.decode(chunk);
  if (errors.length > 0 || (samplesDecoded > 0 && sampleRate !== sampleRateHz)) {
    throw broken(
      bytes,
      `damaged audio after ${(spill.frameCount / sampleRateHz).toFixed(2)} s; every frame must decode`,
    );
  }
  if (samplesDecoded > 0) spill.take(channelData, samplesDecoded);
}

async function loadDecoder(): Promise<MPEGDecoder> {
  try {
    const mpg123 = await import('mpg123-decoder');
    const decoder = new mpg123.MPEGDecoder();
    await decoder.ready;
    return decoder;
  } catch (cause) {
    throw new MasteringError(
      'format-unsupported',
      'MP3 needs the package mpg123-decoder, which could not be loaded. Install it again, or use WAV or FLAC.',
      { cause },
    );
  }
}
