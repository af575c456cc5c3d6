import type { MasteringError } from '@deadwax/engine/ports';
import { broken, fourCharacters, type HeaderReader, truncated } from './reader.ts';

/** One chunk of a RIFF or IFF file; `byteCount` is its payload. */
export interface Chunk {
  readonly id: string;
  readonly offsetBytes: number;
  readonly byteCount: number;
}

export interface ChunkOptions {
  readonly startBytes: number;
  readonly endBytes: number;
  readonly isLittleEndian: boolean;
  /** The chunk that holds the samples. */
  readonly audioId: string;
  /** The true size of a chunk whose own field cannot hold it (RF64). */
  sizeOf?(id: string, declared: number): number;
}

/** More chunks than this is no header but noise read as one. */
const MAX_CHUNKS = 4096;

const UNFINISHED = 0xffffffff;

/**
 * The chunks of a file, in order, none reaching past the end.
 *
 * An odd payload is followed by a pad byte; writers that leave it out are read too, where the next name shows it.
 * @throws {MasteringError} 'audio-truncated' where the samples end early, 'format-broken' for any other lying size
 * @source Multimedia Programming Interface and Data Specifications 1.0 (1991), "RIFF"; EA IFF 85
 */
export function readChunks(reader: HeaderReader, options: ChunkOptions): readonly Chunk[] {
  const { bytes } = reader;
  const chunks: Chunk[] = [];
  let position = options.startBytes;
  while (position + 8 <= options.endBytes) {
    const header = reader.view(position, 8);
    const id = fourCharacters(header, 0);
    const declared = header.getUint32(4, options.isLittleEndian);
    const byteCount = options.sizeOf?.(id, declared) ?? declared;
    const offsetBytes = position + 8;
    if (offsetBytes + byteCount > options.endBytes) {
      const empty = chunks.find(chunk => chunk.id === options.audioId && chunk.byteCount === 0);
      if (empty !== undefined) throw emptyAudio(reader, options, empty);
      throw lyingSize(reader, options, id, byteCount, options.endBytes - offsetBytes);
    }
    if (chunks.length === MAX_CHUNKS) {
      throw broken(bytes, `more than ${MAX_CHUNKS} chunks; a header of sound has a few`);
    }
    chunks.push({ id, offsetBytes, byteCount });
    const end = offsetBytes + byteCount;
    position = byteCount % 2 === 1 && isPadded(reader, end, options.endBytes) ? end + 1 : end;
  }
  return chunks;
}

/** What stands behind an empty chunk of samples are the samples, and no chunks: read as such they make no sense. */
function emptyAudio(
  { bytes }: HeaderReader,
  { audioId, endBytes }: ChunkOptions,
  empty: Chunk,
): MasteringError {
  const following = endBytes - empty.offsetBytes;
  return broken(
    bytes,
    `the '${audioId}' chunk claims 0 bytes, ${following} follow; the writer did not finish`,
  );
}

function lyingSize(
  { bytes }: HeaderReader,
  { audioId }: ChunkOptions,
  id: string,
  byteCount: number,
  room: number,
): MasteringError {
  if (byteCount === UNFINISHED) {
    return broken(
      bytes,
      `the size of chunk '${id}' was never filled in (0xFFFFFFFF); the writer did not finish`,
    );
  }
  const found = `chunk '${id}' claims ${byteCount} bytes, ${room} follow`;
  if (id !== audioId) return broken(bytes, found);
  return truncated(bytes, found);
}

/** False only where the byte after an odd payload is the first letter of the next chunk's name. */
function isPadded(reader: HeaderReader, end: number, limit: number): boolean {
  if (end + 8 > limit) return true;
  const next = reader.view(end, 4);
  return next.getUint8(0) === 0 || fourCharacters(next, 0).includes('?');
}
