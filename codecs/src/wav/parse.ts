import type { ByteSource, PcmLayout } from '@deadwax/engine/ports';
import { type Chunk, readChunks } from '../bytes/chunks.ts';
import { describeLinear, type PcmFile } from '../bytes/pcm.ts';
import { broken, fourCharacters, type HeaderReader, makeHeaderReader } from '../bytes/reader.ts';
import { parseWaveFormat } from './format.ts';
import { readWaveTags } from './tags.ts';

const UNKNOWN = 0xffffffff;

/** True sizes of an RF64 or BW64 file. */
interface LongSizes {
  readonly riff: number;
  readonly data: number;
  readonly others: ReadonlyMap<string, number>;
}

/**
 * Finds the samples of a WAV file: RIFF, RIFX (big-endian), RF64 and BW64.
 *
 * @throws {MasteringError} 'format-broken', 'format-unsupported', 'audio-truncated'; nothing is repaired in silence
 * @source Multimedia Programming Interface 1.0 (1991); EBU Tech 3306; ITU-R BS.2088-1
 */
export function parseWave(bytes: ByteSource): PcmFile {
  const reader = makeHeaderReader(bytes);
  const head = reader.view(0, 12);
  const magic = fourCharacters(head, 0);
  const isLittleEndian = magic !== 'RIFX';
  if (fourCharacters(head, 8) !== 'WAVE') throw broken(bytes, `a ${magic} file without the mark 'WAVE'`);
  const isLong = magic === 'RF64' || magic === 'BW64';
  const long = isLong ? readLongSizes(reader) : null;
  const declared = head.getUint32(4, isLittleEndian);
  const riffBytes = long && declared === UNKNOWN ? long.riff : declared;
  if (riffBytes < 4 || (riffBytes === UNKNOWN && !long)) {
    throw broken(bytes, `the size in the ${magic} header was never filled in; the writer did not finish`);
  }
  const chunks = readChunks(reader, {
    startBytes: 12,
    endBytes: Math.min(bytes.byteCount, 8 + riffBytes),
    isLittleEndian,
    audioId: 'data',
    sizeOf: (id, size) => (long && size === UNKNOWN ? longSizeOf(long, id) : size),
  });
  // the pad byte behind an odd last chunk is often left out
  if (8 + riffBytes > bytes.byteCount + 1) {
    throw broken(
      bytes,
      `the ${magic} header claims ${riffBytes + 8} bytes, the file holds ${bytes.byteCount}`,
    );
  }
  return describe(reader, magic, chunks, isLittleEndian);
}

function describe(
  reader: HeaderReader,
  magic: string,
  chunks: readonly Chunk[],
  isLittleEndian: boolean,
): PcmFile {
  const { bytes } = reader;
  const format = onlyChunk(bytes, chunks, 'fmt ');
  const data = onlyChunk(bytes, chunks, 'data');
  const view = reader.view(format.offsetBytes, Math.min(format.byteCount, 64));
  const wave = parseWaveFormat(bytes, view, isLittleEndian);
  const following = bytes.byteCount - data.offsetBytes;
  if (data.byteCount === 0 && following >= wave.frameBytes && chunks.at(-1) === data) {
    throw broken(bytes, `the 'data' chunk claims 0 bytes, ${following} follow; the writer did not finish`);
  }
  if (data.byteCount % wave.frameBytes !== 0) {
    throw broken(bytes, `${data.byteCount} bytes of audio are not whole frames of ${wave.frameBytes} bytes`);
  }
  const layout: PcmLayout = {
    format: wave.sampleFormat,
    channelCount: wave.channelCount,
    sampleRateHz: wave.sampleRateHz,
    frameCount: data.byteCount / wave.frameBytes,
    offsetBytes: data.offsetBytes,
    frameBytes: wave.frameBytes,
  };
  const container = magic.startsWith('RIF') ? 'WAV' : magic;
  return {
    layout,
    format: describeLinear(container, wave.sampleFormat, wave.depthBits),
    tags: readWaveTags(reader, chunks, isLittleEndian),
  };
}

function onlyChunk(bytes: ByteSource, chunks: readonly Chunk[], id: string): Chunk {
  const [chunk, second] = chunks.filter(candidate => candidate.id === id);
  if (!chunk) throw broken(bytes, `a WAV without a '${id}' chunk; one is needed`);
  if (second) throw broken(bytes, `a WAV with more than one '${id}' chunk; one is allowed`);
  return chunk;
}

/** @source EBU Tech 3306 clause 4; ITU-R BS.2088-1 clause 4 (`ds64`) */
function readLongSizes(reader: HeaderReader): LongSizes {
  const header = reader.view(12, 8);
  const byteCount = header.getUint32(4, true);
  if (fourCharacters(header, 0) !== 'ds64' || byteCount < 28) {
    throw broken(reader.bytes, "a 64-bit WAV whose first chunk is no complete 'ds64'");
  }
  const view = reader.view(20, 28);
  const others = new Map<string, number>();
  const rows = Math.min(view.getUint32(24, true), Math.floor((byteCount - 28) / 12), 64);
  for (let row = 0; row < rows; row++) {
    const entry = reader.view(48 + 12 * row, 12);
    others.set(fourCharacters(entry, 0), readLong(entry, 4));
  }
  return { riff: readLong(view, 0), data: readLong(view, 8), others };
}

function longSizeOf(long: LongSizes, id: string): number {
  return id === 'data' ? long.data : (long.others.get(id) ?? UNKNOWN);
}

/** Exact below 2^53; anything above is larger than every file. */
function readLong(view: DataView, offsetBytes: number): number {
  return view.getUint32(offsetBytes, true) + view.getUint32(offsetBytes + 4, true) * 2 ** 32;
}
