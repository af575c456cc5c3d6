import type { ByteSource, Tags } from '@deadwax/engine/ports';
import { bytesOf, makeHeaderReader, startsWith } from './reader.ts';
import { addTag, decodeText, type WritableTags } from './text.ts';

/** ID3v2.3/2.4 and 2.2 text frames. */
const FRAME_NAMES: Readonly<Record<string, keyof Tags>> = {
  TIT2: 'title',
  TPE1: 'artist',
  TALB: 'album',
  TPE2: 'albumArtist',
  TRCK: 'trackNumber',
  TDRC: 'date',
  TYER: 'date',
  TCON: 'genre',
  TCOM: 'composer',
  TCOP: 'copyright',
  TSRC: 'isrc',
  TT2: 'title',
  TP1: 'artist',
  TAL: 'album',
  TP2: 'albumArtist',
  TRK: 'trackNumber',
  TYE: 'date',
  TCO: 'genre',
  TCM: 'composer',
  TCR: 'copyright',
  TRC: 'isrc',
};

/** Longer text than this is no title. */
const MAX_TEXT_BYTES = 65536;

/** Bytes of the tag at `offsetBytes`, its header and footer included; 0 where there is none. */
export function id3ByteCount(bytes: ByteSource, offsetBytes: number): number {
  const head = new Uint8Array(10);
  if (bytes.read(offsetBytes, head) < 10 || !startsWith(head, 'ID3')) return 0;
  const footer = head[5]! & 0x10 ? 10 : 0;
  return 10 + synchsafe(head, 6) + footer;
}

/**
 * Text frames of an ID3v2 tag; pictures are stepped over unread.
 *
 * Damaged tags give what was readable: no sample depends on them.
 * @source id3.org: ID3v2.4.0 structure; ID3v2.3.0; ID3v2.2.0
 */
export function readId3(bytes: ByteSource, offsetBytes: number): Tags {
  const tags: WritableTags = {};
  const byteCount = id3ByteCount(bytes, offsetBytes);
  if (byteCount === 0 || offsetBytes + byteCount > bytes.byteCount) return tags;
  const reader = makeHeaderReader(bytes);
  const version = reader.view(offsetBytes + 3, 1).getUint8(0);
  const headerBytes = version === 2 ? 6 : 10;
  const end = offsetBytes + byteCount;
  for (let position = offsetBytes + 10; position + headerBytes < end; ) {
    const header = bytesOf(reader.view(position, headerBytes));
    if (header[0] === 0) break;
    const id = String.fromCharCode(...header.subarray(0, version === 2 ? 3 : 4));
    const size = frameByteCount(header, version);
    const from = position + headerBytes;
    if (size === 0 || from + size > end) break;
    const name = FRAME_NAMES[id];
    if (name && size <= MAX_TEXT_BYTES) addTag(tags, name, frameText(bytesOf(reader.view(from, size))));
    position = from + size;
  }
  return tags;
}

/** The 128-byte tag at the very end of a file. @source id3.org: ID3v1.1 */
export function readId3v1(bytes: ByteSource): Tags {
  const tags: WritableTags = {};
  const tail = new Uint8Array(128);
  if (bytes.byteCount < 128 || bytes.read(bytes.byteCount - 128, tail) < 128 || !startsWith(tail, 'TAG')) {
    return tags;
  }
  addTag(tags, 'title', decodeText(tail.subarray(3, 33)));
  addTag(tags, 'artist', decodeText(tail.subarray(33, 63)));
  addTag(tags, 'album', decodeText(tail.subarray(63, 93)));
  addTag(tags, 'date', decodeText(tail.subarray(93, 97)));
  addTag(tags, 'comment', decodeText(tail.subarray(97, 127)));
  if (tail[125] === 0 && tail[126] !== 0) addTag(tags, 'trackNumber', String(tail[126]));
  return tags;
}

function synchsafe(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at]! & 0x7f) << 21) |
    ((bytes[at + 1]! & 0x7f) << 14) |
    ((bytes[at + 2]! & 0x7f) << 7) |
    (bytes[at + 3]! & 0x7f)
  );
}

function frameByteCount(header: Uint8Array, version: number): number {
  if (version === 2) return header[3]! * 65536 + header[4]! * 256 + header[5]!;
  if (version >= 4) return synchsafe(header, 4);
  return header[4]! * 2 ** 24 + header[5]! * 65536 + header[6]! * 256 + header[7]!;
}

/** First string of a text frame; its first byte names the encoding. */
function frameText(payload: Uint8Array): string {
  const text = payload.subarray(1);
  if (payload[0] !== 1 && payload[0] !== 2) return decodeText(text);
  const isBig = payload[0] === 2 || (text[0] === 0xfe && text[1] === 0xff);
  const decoded = new TextDecoder(isBig ? 'utf-16be' : 'utf-16le').decode(text);
  return decoded.split('\0', 1)[0]!.trim();
}
