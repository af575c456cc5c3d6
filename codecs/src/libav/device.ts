import { type ByteSource, MasteringError } from '@deadwax/engine/ports';
import type { Libav } from './libav.ts';

const READ_BYTES = 1 << 18;

/** A file inside libav that reads from `bytes`. */
export interface InputDevice {
  readonly name: string;
  /** Throws what reading threw: libav itself keeps only that it failed. */
  rethrow(): void;
  close(): void;
}

/** Bytes are handed over a quarter of a megabyte at a time, whatever the length of the file. */
export function openInput(libav: Libav, bytes: ByteSource): InputDevice {
  const name = 'input';
  const buffer = new Uint8Array(READ_BYTES);
  let failure: unknown;
  libav.onblockread = (_, offsetBytes) => {
    try {
      const got = bytes.read(offsetBytes, buffer);
      // without an answer libav would wait for ever
      if (got === 0)
        throw new MasteringError(
          'file-unreadable',
          `${bytes.name}: no bytes at ${offsetBytes}. Copy it again.`,
        );
      libav.ff_block_reader_dev_send_sync(name, offsetBytes, buffer.subarray(0, got));
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  libav.mkblockreaderdev_sync(name, bytes.byteCount);
  return {
    name,
    rethrow() {
      if (failure !== undefined) throw failure;
    },
    close() {
      libav.unlink_sync(name);
      libav.onblockread = undefined;
    },
  };
}
