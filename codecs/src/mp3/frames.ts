import type { ByteSource } from '@deadwax/engine/ports';
import { id3ByteCount } from '../bytes/id3.ts';
import { broken, startsWith, truncated, unsupported } from '../bytes/reader.ts';
import { makeForwardWindow } from '../bytes/window.ts';

/** One MPEG audio frame header of layer III. */
export interface Mp3Frame {
  readonly byteCount: number;
  readonly frameCount: number;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly isMpeg1: boolean;
}

const BIT_RATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BIT_RATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES = [44100, 48000, 32000];

const MAX_FRAME_BYTES = 2881; // layer III, 320 kbit/s at 8 kHz and a padding byte

/** Delay of every layer III decoder, in frames (LAME tag specification: "encoder delay"). */
const DECODER_DELAY_FRAMES = 529;

/**
 * @returns null where no layer III header stands at `at`; free bit rates are not read
 * @source ISO/IEC 11172-3 clause 2.4.1.3; 13818-3; the MPEG-2.5 extension
 */
export function parseMp3Header(bytes: Uint8Array, at: number): Mp3Frame | null {
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = bytes.subarray(at, at + 4);
  const version = (b1 >> 3) & 3;
  const isLayer3 = ((b1 >> 1) & 3) === 1;
  const isMpeg1 = version === 3;
  const kilobits = (isMpeg1 ? BIT_RATES_1 : BIT_RATES_2)[b2 >> 4] ?? 0;
  const baseHz = RATES[(b2 >> 2) & 3];
  if (b0 !== 0xff || b1 < 0xe0 || version === 1 || !isLayer3 || kilobits === 0 || !baseHz) return null;
  const sampleRateHz = isMpeg1 ? baseHz : version === 2 ? baseHz / 2 : baseHz / 4;
  const padding = (b2 >> 1) & 1;
  const byteCount = Math.floor(((isMpeg1 ? 144000 : 72000) * kilobits) / sampleRateHz) + padding;
  const channelCount = b3 >> 6 === 3 ? 1 : 2;
  return { byteCount, frameCount: isMpeg1 ? 1152 : 576, sampleRateHz, channelCount, isMpeg1 };
}

/** Where the sound of an MP3 lies and how much of it there is. */
export interface Mp3Length {
  /** Behind the tags in front; the silent frame of the encoder's tag included. */
  readonly startBytes: number;
  /** In front of the tags behind. */
  readonly endBytes: number;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Without the encoder's delay and padding where its tag tells them. */
  readonly frameCount: number;
}

/**
 * Walks every frame of an MP3 and proves that none is missing or cut off.
 *
 * @throws {MasteringError} 'format-broken', 'format-unsupported', 'audio-truncated'
 * @cost one pass over the compressed bytes
 */
export function countMp3Frames(bytes: ByteSource): Mp3Length {
  const window = makeForwardWindow(bytes);
  const startBytes = skipTags(bytes);
  let info: EncoderInfo | null = null;
  let first: Mp3Frame | null = null;
  let frameCount = 0;
  let position = startBytes;
  for (let count = 0; position < bytes.byteCount; count++) {
    const rest = window.from(position, MAX_FRAME_BYTES);
    const frame = parseMp3Header(rest, 0);
    if (!frame) {
      if (first && isTail(rest)) break;
      throw broken(bytes, describeJunk(position, count, first));
    }
    first ??= frame;
    checkFrame(bytes, frame, { first, position, count });
    info ??= count === 0 ? parseEncoderInfo(rest.subarray(0, frame.byteCount), frame) : null;
    if (count > 0 || !info) frameCount += frame.frameCount;
    position += frame.byteCount;
  }
  if (!first) throw broken(bytes, 'no MP3 frame after the tags');
  const { sampleRateHz, channelCount } = first;
  const played = playedFrames(bytes, info, frameCount, first.frameCount);
  return { startBytes, endBytes: position, sampleRateHz, channelCount, frameCount: played };
}

function checkFrame(
  bytes: ByteSource,
  frame: Mp3Frame,
  { first, position, count }: { readonly first: Mp3Frame; readonly position: number; readonly count: number },
): void {
  const room = bytes.byteCount - position;
  if (frame.byteCount > room) {
    throw truncated(bytes, `MP3 frame ${count} needs ${frame.byteCount} bytes, ${room} follow`);
  }
  if (frame.sampleRateHz !== first.sampleRateHz || frame.channelCount !== first.channelCount) {
    throw unsupported(
      bytes,
      'the rate or the channels change on the way; one of each is read. Export it as WAV',
    );
  }
}

function skipTags(bytes: ByteSource): number {
  let position = 0;
  for (let tag = id3ByteCount(bytes, 0); tag > 0; tag = id3ByteCount(bytes, position)) position += tag;
  return position;
}

/** Tags behind the sound: ID3v1, APE, Lyrics3, an appended ID3v2, or padding of zeros. */
function isTail(rest: Uint8Array): boolean {
  const names = ['TAG', 'APETAGEX', 'LYRICSBEGIN', 'ID3'];
  return names.some(name => startsWith(rest, name)) || rest.every(byte => byte === 0);
}

function describeJunk(position: number, count: number, first: Mp3Frame | null): string {
  const seconds = first ? ((count * first.frameCount) / first.sampleRateHz).toFixed(2) : '0';
  return `no MP3 frame at byte ${position} (${seconds} s)`;
}

/** What an encoder wrote into the silent first frame. */
interface EncoderInfo {
  readonly frameCount: number | null;
  /** Both null where the encoder left no gapless tag. */
  readonly delayFrames: number | null;
  readonly paddingFrames: number;
}

/** @source Xing VBR header; LAME tag revision 1 (gabriel.mp3-tech.org/mp3infotag.html) */
function parseEncoderInfo(frame: Uint8Array, header: Mp3Frame): EncoderInfo | null {
  const sideBytes = header.isMpeg1
    ? header.channelCount === 1
      ? 17
      : 32
    : header.channelCount === 1
      ? 9
      : 17;
  if (startsWith(frame, 'VBRI', 36))
    return { frameCount: readU32(frame, 50), delayFrames: null, paddingFrames: 0 };
  const at = 4 + sideBytes;
  if (!startsWith(frame, 'Xing', at) && !startsWith(frame, 'Info', at)) return null;
  const flags = readU32(frame, at + 4);
  const frameCount = flags & 1 ? readU32(frame, at + 8) : null;
  const fields = (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
  const lame = at + 8 + fields;
  const isKnown = ['LAME', 'Lavf', 'Lavc'].some(name => startsWith(frame, name, lame));
  if (!isKnown || lame + 24 > frame.length) return { frameCount, delayFrames: null, paddingFrames: 0 };
  const packed = readU32(frame, lame + 20) & 0xffffff;
  return { frameCount, delayFrames: packed >> 12, paddingFrames: packed & 0xfff };
}

function playedFrames(bytes: ByteSource, info: EncoderInfo | null, frames: number, perFrame: number): number {
  const promised = (info?.frameCount ?? 0) * perFrame;
  if (promised > frames) {
    throw truncated(bytes, `${promised / perFrame} MP3 frames are promised, ${frames / perFrame} are there`);
  }
  if (!info || info.delayFrames === null || info.frameCount === null) return frames;
  if (promised < frames) {
    throw broken(bytes, `${promised / perFrame} MP3 frames are promised, ${frames / perFrame} are there`);
  }
  const end = Math.min(frames, frames + DECODER_DELAY_FRAMES - info.paddingFrames);
  return Math.max(0, end - info.delayFrames - DECODER_DELAY_FRAMES);
}

function readU32(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  return a * 2 ** 24 + b * 65536 + c * 256 + d;
}
