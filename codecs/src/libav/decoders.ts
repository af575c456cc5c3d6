import type { Decoder, Tags } from '@deadwax/engine/ports';
import { describeCoded } from '../bytes/pcm.ts';
import { startsWith } from '../bytes/reader.ts';
import { addComment, type WritableTags } from '../bytes/text.ts';
import { decodeToScratch } from './decode.ts';
import { readFlacInfo } from './flac-info.ts';
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
      return { source, format: describeCoded('FLAC', 'FLAC', info.depthBits), tags: info.tags };
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
      return { source, format: describeCoded(`Ogg ${codec}`, codec, depthBits), tags: tagsOf(metadata) };
    },
  };
}

function tagsOf(metadata: Readonly<Record<string, string>>): Tags {
  const tags: WritableTags = {};
  for (const [name, value] of Object.entries(metadata)) addComment(tags, name, value);
  return tags;
}
