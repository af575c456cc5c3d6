import type { AudioSource, ByteSource, CodecPowers, Decoder, OpenedAudio } from '../audio/index.ts';
import { MasteringError } from '../units/index.ts';
import { describeHead } from './describe-head.ts';
import { checkFinite } from './finite.ts';

/** What a file's first bytes are judged by. */
const HEAD_BYTES = 4096;

/** Rates of the trade, from telephone to DXD's neighbours. */
const MIN_RATE_HZ = 8000;
const MAX_RATE_HZ = 384000;

/** One gating block: below it no loudness is defined. */
const MIN_SECONDS = 0.4; // ITU-R BS.1770-5 annex 1: block of 400 ms

/**
 * Takes audio in: finds its decoder, opens it and refuses what is no sound programme. Nothing is repaired.
 *
 * @returns audio of 8 to 384 kHz, at least 0.4 s long, every sample finite
 * @throws {MasteringError} 'file-empty', 'format-unknown', 'format-broken', 'format-unsupported', 'audio-truncated',
 *   'audio-too-short', 'audio-not-finite', 'rate-unsupported', 'channels-unsupported', 'cancelled'
 * @cost integers in WAV and AIFF are opened in place; float files are read once; everything else is decoded once
 */
export async function accept(
  bytes: ByteSource,
  powers: CodecPowers,
  decoders: readonly Decoder[],
): Promise<OpenedAudio> {
  const opened = await chooseDecoder(bytes, decoders).open(bytes, powers);
  checkProgramme(bytes.name, opened.source);
  // integers are finite, and decoders of lossy audio make nothing else; a float file can hold anything
  if (opened.format.isFloat) checkFinite(bytes.name, opened.source, powers.kernels, powers.watch);
  return opened;
}

function chooseDecoder(bytes: ByteSource, decoders: readonly Decoder[]): Decoder {
  if (bytes.byteCount === 0) {
    throw new MasteringError(
      'file-empty',
      `${bytes.name}: 0 bytes; a sound file was expected. Copy or export the file again.`,
    );
  }
  const head = new Uint8Array(Math.min(HEAD_BYTES, bytes.byteCount));
  const got = bytes.read(0, head);
  const read = head.subarray(0, got);
  const decoder = decoders.find(candidate => candidate.recognizes(read, bytes.name));
  if (decoder) return decoder;
  const names = decoders.map(candidate => candidate.name).join(', ');
  throw new MasteringError(
    'format-unknown',
    `${bytes.name}: ${describeHead(read)}, no sound file that is read here (${names}). Export it as WAV.`,
  );
}

function checkProgramme(name: string, { sampleRateHz, channelCount, frameCount }: AudioSource): void {
  if (!Number.isInteger(sampleRateHz) || sampleRateHz < MIN_RATE_HZ || sampleRateHz > MAX_RATE_HZ) {
    throw new MasteringError(
      'rate-unsupported',
      `${name}: sample rate ${sampleRateHz} Hz; whole numbers from ${MIN_RATE_HZ} to ${MAX_RATE_HZ} Hz are allowed. Export it at 44100 or 48000 Hz.`,
    );
  }
  if (channelCount < 1) {
    throw new MasteringError(
      'channels-unsupported',
      `${name}: no channels; at least 1 is needed. Export it again.`,
    );
  }
  if (frameCount < Math.ceil(MIN_SECONDS * sampleRateHz)) {
    const seconds = (frameCount / sampleRateHz).toFixed(3);
    throw new MasteringError(
      'audio-too-short',
      `${name}: ${seconds} s of audio; loudness needs at least ${MIN_SECONDS} s. Export a longer file.`,
    );
  }
}
