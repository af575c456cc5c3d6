import type { SampleFormat, Tags } from '@deadwax/engine/ports';
import { sampleBytes } from '@deadwax/engine/ports';
import { concatenate, makeField, text } from '../bytes/fields.ts';
import { INFO_NAMES } from './tags.ts';

export interface WaveDescription {
  readonly sampleFormat: SampleFormat;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frameCount: number;
  readonly tags: Tags;
}

const LIMIT = 0xffffffff;

/** KSDATAFORMAT_SUBTYPE_PCM and _IEEE_FLOAT differ in the first byte (mmreg.h). */
const SUBTYPE_TAIL = [0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/** Speaker masks of the usual layouts: mono, stereo, 5.1, 7.1 (mmreg.h); 0 = none given. */
const CHANNEL_MASKS: Readonly<Record<number, number>> = { 1: 0x4, 2: 0x3, 6: 0x3f, 8: 0x63f };

/**
 * Everything in front of the samples. Sizes are known beforehand, so nothing is patched later, and nothing but the pad
 * byte follows the samples: some stores refuse chunks behind `data` and the extensible form (Spotify, audio file formats).
 *
 * @returns RIFF, or RF64 with its `ds64` where a size does not fit 32 bits (EBU Tech 3306)
 */
export function formatWaveHeader(description: WaveDescription): Uint8Array {
  const { sampleFormat, channelCount, frameCount } = description;
  const dataBytes = frameCount * channelCount * sampleBytes(sampleFormat);
  const front = concatenate([
    formatChunk('fmt ', formatFields(description)),
    ...(sampleFormat.startsWith('f') ? [formatChunk('fact', u32(Math.min(frameCount, LIMIT)))] : []),
    formatTags(description.tags),
  ]);
  const padded = dataBytes + (dataBytes % 2);
  const isLong = 4 + front.length + 8 + padded > LIMIT;
  const ds64 = isLong
    ? formatLongSizes(4 + 36 + front.length + 8 + padded, dataBytes, frameCount)
    : new Uint8Array(0);
  const riffBytes = 4 + ds64.length + front.length + 8 + padded;
  return concatenate([
    text(isLong ? 'RF64' : 'RIFF'),
    u32(isLong ? LIMIT : riffBytes),
    text('WAVE'),
    ds64,
    front,
    text('data'),
    u32(isLong ? LIMIT : dataBytes),
  ]);
}

/** Plain 16-byte PCM for stereo up to 24 bits; tag 3 for float; extensible for the rest. */
function formatFields({ sampleFormat, sampleRateHz, channelCount }: WaveDescription): Uint8Array {
  const isFloat = sampleFormat.startsWith('f');
  const width = sampleBytes(sampleFormat);
  const isExtensible = channelCount > 2 || (!isFloat && width > 3);
  const kind = isFloat ? 3 : 1;
  const field = makeField(isExtensible ? 40 : isFloat ? 18 : 16, true);
  field.u16(isExtensible ? 0xfffe : kind);
  field.u16(channelCount);
  field.u32(sampleRateHz);
  field.u32(sampleRateHz * channelCount * width);
  field.u16(channelCount * width);
  field.u16(8 * width);
  if (isFloat || isExtensible) field.u16(isExtensible ? 22 : 0);
  if (isExtensible) {
    field.u16(8 * width);
    field.u32(CHANNEL_MASKS[channelCount] ?? 0);
    field.u8(kind);
    for (const value of SUBTYPE_TAIL) field.u8(value);
  }
  return field.bytes;
}

function formatTags(tags: Tags): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [id, name] of Object.entries(INFO_NAMES)) {
    const value = tags[name];
    // IPRT repeats ITRK, and ISRC means "source" in INFO
    if (value === undefined || id === 'IPRT' || id === 'ISRC') continue;
    parts.push(formatChunk(id, concatenate([text(value), new Uint8Array(1)])));
  }
  const info =
    parts.length === 0 ? new Uint8Array(0) : formatChunk('LIST', concatenate([text('INFO'), ...parts]));
  if (tags.isrc === undefined) return info;
  return concatenate([info, formatChunk('axml', text(formatIsrc(tags.isrc)))]);
}

/** @source EBU Tech 3352: "The carriage of identifiers in the Broadcast Wave Format" */
function formatIsrc(isrc: string): string {
  return (
    '<ebucore:ebuCoreMain xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:ebucore="urn:ebu:metadata-schema:ebuCore_2012">' +
    '<ebucore:coreMetadata><ebucore:identifier typeLabel="GUID" typeDefinition="Globally Unique Identifier" ' +
    'formatLabel="ISRC" formatDefinition="International Standard Recording Code" ' +
    'formatLink="http://www.ebu.ch/metadata/cs/ebu_IdentifierTypeCodeCS.xml#3.7">' +
    `<dc:identifier>ISRC:${isrc}</dc:identifier></ebucore:identifier></ebucore:coreMetadata></ebucore:ebuCoreMain>`
  );
}

function formatLongSizes(riffBytes: number, dataBytes: number, frameCount: number): Uint8Array {
  const field = makeField(28, true);
  field.u64(riffBytes);
  field.u64(dataBytes);
  field.u64(frameCount);
  field.u32(0);
  return formatChunk('ds64', field.bytes);
}

function formatChunk(id: string, payload: Uint8Array): Uint8Array {
  return concatenate([text(id), u32(payload.length), payload, new Uint8Array(payload.length % 2)]);
}

function u32(value: number): Uint8Array {
  const field = makeField(4, true);
  field.u32(value);
  return field.bytes;
}
