import { type ByteSource, MasteringError, type SampleFormat } from '@deadwax/engine/ports';
import { broken, unsupported } from '../bytes/reader.ts';

/** What a `fmt ` chunk says. */
export interface WaveFormat {
  readonly sampleFormat: SampleFormat;
  readonly channelCount: number;
  readonly sampleRateHz: number;
  readonly frameBytes: number;
  readonly depthBits: number;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** Registered codes met in the wild (RFC 2361). */
const OTHER_ENCODINGS: Readonly<Record<number, string>> = {
  2: 'Microsoft ADPCM',
  6: 'A-law',
  7: 'µ-law',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  80: 'MPEG layer II',
  85: 'MP3',
  8192: 'AC-3',
};

/** KSDATAFORMAT_SUBTYPE: everything after the two bytes of the format code (mmreg.h). */
const SUBTYPE_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/**
 * @param view the payload of `fmt `
 * @throws {MasteringError} 'format-broken' for contradictions, 'format-unsupported' for what is no linear PCM
 * @source Microsoft: WAVEFORMATEX, WAVEFORMATEXTENSIBLE (mmreg.h)
 */
export function parseWaveFormat(bytes: ByteSource, view: DataView, isLittleEndian: boolean): WaveFormat {
  if (view.byteLength < 16)
    throw broken(bytes, `the 'fmt ' chunk holds ${view.byteLength} bytes; it needs 16`);
  const channelCount = view.getUint16(2, isLittleEndian);
  const sampleRateHz = view.getUint32(4, isLittleEndian);
  const frameBytes = view.getUint16(12, isLittleEndian);
  const bits = view.getUint16(14, isLittleEndian);
  if (channelCount === 0) throw broken(bytes, 'the header says 0 channels; at least 1 is needed');
  if (sampleRateHz === 0) throw broken(bytes, 'the header says 0 Hz; 8000 to 384000 Hz are allowed');
  if (frameBytes === 0) throw broken(bytes, 'the header says 0 bytes in each frame (block align)');
  if (frameBytes % channelCount !== 0) {
    throw broken(bytes, `the header says ${frameBytes} bytes in each frame of ${channelCount} channels`);
  }
  if (bits === 0) throw broken(bytes, 'the header says 0 bits in each sample; 8 to 64 are allowed');
  const { tag, validBits } = encodingOf(bytes, view, isLittleEndian);
  const width = frameBytes / channelCount;
  if (tag !== EXTENSIBLE && width !== Math.ceil(bits / 8)) {
    throw broken(bytes, `the header says ${bits} bits in ${width} bytes; they do not agree`);
  }
  const depthBits = tag === EXTENSIBLE && validBits > 0 ? validBits : bits;
  if (depthBits > 8 * width) throw broken(bytes, `the header says ${depthBits} valid bits in ${width} bytes`);
  const sampleFormat = sampleFormatOf(bytes, view, isLittleEndian, width);
  return { sampleFormat, channelCount, sampleRateHz, frameBytes, depthBits };
}

function encodingOf(
  bytes: ByteSource,
  view: DataView,
  isLittleEndian: boolean,
): { tag: number; validBits: number } {
  const tag = view.getUint16(0, isLittleEndian);
  if (tag !== EXTENSIBLE) return { tag, validBits: 0 };
  if (view.byteLength < 40) {
    throw broken(bytes, `the extensible 'fmt ' chunk holds ${view.byteLength} bytes; it needs 40`);
  }
  if (SUBTYPE_TAIL.some((value, i) => view.getUint8(26 + i) !== value)) {
    throw unsupported(
      bytes,
      'the samples are of a private kind; linear PCM and float are read. Export it as WAV PCM',
    );
  }
  return { tag, validBits: view.getUint16(18, isLittleEndian) };
}

function sampleFormatOf(
  bytes: ByteSource,
  view: DataView,
  isLittleEndian: boolean,
  width: number,
): SampleFormat {
  const outer = view.getUint16(0, isLittleEndian);
  const kind = outer === EXTENSIBLE ? view.getUint16(24, isLittleEndian) : outer;
  const order = isLittleEndian ? 'le' : 'be';
  if (kind === PCM && width === 1) return 'u8';
  if (kind === PCM && (width === 2 || width === 3 || width === 4))
    return `s${(width * 8) as 16 | 24 | 32}${order}`;
  if (kind === FLOAT && (width === 4 || width === 8)) return `f${(width * 8) as 32 | 64}${order}`;
  const what = OTHER_ENCODINGS[kind] ?? `encoding 0x${kind.toString(16).padStart(4, '0')}`;
  const found = kind === PCM || kind === FLOAT ? `${width * 8}-bit ${kind === PCM ? 'PCM' : 'float'}` : what;
  throw new MasteringError(
    'format-unsupported',
    `${bytes.name}: ${found} inside a WAV; 8 to 32-bit PCM and 32 or 64-bit float are read. Export it as WAV PCM.`,
  );
}
