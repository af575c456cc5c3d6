import type { ByteSource } from '@deadwax/engine/ports';
import { broken, startsWith, truncated, unsupported } from '../bytes/reader.ts';
import { makeForwardWindow } from '../bytes/window.ts';

/** What is inside an Ogg file. */
export interface OggInfo {
  readonly codec: 'Vorbis' | 'Opus' | 'FLAC';
  /** Declared depth of FLAC; null for lossy audio. */
  readonly depthBits: number | null;
}

const HEADER_BYTES = 27;
const MAX_PAGE_BYTES = 65307; // RFC 3533 clause 6
const FIRST_PAGE = 2;
const LAST_PAGE = 4;

/** x³²+x²⁶+x²³+…, most significant bit first, no inversion (RFC 3533 clause 6, field 7). */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0);
  return value;
});

/**
 * Walks every page of an Ogg file and proves that none is damaged, missing or cut off.
 *
 * Decoders step over damaged pages in silence; a mastering house must not.
 * @throws {MasteringError} 'format-broken', 'format-unsupported', 'audio-truncated'
 * @cost one pass over the compressed bytes
 * @source RFC 3533
 */
export function checkOggPages(bytes: ByteSource): OggInfo {
  const window = makeForwardWindow(bytes);
  let info: OggInfo | null = null;
  let isLast = false;
  let page = 0;
  for (let position = 0; position < bytes.byteCount; page++) {
    const rest = window.from(position, MAX_PAGE_BYTES);
    position += checkPage(bytes, rest, page);
    const flags = rest[5]!;
    if (info === null) info = recognizeCodec(bytes, rest);
    else if (flags & FIRST_PAGE || isLast) {
      throw unsupported(bytes, 'several Ogg streams in one file; one is read. Split it into single files');
    }
    isLast = (flags & LAST_PAGE) !== 0;
  }
  if (!info || !isLast) throw truncated(bytes, `the last of ${page} Ogg pages is not marked as the end`);
  return info;
}

/** @returns bytes of the page at the start of `rest` */
function checkPage(bytes: ByteSource, rest: Uint8Array, page: number): number {
  if (!startsWith(rest, 'OggS')) {
    if (rest.length < 4) throw truncated(bytes, `Ogg page ${page} is cut off`);
    throw broken(bytes, `no Ogg page where page ${page} should begin`);
  }
  const segments = rest[26] ?? 0;
  let byteCount = HEADER_BYTES + segments;
  if (rest.length < byteCount) throw truncated(bytes, `Ogg page ${page} is cut off`);
  for (let i = 0; i < segments; i++) byteCount += rest[HEADER_BYTES + i]!;
  if (rest.length < byteCount) throw truncated(bytes, `Ogg page ${page} is cut off`);
  const view = new DataView(rest.buffer, rest.byteOffset, byteCount);
  if (view.getUint32(22, true) !== pageCrc(rest, byteCount)) {
    throw broken(bytes, `Ogg page ${page} is damaged (its check sum does not fit)`);
  }
  if (view.getUint32(18, true) !== page) {
    throw broken(bytes, `Ogg page ${view.getUint32(18, true)} stands where page ${page} belongs`);
  }
  return byteCount;
}

/** The check sum is taken with its own four bytes as zero. */
function pageCrc(page: Uint8Array, byteCount: number): number {
  let crc = 0;
  for (let i = 0; i < byteCount; i++) {
    const byte = i >= 22 && i < 26 ? 0 : page[i]!;
    crc = (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ byte]!;
  }
  return crc >>> 0;
}

function recognizeCodec(bytes: ByteSource, page: Uint8Array): OggInfo {
  const payload = page.subarray(HEADER_BYTES + page[26]!);
  if (startsWith(payload, '\x01vorbis')) return { codec: 'Vorbis', depthBits: null };
  if (startsWith(payload, 'OpusHead')) return { codec: 'Opus', depthBits: null };
  // STREAMINFO stands 17 bytes into the mapping header (RFC 9639 clause 10.1), the depth in its bits 103 to 107
  if (startsWith(payload, '\x7fFLAC') && payload.length >= 51) {
    const depthBits = (((payload[29]! & 1) << 4) | (payload[30]! >> 4)) + 1;
    return { codec: 'FLAC', depthBits };
  }
  throw unsupported(bytes, 'an Ogg file without Vorbis, Opus or FLAC. Export it as WAV or FLAC');
}
