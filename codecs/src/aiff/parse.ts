import { type ByteSource, MasteringError, type SampleFormat, type Tags } from '@deadwax/engine/ports';
import { type Chunk, readChunks } from '../bytes/chunks.ts';
import { readId3 } from '../bytes/id3.ts';
import { describeLinear, type PcmFile } from '../bytes/pcm.ts';
import { broken, bytesOf, fourCharacters, type HeaderReader, makeHeaderReader } from '../bytes/reader.ts';
import { addTag, decodeText, type WritableTags } from '../bytes/text.ts';
import { parseExtended } from './extended.ts';

interface Common {
  readonly sampleFormat: SampleFormat;
  readonly channelCount: number;
  readonly frameCount: number;
  readonly depthBits: number;
  readonly sampleRateHz: number;
}

/** Types of AIFC that name their sample outright (QuickTime file format, sound sample descriptions). */
const FIXED_TYPES: Readonly<Record<string, SampleFormat>> = {
  'raw ': 'u8',
  in16: 's16be',
  in24: 's24be',
  in32: 's32be',
  '42ni': 's24le',
  '23ni': 's32le',
  fl32: 'f32be',
  FL32: 'f32be',
  fl64: 'f64be',
  FL64: 'f64be',
};

const TEXT_CHUNKS: Readonly<Record<string, keyof Tags>> = {
  NAME: 'title',
  AUTH: 'artist',
  '(c) ': 'copyright',
  ANNO: 'comment',
};

const MAX_TEXT_BYTES = 65536;

/**
 * Finds the samples of an AIFF or AIFC file.
 *
 * @throws {MasteringError} 'format-broken', 'format-unsupported', 'audio-truncated'
 * @source Apple: Audio Interchange File Format 1.3 (1989); AIFF-C draft (1991)
 */
export function parseAiff(bytes: ByteSource): PcmFile {
  const reader = makeHeaderReader(bytes);
  const head = reader.view(0, 12);
  const kind = fourCharacters(head, 8);
  if (kind !== 'AIFF' && kind !== 'AIFC')
    throw broken(bytes, "a FORM file without the mark 'AIFF' or 'AIFC'");
  const formBytes = head.getUint32(4);
  if (formBytes < 4 || formBytes === 0xffffffff) {
    throw broken(bytes, 'the size in the FORM header was never filled in; the writer did not finish');
  }
  const endBytes = Math.min(bytes.byteCount, 8 + formBytes);
  const chunks = readChunks(reader, { startBytes: 12, endBytes, isLittleEndian: false, audioId: 'SSND' });
  if (8 + formBytes > bytes.byteCount + 1) {
    throw broken(bytes, `the FORM header claims ${formBytes + 8} bytes, the file holds ${bytes.byteCount}`);
  }
  const common = readCommon(reader, onlyChunk(bytes, chunks, 'COMM'), kind === 'AIFC');
  const tags = readTags(reader, chunks);
  const format = describeLinear(kind, common.sampleFormat, common.depthBits);
  const frameBytes = common.channelCount * widthOf(common.sampleFormat);
  const offsetBytes = locateSamples(reader, chunks, common.frameCount * frameBytes, frameBytes);
  const { sampleFormat, channelCount, sampleRateHz, frameCount } = common;
  const layout = { format: sampleFormat, channelCount, sampleRateHz, frameCount, offsetBytes, frameBytes };
  return { layout, format, tags };
}

function readCommon(reader: HeaderReader, chunk: Chunk, isCompressed: boolean): Common {
  const { bytes } = reader;
  const needed = isCompressed ? 22 : 18;
  if (chunk.byteCount < needed) {
    throw broken(bytes, `the COMM chunk holds ${chunk.byteCount} bytes; it needs ${needed}`);
  }
  const view = reader.view(chunk.offsetBytes, needed);
  const channelCount = view.getUint16(0);
  const depthBits = view.getUint16(6);
  const sampleRateHz = parseExtended(view, 8);
  if (channelCount === 0) throw broken(bytes, 'the header says 0 channels; at least 1 is needed');
  if (!(sampleRateHz > 0))
    throw broken(bytes, `the header says ${sampleRateHz} Hz; 8000 to 384000 Hz are allowed`);
  if (depthBits < 1 || depthBits > 64)
    throw broken(bytes, `the header says ${depthBits} bits; 1 to 64 are allowed`);
  const type = isCompressed ? fourCharacters(view, 18) : 'NONE';
  const sampleFormat = sampleFormatOf(bytes, type, depthBits);
  return { sampleFormat, channelCount, frameCount: view.getUint32(2), depthBits, sampleRateHz };
}

/** Samples are left-justified in whole bytes. */
function sampleFormatOf(bytes: ByteSource, type: string, depthBits: number): SampleFormat {
  const fixed = FIXED_TYPES[type];
  if (fixed && depthBits <= 8 * widthOf(fixed)) return fixed;
  const width = Math.ceil(depthBits / 8);
  const isOurs = type === 'NONE' || type === 'twos' || type === 'sowt';
  if (isOurs && width === 1) return 's8';
  const order = type === 'sowt' ? 'le' : 'be';
  if (isOurs && width <= 4) return `s${(width * 8) as 16 | 24 | 32}${order}`;
  throw new MasteringError(
    'format-unsupported',
    `${bytes.name}: ${depthBits}-bit audio of type '${type}' inside an AIFF; linear PCM and float are read. Export it as WAV or AIFF PCM.`,
  );
}

function widthOf(format: SampleFormat): number {
  return format.endsWith('8') ? 1 : Number(format.slice(1, 3)) / 8;
}

function locateSamples(
  reader: HeaderReader,
  chunks: readonly Chunk[],
  audioBytes: number,
  frameBytes: number,
): number {
  const { bytes } = reader;
  const sound = onlyChunk(bytes, chunks, 'SSND');
  if (sound.byteCount < 8) throw broken(bytes, `the SSND chunk holds ${sound.byteCount} bytes; it needs 8`);
  const view = reader.view(sound.offsetBytes, 8);
  const skipBytes = view.getUint32(0);
  const held = sound.byteCount - 8 - skipBytes;
  const isAligned = view.getUint32(4) > 0;
  if (held < audioBytes || (!isAligned && held >= audioBytes + frameBytes)) {
    throw broken(
      bytes,
      `the COMM chunk promises ${audioBytes} bytes of audio, SSND holds ${Math.max(held, 0)}`,
    );
  }
  return sound.offsetBytes + 8 + skipBytes;
}

function onlyChunk(bytes: ByteSource, chunks: readonly Chunk[], id: string): Chunk {
  const [chunk, second] = chunks.filter(candidate => candidate.id === id);
  if (!chunk) throw broken(bytes, `an AIFF without a ${id} chunk; one is needed`);
  if (second) throw broken(bytes, `an AIFF with more than one ${id} chunk; one is allowed`);
  return chunk;
}

function readTags(reader: HeaderReader, chunks: readonly Chunk[]): Tags {
  const tags: WritableTags = {};
  for (const chunk of chunks) {
    const name = TEXT_CHUNKS[chunk.id];
    if (!name || chunk.byteCount > MAX_TEXT_BYTES) continue;
    addTag(tags, name, decodeText(bytesOf(reader.view(chunk.offsetBytes, chunk.byteCount))));
  }
  for (const chunk of chunks) {
    if (chunk.id !== 'ID3 ') continue;
    for (const [name, value] of Object.entries(readId3(reader.bytes, chunk.offsetBytes))) {
      addTag(tags, name as keyof Tags, value);
    }
  }
  return tags;
}
