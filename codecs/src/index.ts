import type { Decoder, Encoder } from '@deadwax/engine/ports';
import { makeAiffDecoder } from './aiff/decoder.ts';
import { makeAiffEncoder } from './aiff/encoder.ts';
import { makeWaveDecoder } from './wav/decoder.ts';
import { makeWaveEncoder } from './wav/encoder.ts';

/** Everything that is read, in the order in which it is asked. */
export function makeDecoders(): readonly Decoder[] {
  return [makeWaveDecoder(), makeAiffDecoder()];
}

/** Everything that is written. */
export function makeEncoders(): readonly Encoder[] {
  return [makeWaveEncoder(), makeAiffEncoder()];
}
