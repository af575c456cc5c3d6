import type { Decoder, Encoder } from '@deadwax/engine/ports';
import { makeAiffDecoder } from './aiff/decoder.ts';
import { makeAiffEncoder } from './aiff/encoder.ts';
import { makeFfmpegDecoder, type RunFfmpeg } from './ffmpeg/decoder.ts';
import { makeFlacDecoder, makeOggDecoder } from './libav/decoders.ts';
import { makeFlacEncoder } from './libav/flac-encoder.ts';
import { type LibavOptions, makeLibavPool } from './libav/pool.ts';
import { makeMp3Decoder } from './mp3/decoder.ts';
import { makeWaveDecoder } from './wav/decoder.ts';
import { makeWaveEncoder } from './wav/encoder.ts';

export { type FfmpegJob, makeFfmpegDecoder, type RunFfmpeg } from './ffmpeg/decoder.ts';
export type { LibavOptions } from './libav/pool.ts';

/** Everything that is read, in the order in which it is asked. */
export function makeDecoders(
  options: LibavOptions & { readonly ffmpeg?: RunFfmpeg | null } = {},
): readonly Decoder[] {
  const pool = makeLibavPool(options);
  return [
    makeWaveDecoder(),
    makeAiffDecoder(),
    makeFlacDecoder(pool),
    makeOggDecoder(pool),
    makeFfmpegDecoder(options.ffmpeg ?? null),
    makeMp3Decoder(),
  ];
}

/** Everything that is written. */
export function makeEncoders(options: LibavOptions = {}): readonly Encoder[] {
  return [makeWaveEncoder(), makeAiffEncoder(), makeFlacEncoder(makeLibavPool(options))];
}
