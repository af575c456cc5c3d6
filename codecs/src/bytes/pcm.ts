import {
  type ByteSource,
  type CodecPowers,
  MasteringError,
  makePcmSource,
  type OpenedAudio,
  type PcmLayout,
  type SampleFormat,
  type SourceFormat,
  type Tags,
} from '@deadwax/engine/ports';

/** Where a file's samples lie, and what it says about them. */
export interface PcmFile {
  readonly layout: PcmLayout;
  readonly format: SourceFormat;
  readonly tags: Tags;
}

/** Staging memory grows with the channels; 22.2 has 24. */
const MAX_CHANNELS = 64;

/** @throws {MasteringError} 'channels-unsupported' */
export function checkChannelCount(name: string, channelCount: number, maximum: number): void {
  if (channelCount <= maximum) return;
  throw new MasteringError(
    'channels-unsupported',
    `${name}: ${channelCount} channels; 1 to ${maximum} are read. Export a stereo file.`,
  );
}

/** Opens samples where they lie: nothing is copied. */
export function openPcm(bytes: ByteSource, file: PcmFile, { kernels }: CodecPowers): OpenedAudio {
  checkChannelCount(bytes.name, file.layout.channelCount, MAX_CHANNELS);
  return { source: makePcmSource(bytes, file.layout, kernels), format: file.format, tags: file.tags };
}

/** How coded samples are spoken of; a depth makes them lossless. */
export function describeCoded(container: string, codec: string, depthBits: number | null): SourceFormat {
  const encoding = depthBits === null ? codec : `${depthBits}-bit ${codec}`;
  return { container, encoding, isLossy: depthBits === null, depthBits, isFloat: false };
}

/** How linear samples are spoken of. */
export function describeLinear(
  container: string,
  sampleFormat: SampleFormat,
  depthBits: number,
): SourceFormat {
  const isFloat = sampleFormat.startsWith('f');
  return {
    container,
    encoding: isFloat ? `${sampleFormat.slice(1, 3)}-bit float` : `${depthBits}-bit PCM`,
    isLossy: false,
    depthBits: isFloat ? null : depthBits,
    isFloat,
  };
}
