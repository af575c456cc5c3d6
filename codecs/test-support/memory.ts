import type { ByteSource, CodecPowers, Kernels, Scratch } from '@deadwax/engine/ports';

/** A file in memory. */
export function makeMemorySource(content: Uint8Array, name = 'song'): ByteSource {
  return {
    name,
    byteCount: content.length,
    handle: { kind: 'memory', name },
    read(offsetBytes, into) {
      const part = content.subarray(offsetBytes, offsetBytes + into.length);
      into.set(part);
      return part.length;
    },
  };
}

export interface MemoryScratch extends Scratch {
  /** What was written so far. */
  content(): Uint8Array;
}

/** A growing file in memory; `discard` empties it. */
export function makeMemoryScratch(): MemoryScratch {
  let store = new Uint8Array(1 << 16);
  let byteCount = 0;
  return {
    name: 'scratch',
    handle: { kind: 'memory', name: 'scratch' },
    get byteCount() {
      return byteCount;
    },
    content: () => store.slice(0, byteCount),
    read(offsetBytes, into) {
      const part = store.subarray(offsetBytes, Math.min(offsetBytes + into.length, byteCount));
      into.set(part);
      return part.length;
    },
    append(bytes) {
      if (byteCount + bytes.length > store.length) {
        const larger = new Uint8Array(2 * (byteCount + bytes.length));
        larger.set(store.subarray(0, byteCount));
        store = larger;
      }
      store.set(bytes, byteCount);
      byteCount += bytes.length;
    },
    patch(offsetBytes, bytes) {
      if (offsetBytes + bytes.length > byteCount) throw new RangeError('patched past the end');
      store.set(bytes, offsetBytes);
    },
    discard() {
      byteCount = 0;
    },
  };
}

/** Powers over memory; every scratch ever made is kept, so that a test can see whether it was given back. */
export function makeMemoryPowers(kernels: Kernels): CodecPowers & { readonly scratches: MemoryScratch[] } {
  const scratches: MemoryScratch[] = [];
  return {
    kernels,
    watch: {},
    scratches,
    makeScratch() {
      const scratch = makeMemoryScratch();
      scratches.push(scratch);
      return scratch;
    },
  };
}
