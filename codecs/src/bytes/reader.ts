import { type ByteSource, MasteringError } from '@deadwax/engine/ports';

/** Numbers and names out of a file's headers; every read is checked against the end of the file. */
export interface HeaderReader {
  readonly bytes: ByteSource;
  /** Exactly `count` bytes from `offsetBytes`. @throws {MasteringError} 'audio-truncated' */
  view(offsetBytes: number, count: number): DataView<ArrayBuffer>;
}

export function makeHeaderReader(bytes: ByteSource): HeaderReader {
  return {
    bytes,
    view(offsetBytes, count) {
      const buffer = new Uint8Array(count);
      const got = offsetBytes + count <= bytes.byteCount ? bytes.read(offsetBytes, buffer) : 0;
      if (got < count) {
        throw new MasteringError(
          'audio-truncated',
          `${bytes.name}: the header asks for ${count} bytes at ${offsetBytes}, the file ends at ${bytes.byteCount}. Copy or export the file again.`,
        );
      }
      return new DataView(buffer.buffer);
    },
  };
}

/** The bytes of a view, without a copy. */
export function bytesOf(view: DataView<ArrayBuffer>, offsetBytes: number = 0, count?: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offsetBytes, count ?? view.byteLength - offsetBytes);
}

/** Four characters; what cannot be printed becomes '?', so that a message stays one line. */
export function fourCharacters(view: DataView, offsetBytes: number): string {
  let text = '';
  for (let i = 0; i < 4; i++) {
    const code = view.getUint8(offsetBytes + i);
    text += code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '?';
  }
  return text;
}

/** Whether four bytes at the start of `head` spell `text`. */
export function startsWith(head: Uint8Array, text: string, offsetBytes = 0): boolean {
  if (head.length < offsetBytes + text.length) return false;
  for (let i = 0; i < text.length; i++) if (head[offsetBytes + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** What stops a parser that found a contradiction: what was found and allowed, then what to do. */
export function broken(bytes: ByteSource, found: string): MasteringError {
  return new MasteringError('format-broken', `${bytes.name}: ${found}. Export the file again.`);
}

/** What stops a parser at something that is well formed and not read here. */
export function unsupported(bytes: ByteSource, found: string): MasteringError {
  return new MasteringError('format-unsupported', `${bytes.name}: ${found}.`);
}

/** What stops a reader where sound is missing. */
export function truncated(bytes: ByteSource, found: string): MasteringError {
  return new MasteringError(
    'audio-truncated',
    `${bytes.name}: ${found}; the file is cut short. Copy or export it again.`,
  );
}
