import { writeSync } from 'node:fs';
import type { ByteSink } from '@deadwax/engine/ports';
import { writeError } from './file-errors.ts';

/**
 * Bytes going into an open file.
 *
 * @param place  what to call the file in messages
 * @param remedy what to do when it cannot be written
 */
export function makeFileSink(fd: number, place: string, remedy: string): ByteSink {
  let byteCount = 0;

  function writeFully(bytes: Uint8Array, offsetBytes: number): void {
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done, offsetBytes + done);
    } catch (error) {
      throw writeError(error, place, remedy);
    }
  }

  return {
    get byteCount() {
      return byteCount;
    },
    append(bytes) {
      writeFully(bytes, byteCount);
      byteCount += bytes.length;
    },
    patch(offsetBytes, bytes) {
      if (offsetBytes + bytes.length > byteCount) throw new TypeError('patched beyond what was written');
      writeFully(bytes, offsetBytes);
    },
  };
}
