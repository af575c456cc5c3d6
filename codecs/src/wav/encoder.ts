import { assert, type Encoder, type FileFormat, type SampleFormat } from '@deadwax/engine/ports';
import { makePcmStream } from '../bytes/encode.ts';
import { formatWaveHeader } from './header.ts';

/** Writes WAV: all that describes the audio in front of it, nothing behind. */
export function makeWaveEncoder(): Encoder {
  return {
    container: 'wav',
    async start(description, sink, { kernels }) {
      const wave = { ...description, sampleFormat: sampleFormatOf(description.format) };
      sink.append(formatWaveHeader(wave));
      return makePcmStream(sink, wave, kernels);
    },
  };
}

function sampleFormatOf({ isFloat, depthBits }: FileFormat): SampleFormat {
  assert(!isFloat || depthBits === 32, 'float WAV files are written with 32 bits');
  return isFloat ? 'f32le' : `s${depthBits}le`;
}
