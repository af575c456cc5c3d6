import {
  assert,
  type Encoder,
  MasteringError,
  type SampleFormat,
  sampleBytes,
  type Tags,
} from '@deadwax/engine/ports';
import { makePcmStream } from '../bytes/encode.ts';
import { concatenate, makeField, text } from '../bytes/fields.ts';
import { formatExtended } from './extended.ts';

interface AiffDescription {
  readonly sampleFormat: SampleFormat;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frameCount: number;
  readonly tags: Tags;
}

const TEXT_CHUNKS: readonly (readonly [string, keyof Tags])[] = [
  ['NAME', 'title'],
  ['AUTH', 'artist'],
  ['(c) ', 'copyright'],
  ['ANNO', 'comment'],
];

/** Writes AIFF, big-endian PCM; its sizes are 32 bits and end at 4 GiB. */
export function makeAiffEncoder(): Encoder {
  return {
    container: 'aiff',
    async start(description, sink, { kernels }) {
      assert(!description.format.isFloat, 'AIFF files are written as integers');
      const aiff: AiffDescription = { ...description, sampleFormat: `s${description.format.depthBits}be` };
      sink.append(formatHeader(aiff));
      return makePcmStream(sink, aiff, kernels);
    },
  };
}

/** @source Apple: Audio Interchange File Format 1.3 (1989) */
function formatHeader({
  sampleFormat,
  sampleRateHz,
  channelCount,
  frameCount,
  tags,
}: AiffDescription): Uint8Array {
  const width = sampleBytes(sampleFormat);
  const audioBytes = frameCount * channelCount * width;
  const common = makeField(8, false);
  common.u16(channelCount);
  common.u32(frameCount);
  common.u16(8 * width);
  const front = concatenate([
    formatChunk('COMM', concatenate([common.bytes, formatExtended(sampleRateHz)])),
    ...TEXT_CHUNKS.flatMap(([id, name]) =>
      tags[name] === undefined ? [] : [formatChunk(id, text(tags[name]))],
    ),
  ]);
  const formBytes = 4 + front.length + 16 + audioBytes + (audioBytes % 2);
  if (formBytes > 0xffffffff) {
    throw new MasteringError(
      'option-invalid',
      `An AIFF of ${formBytes} bytes; its format ends at 4294967295. Write WAV or FLAC instead.`,
    );
  }
  const sound = makeField(8, false);
  return concatenate([
    text('FORM'),
    u32(formBytes),
    text('AIFF'),
    front,
    text('SSND'),
    u32(8 + audioBytes),
    sound.bytes,
  ]);
}

function formatChunk(id: string, payload: Uint8Array): Uint8Array {
  return concatenate([text(id), u32(payload.length), payload, new Uint8Array(payload.length % 2)]);
}

function u32(value: number): Uint8Array {
  const field = makeField(4, false);
  field.u32(value);
  return field.bytes;
}
