import type { Tags } from '@deadwax/engine/ports';
import type { Chunk } from '../bytes/chunks.ts';
import { readId3 } from '../bytes/id3.ts';
import { bytesOf, fourCharacters, type HeaderReader } from '../bytes/reader.ts';
import { addTag, decodeText, type WritableTags } from '../bytes/text.ts';

/** RIFF INFO names; 'ISRC' means "source" there and counts only where it holds a recording code. */
export const INFO_NAMES: Readonly<Record<string, keyof Tags>> = {
  INAM: 'title',
  IART: 'artist',
  IPRD: 'album',
  ITRK: 'trackNumber',
  IPRT: 'trackNumber',
  ICRD: 'date',
  IGNR: 'genre',
  IMUS: 'composer',
  ICMT: 'comment',
  ICOP: 'copyright',
  ISRC: 'isrc',
};

const MAX_METADATA_BYTES = 1 << 20;

/**
 * Tags of a WAV: INFO first, then `id3 `, `axml` (the recording code) and `bext`.
 * @source RIFF INFO (Microsoft 1991); EBU Tech 3285 v2 (`bext`); EBU Tech 3352 (ISRC in `axml`)
 */
export function readWaveTags(reader: HeaderReader, chunks: readonly Chunk[], isLittleEndian: boolean): Tags {
  const tags: WritableTags = {};
  for (const chunk of chunks) if (chunk.id === 'LIST') addInfo(reader, chunk, isLittleEndian, tags);
  for (const chunk of chunks) {
    if (chunk.id !== 'id3 ' && chunk.id !== 'ID3 ') continue;
    for (const [name, value] of Object.entries(readId3(reader.bytes, chunk.offsetBytes))) {
      addTag(tags, name as keyof Tags, value);
    }
  }
  for (const chunk of chunks) {
    const text = metadata(reader, chunk);
    if (chunk.id === 'axml') {
      const isrc = /ISRC:([A-Z]{2}[A-Z0-9]{3}\d{7})/.exec(decodeText(text));
      if (isrc) addTag(tags, 'isrc', isrc[1]!);
    }
    if (chunk.id === 'bext' && text.length >= 602) {
      addTag(tags, 'comment', decodeText(text.subarray(0, 256)));
      addTag(tags, 'date', decodeText(text.subarray(320, 330)));
    }
  }
  return tags;
}

function metadata(reader: HeaderReader, chunk: Chunk): Uint8Array {
  const isText = chunk.id === 'axml' || chunk.id === 'bext';
  const count = isText ? Math.min(chunk.byteCount, MAX_METADATA_BYTES) : 0;
  return bytesOf(reader.view(chunk.offsetBytes, count));
}

/** Damaged lists give what was readable: no sample depends on them. */
function addInfo(reader: HeaderReader, chunk: Chunk, isLittleEndian: boolean, tags: WritableTags): void {
  if (chunk.byteCount < 4 || chunk.byteCount > MAX_METADATA_BYTES) return;
  const view = reader.view(chunk.offsetBytes, chunk.byteCount);
  if (fourCharacters(view, 0) !== 'INFO') return;
  for (let position = 4; position + 8 <= view.byteLength; ) {
    const name = INFO_NAMES[fourCharacters(view, position)];
    const size = view.getUint32(position + 4, isLittleEndian);
    if (position + 8 + size > view.byteLength) return;
    if (name) addTag(tags, name, decodeText(bytesOf(view, position + 8, size)));
    position += 8 + size + (size % 2);
  }
}
