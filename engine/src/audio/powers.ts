import type { ByteHandle, ByteSource, Scratch } from './bytes.ts';
import type { Decoder, Encoder } from './codec.ts';
import type { Crew } from './crew.ts';
import type { Kernels } from './kernels/index.ts';

/** SHA-256, fed in order. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** Lower-case hexadecimal; the digest is finished. */
  hex(): string;
}

/** Everything the house gets from its host: the engine itself touches no platform. */
export interface Powers {
  readonly kernels: Kernels;
  readonly crew: Crew;
  readonly decoders: readonly Decoder[];
  readonly encoders: readonly Encoder[];
  /** @throws {MasteringError} 'disk-full', 'output-unwritable' */
  makeScratch(): Scratch;
  openBytes(handle: ByteHandle): ByteSource;
  makeDigest(): Digest;
}
