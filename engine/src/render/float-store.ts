import type { ByteSource, Scratch } from '../audio/index.ts';

/** A long run of float32 numbers in scratch: one per frame of a programme is too much for memory. */
export interface FloatStore {
  readonly bytes: Scratch;
  append(values: Float32Array): void;
}

/** An empty store. */
export function makeFloatStore(bytes: Scratch): FloatStore {
  return {
    bytes,
    append: values => bytes.append(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  };
}

/** Fills `into` with the numbers from index `start` on; those outside the store read as `outside`. */
export function readFloats(bytes: ByteSource, start: number, into: Float32Array, outside: number): void {
  const stored = Math.floor(bytes.byteCount / 4);
  const from = Math.min(Math.max(start, 0), start + into.length);
  const to = Math.max(from, Math.min(start + into.length, stored));
  into.fill(outside, 0, from - start);
  into.fill(outside, to - start);
  const inside = into.subarray(from - start, to - start);
  if (inside.length > 0)
    bytes.read(4 * from, new Uint8Array(inside.buffer, inside.byteOffset, inside.byteLength));
}
