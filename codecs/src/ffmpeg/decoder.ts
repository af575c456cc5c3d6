import {
  type AbortSignalLike,
  type ByteHandle,
  type ByteSource,
  type CodecPowers,
  checkCancelled,
  type Decoder,
  MasteringError,
  makePcmSource,
  type OpenedAudio,
  type PcmLayout,
  type Scratch,
} from '@deadwax/engine/ports';
import { checkChannelCount, describeCoded } from '../bytes/pcm.ts';
import { broken, fourCharacters, makeHeaderReader, startsWith } from '../bytes/reader.ts';
import { readMp4Info } from './mp4.ts';

/** One run of the user's own ffmpeg. */
export interface FfmpegJob {
  /** The file to read; the host that made the handle knows its path. */
  readonly input: ByteHandle;
  argumentsFor(inputPath: string): readonly string[];
  /** Standard output, in order; the chunk may be reused after the call. */
  onOutput(chunk: Uint8Array): void;
  readonly signal?: AbortSignalLike;
}

/** Starts ffmpeg without a shell and waits for its end; `complaint` is what it wrote on standard error. */
export type RunFfmpeg = (job: FfmpegJob) => Promise<{ readonly status: number; readonly complaint: string }>;

const MAX_CHANNELS = 64;

const CODEC_NAMES: Readonly<Record<string, string>> = {
  mp4a: 'AAC',
  alac: 'ALAC',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
};

/**
 * M4A, MP4 and AAC through the user's own ffmpeg: no free decoder of AAC is small enough to bring along.
 *
 * @param run null where the host found no ffmpeg
 */
export function makeFfmpegDecoder(run: RunFfmpeg | null): Decoder {
  return {
    name: 'M4A',
    recognizes: head => isMp4(head) || isAdts(head),
    async open(bytes, powers) {
      const reader = makeHeaderReader(bytes);
      const head = new Uint8Array(12);
      bytes.read(0, head);
      const info = isMp4(head) ? readMp4Info(reader) : { codec: 'mp4a', depthBits: null, tags: {} };
      const codec = CODEC_NAMES[info.codec] ?? info.codec.replaceAll(/[^ -~]/g, '?');
      if (!run) {
        throw new MasteringError(
          'format-unsupported',
          `${bytes.name}: ${codec} audio; reading it needs ffmpeg, and none was found on PATH. Install ffmpeg, or export WAV or FLAC.`,
        );
      }
      const container = isMp4(head) ? 'M4A' : 'AAC';
      const source = await decode(bytes, run, powers);
      return { source, format: describeCoded(container, codec, info.depthBits), tags: info.tags };
    },
  };
}

/** Two boxes could begin such a file, 'ftyp' does. @source ISO/IEC 14496-12 clause 4.3 */
function isMp4(head: Uint8Array): boolean {
  return startsWith(head, 'ftyp', 4);
}

/** An ADTS header and a second one behind it. @source ISO/IEC 13818-7 clause 6.2 */
function isAdts(head: Uint8Array): boolean {
  const isHeader = (at: number) => head[at] === 0xff && (head[at + 1]! & 0xf6) === 0xf0;
  if (head.length < 7 || !isHeader(0)) return false;
  const byteCount = ((head[3]! & 3) << 11) | (head[4]! << 3) | (head[5]! >> 5);
  return byteCount >= 7 && (byteCount + 2 > head.length || isHeader(byteCount));
}

async function decode(
  bytes: ByteSource,
  run: RunFfmpeg,
  powers: CodecPowers,
): Promise<OpenedAudio['source']> {
  const scratch = powers.makeScratch();
  try {
    const { status, complaint } = await run({
      input: bytes.handle,
      argumentsFor,
      onOutput: chunk => scratch.append(chunk),
      ...(powers.watch.signal ? { signal: powers.watch.signal } : {}),
    });
    checkCancelled(powers.watch);
    if (status !== 0) {
      const reason = complaint
        .trim()
        .split(/[\r\n]/, 1)[0]!
        .replaceAll(/\[[^\]]* @ 0x[0-9a-f]+\] ?/g, '') // an address changes from run to run
        .replaceAll(/[^ -~]/g, '?')
        .slice(0, 160);
      throw broken(bytes, `ffmpeg cannot read it (${reason || `status ${status}`})`);
    }
    return makePcmSource(scratch, readAuHeader(scratch, bytes), powers.kernels);
  } catch (error) {
    scratch.discard();
    throw error;
  }
}

/** AU: a header of 24 bytes that needs no size, then floats; exact for integers of up to 24 bits. */
function argumentsFor(inputPath: string): readonly string[] {
  const input = ['-v', 'error', '-xerror', '-nostdin', '-i', inputPath, '-map', '0:a:0'];
  return [...input, '-map_metadata', '-1', '-c:a', 'pcm_f32be', '-f', 'au', '-'];
}

/** @source NeXT/Sun: audio/basic with header, encoding 6 = 32-bit float, big-endian */
function readAuHeader(scratch: Scratch, bytes: ByteSource): PcmLayout {
  const view = scratch.byteCount < 24 ? null : makeHeaderReader(scratch).view(0, 24);
  if (!view || fourCharacters(view, 0) !== '.snd' || view.getUint32(12) !== 6) {
    throw broken(bytes, 'ffmpeg gave no sound');
  }
  const channelCount = view.getUint32(20);
  const offsetBytes = view.getUint32(4);
  const frameBytes = 4 * channelCount;
  checkChannelCount(bytes.name, channelCount, MAX_CHANNELS);
  const frameCount = Math.floor((scratch.byteCount - offsetBytes) / frameBytes);
  return {
    format: 'f32be',
    sampleRateHz: view.getUint32(16),
    channelCount,
    frameCount,
    offsetBytes,
    frameBytes,
  };
}
