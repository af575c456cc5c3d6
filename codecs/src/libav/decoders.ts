import type { Decoder, SourceFormat, Tags } from '@deadwax/engine/ports';
import { id3ByteCount, readId3, readId3v1 } from '../bytes/id3.ts';
import { startsWith } from '../bytes/reader.ts';
import { addComment, type WritableTags } from '../bytes/text.ts';
import { decodeToScratch } from './decode.ts';
import { readFlacInfo } from './flac-info.ts';
import { countMp3Frames, parseMp3Header } from './mp3-frames.ts';
import { checkOggPages } from './ogg-pages.ts';
import type { LibavPool } from './pool.ts';

/** FLAC, bit for bit; every frame's check sum and the promised length are proven. */
export function makeFlacDecoder(pool: LibavPool): Decoder {
  return {
    name: 'FLAC',
    recognizes: (head, fileName) =>
      startsWith(head, 'fLaC') || (startsWith(head, 'ID3') && fileName.toLowerCase().endsWith('.flac')),
    async open(bytes, powers) {
      const info = readFlacInfo(bytes);
      const { source } = await pool.lend(libav =>
        decodeToScratch(libav, { bytes, demuxer: 'flac', promisedFrames: info.frameCount }, powers),
      );
      return { source, format: formatOf('FLAC', 'FLAC', info.depthBits), tags: info.tags };
    },
  };
}

/** MP3, without the encoder's delay and padding. */
export function makeMp3Decoder(pool: LibavPool): Decoder {
  return {
    name: 'MP3',
    recognizes: head => startsWith(head, 'ID3') || isMp3(head),
    async open(bytes, powers) {
      const promisedFrames = countMp3Frames(bytes);
      const { source } = await pool.lend(libav =>
        decodeToScratch(libav, { bytes, demuxer: 'mp3', promisedFrames }, powers),
      );
      const tags = { ...readId3v1(bytes), ...(id3ByteCount(bytes, 0) > 0 ? readId3(bytes, 0) : {}) };
      return { source, format: formatOf('MP3', 'MP3', null), tags };
    },
  };
}

/** Ogg with Vorbis, Opus or FLAC inside. */
export function makeOggDecoder(pool: LibavPool): Decoder {
  return {
    name: 'Ogg',
    recognizes: head => startsWith(head, 'OggS'),
    async open(bytes, powers) {
      const { codec, depthBits } = checkOggPages(bytes);
      const { source, metadata } = await pool.lend(libav =>
        decodeToScratch(libav, { bytes, demuxer: 'ogg', promisedFrames: null }, powers),
      );
      return { source, format: formatOf(`Ogg ${codec}`, codec, depthBits), tags: tagsOf(metadata) };
    },
  };
}

function formatOf(container: string, codec: string, depthBits: number | null): SourceFormat {
  const encoding = depthBits === null ? codec : `${depthBits}-bit ${codec}`;
  return { container, encoding, isLossy: depthBits === null, depthBits, isFloat: false };
}

function tagsOf(metadata: Readonly<Record<string, string>>): Tags {
  const tags: WritableTags = {};
  for (const [name, value] of Object.entries(metadata)) addComment(tags, name, value);
  return tags;
}

/** Two headers in a row: one alone stands in many files by chance. */
function isMp3(head: Uint8Array): boolean {
  const first = parseMp3Header(head, 0);
  if (!first) return false;
  return first.byteCount + 4 > head.length || parseMp3Header(head, first.byteCount) !== null;
}
