import type { ByteSource, Tags } from '@deadwax/engine/ports';
import { id3ByteCount } from '../bytes/id3.ts';
import {
  broken,
  bytesOf,
  fourCharacters,
  type HeaderReader,
  makeHeaderReader,
  truncated,
} from '../bytes/reader.ts';
import { addComment, decodeText, type WritableTags } from '../bytes/text.ts';

/** What a FLAC file says in front of its frames. */
export interface FlacInfo {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly depthBits: number;
  /** null where the encoder did not know. */
  readonly frameCount: number | null;
  readonly tags: Tags;
}

const STREAMINFO = 0;
const VORBIS_COMMENT = 4;
const MAX_BLOCKS = 1024;
const MAX_COMMENT_BYTES = 1 << 20;

/** Frame header, one constant subframe of 8 bits and the check sum: nothing shorter is a frame (RFC 9639 clause 9). */
const MIN_FRAME_BYTES = 10;

/**
 * The metadata blocks of a FLAC file.
 *
 * @throws {MasteringError} 'format-broken', 'audio-truncated' also where the file is too small for what it promises
 * @source RFC 9639 clauses 6 to 8
 */
export function readFlacInfo(bytes: ByteSource): FlacInfo {
  const reader = makeHeaderReader(bytes);
  const startBytes = id3ByteCount(bytes, 0);
  if (fourCharacters(reader.view(startBytes, 4), 0) !== 'fLaC') {
    throw broken(bytes, "a FLAC file without the mark 'fLaC'");
  }
  const blocks = readBlocks(reader, startBytes + 4);
  const [first, ...others] = blocks;
  if (first?.type !== STREAMINFO || others.some(block => block.type === STREAMINFO)) {
    throw broken(bytes, 'STREAMINFO must be the first metadata block, once');
  }
  const { maxBlockFrames, ...info } = parseStreamInfo(reader, first.offsetBytes, first.byteCount);
  const last = blocks.at(-1)!;
  const held = bytes.byteCount - last.offsetBytes - last.byteCount;
  if (held < Math.ceil((info.frameCount ?? 0) / maxBlockFrames) * MIN_FRAME_BYTES) {
    throw truncated(bytes, `${info.frameCount} frames are promised, ${held} bytes of audio are there`);
  }
  const tags: WritableTags = {};
  for (const block of others) {
    if (block.type !== VORBIS_COMMENT || block.byteCount > MAX_COMMENT_BYTES) continue;
    addVorbisComments(bytesOf(reader.view(block.offsetBytes, block.byteCount)), tags);
  }
  return { ...info, tags };
}

interface MetadataBlock {
  readonly type: number;
  readonly offsetBytes: number;
  readonly byteCount: number;
}

function readBlocks(reader: HeaderReader, startBytes: number): readonly MetadataBlock[] {
  const { bytes } = reader;
  const blocks: MetadataBlock[] = [];
  for (let position = startBytes; ; ) {
    if (blocks.length === MAX_BLOCKS) throw broken(bytes, `more than ${MAX_BLOCKS} metadata blocks`);
    const header = reader.view(position, 4);
    const byteCount = header.getUint32(0) & 0xffffff;
    const offsetBytes = position + 4;
    const room = bytes.byteCount - offsetBytes;
    if (byteCount > room) {
      throw truncated(bytes, `metadata block ${blocks.length} claims ${byteCount} bytes, ${room} follow`);
    }
    blocks.push({ type: header.getUint8(0) & 0x7f, offsetBytes, byteCount });
    position = offsetBytes + byteCount;
    if (header.getUint8(0) & 0x80) return blocks;
  }
}

type StreamInfo = Omit<FlacInfo, 'tags'> & { readonly maxBlockFrames: number };

/** @source RFC 9639 clause 8.2 */
function parseStreamInfo(reader: HeaderReader, offsetBytes: number, byteCount: number): StreamInfo {
  if (byteCount < 34) throw broken(reader.bytes, `STREAMINFO holds ${byteCount} bytes; it needs 34`);
  const view = reader.view(offsetBytes, 34);
  const packed = view.getUint32(10);
  const sampleRateHz = packed >>> 12;
  const maxBlockFrames = view.getUint16(2);
  const frameCount = (view.getUint8(13) & 15) * 2 ** 32 + view.getUint32(14);
  if (sampleRateHz === 0) throw broken(reader.bytes, 'the header says 0 Hz; 8000 to 384000 Hz are allowed');
  if (maxBlockFrames < 16)
    throw broken(reader.bytes, `blocks of ${maxBlockFrames} frames; at least 16 are needed`);
  return {
    sampleRateHz,
    channelCount: ((packed >>> 9) & 7) + 1,
    depthBits: ((packed >>> 4) & 31) + 1,
    frameCount: frameCount === 0 ? null : frameCount,
    maxBlockFrames,
  };
}

/** Damaged comments give what was readable. @source RFC 9639 clause 8.6: lengths are little-endian */
function addVorbisComments(payload: Uint8Array, tags: WritableTags): void {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  if (payload.length < 8) return;
  let position = 4 + view.getUint32(0, true);
  if (position + 4 > payload.length) return;
  const count = view.getUint32(position, true);
  position += 4;
  for (let i = 0; i < count && position + 4 <= payload.length; i++) {
    const end = position + 4 + view.getUint32(position, true);
    if (end > payload.length) return;
    const pair = decodeText(payload.subarray(position + 4, end));
    const split = pair.indexOf('=');
    if (split > 0) addComment(tags, pair.slice(0, split), pair.slice(split + 1));
    position = end;
  }
}
