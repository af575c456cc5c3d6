import type { Tags } from '@deadwax/engine/ports';
import { broken, bytesOf, type HeaderReader, truncated, unsupported } from '../bytes/reader.ts';
import { addTag, decodeText, type WritableTags } from '../bytes/text.ts';

/** The first audio track of an MP4 or M4A file. */
export interface Mp4Info {
  /** Four characters: 'mp4a', 'alac' … */
  readonly codec: string;
  /** Depth of ALAC; null for lossy audio. */
  readonly depthBits: number | null;
  readonly tags: Tags;
}

interface Box {
  readonly type: string;
  readonly startBytes: number;
  readonly endBytes: number;
}

const MAX_BOXES = 4096;
const MAX_TEXT_BYTES = 65536;

/** Latin-1, so that '©' is one byte. */
const TAG_NAMES: Readonly<Record<string, keyof Tags>> = {
  '\xa9nam': 'title',
  '\xa9ART': 'artist',
  '\xa9alb': 'album',
  aART: 'albumArtist',
  '\xa9day': 'date',
  '\xa9gen': 'genre',
  '\xa9wrt': 'composer',
  '\xa9cmt': 'comment',
  cprt: 'copyright',
};

/**
 * @throws {MasteringError} 'audio-truncated', 'format-broken', 'format-unsupported' without an audio track
 * @source ISO/IEC 14496-12 (boxes); Apple: QuickTime File Format ('ilst'); ALACMagicCookieDescription
 */
export function readMp4Info(reader: HeaderReader): Mp4Info {
  const { bytes } = reader;
  const top = readBoxes(reader, 0, bytes.byteCount);
  const movie = top.find(box => box.type === 'moov');
  if (!movie) throw broken(bytes, "an MP4 file without its table of contents ('moov')");
  const tracks = readBoxes(reader, movie.startBytes, movie.endBytes).filter(box => box.type === 'trak');
  for (const track of tracks) {
    const entry = firstSampleEntry(reader, track);
    if (entry) return { ...entry, tags: readTags(reader, movie) };
  }
  throw unsupported(bytes, 'an MP4 file without sound. Export the sound as WAV');
}

function readBoxes(reader: HeaderReader, startBytes: number, endBytes: number): readonly Box[] {
  const boxes: Box[] = [];
  for (let position = startBytes; position + 8 <= endBytes; ) {
    const header = reader.view(position, 8);
    const type = String.fromCharCode(...bytesOf(header, 4, 4));
    const short = header.getUint32(0);
    const isLong = short === 1 && position + 16 <= endBytes;
    const size = isLong ? readLong(reader, position + 8) : short === 0 ? endBytes - position : short;
    const headerBytes = isLong ? 16 : 8;
    if (size < headerBytes)
      throw broken(reader.bytes, `an MP4 box of ${size} bytes; its header alone needs ${headerBytes}`);
    if (position + size > endBytes) {
      throw truncated(reader.bytes, `an MP4 box claims ${size} bytes, ${endBytes - position} follow`);
    }
    if (boxes.length === MAX_BOXES) throw broken(reader.bytes, `more than ${MAX_BOXES} MP4 boxes in a row`);
    boxes.push({ type, startBytes: position + headerBytes, endBytes: position + size });
    position += size;
  }
  return boxes;
}

function readLong(reader: HeaderReader, offsetBytes: number): number {
  const view = reader.view(offsetBytes, 8);
  return view.getUint32(0) * 2 ** 32 + view.getUint32(4);
}

function descend(reader: HeaderReader, from: Box, path: readonly string[]): Box | undefined {
  let box: Box | undefined = from;
  for (const type of path) {
    if (!box) return undefined;
    // 'meta' begins with four bytes of version and flags
    const skip: number = box.type === 'meta' ? 4 : 0;
    box = readBoxes(reader, box.startBytes + skip, box.endBytes).find(child => child.type === type);
  }
  return box;
}

function firstSampleEntry(reader: HeaderReader, track: Box): Omit<Mp4Info, 'tags'> | null {
  const handler = descend(reader, track, ['mdia', 'hdlr']);
  const table = descend(reader, track, ['mdia', 'minf', 'stbl', 'stsd']);
  if (!handler || !table || handler.endBytes - handler.startBytes < 12) return null;
  const kind = String.fromCharCode(...bytesOf(reader.view(handler.startBytes + 8, 4)));
  const [entry] = kind === 'soun' ? readBoxes(reader, table.startBytes + 8, table.endBytes) : [];
  if (!entry) return null;
  const hasCookie = entry.type === 'alac' && entry.endBytes - entry.startBytes >= 28 + 12 + 6;
  // sample entry 28, 'alac' box header and version 12, frame length 4, version 1, then the depth
  const depthBits = hasCookie ? reader.view(entry.startBytes + 28 + 12 + 5, 1).getUint8(0) : null;
  return { codec: entry.type, depthBits };
}

/** Damaged tags give what was readable. */
function readTags(reader: HeaderReader, movie: Box): Tags {
  const tags: WritableTags = {};
  const list = descend(reader, movie, ['udta', 'meta', 'ilst']);
  if (!list) return tags;
  for (const item of readBoxes(reader, list.startBytes, list.endBytes)) {
    const data = descend(reader, item, ['data']);
    if (!data || data.endBytes - data.startBytes <= 8 || data.endBytes - data.startBytes > MAX_TEXT_BYTES)
      continue;
    const payload = bytesOf(reader.view(data.startBytes + 8, data.endBytes - data.startBytes - 8));
    const name = TAG_NAMES[item.type];
    if (name) addTag(tags, name, decodeText(payload));
    if (item.type === 'trkn' && payload.length >= 4) addTag(tags, 'trackNumber', String(payload[3]));
  }
  return tags;
}
