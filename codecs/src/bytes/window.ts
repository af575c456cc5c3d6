import type { ByteSource } from '@deadwax/engine/ports';

const WINDOW_BYTES = 1 << 18;

/** Reads a file from front to back through one window of memory. */
export interface ForwardWindow {
  /** What the window holds from `position` on: at least `needed` bytes, fewer only at the end of the file. */
  from(position: number, needed: number): Uint8Array<ArrayBuffer>;
}

export function makeForwardWindow(bytes: ByteSource): ForwardWindow {
  const window = new Uint8Array(WINDOW_BYTES);
  let startBytes = 0;
  let filledBytes = 0;
  return {
    from(position, needed) {
      const wanted = Math.min(needed, bytes.byteCount - position);
      if (position < startBytes || position + wanted > startBytes + filledBytes) {
        startBytes = position;
        filledBytes = bytes.read(position, window);
      }
      return window.subarray(position - startBytes, filledBytes);
    },
  };
}
