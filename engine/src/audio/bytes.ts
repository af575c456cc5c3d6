/**
 * Bytes at random access, given by a host: a file, a Blob, an origin-private file.
 * Reading is synchronous: every host can offer that in the thread where audio is worked on.
 */
export interface ByteSource {
  /** What to call it in messages: a file name, never a whole path of the machine. */
  readonly name: string;
  readonly byteCount: number;
  /** Fills `into` from `offsetBytes`; returns the bytes read, fewer only at the end. @throws {MasteringError} 'file-unreadable' */
  read(offsetBytes: number, into: Uint8Array): number;
  /** Structured-cloneable; another thread's `Powers.openBytes` makes the same source of it. */
  readonly handle: ByteHandle;
}

/** Opaque to the engine; made and understood by one host. */
export type ByteHandle = { readonly kind: string } & Readonly<Record<string, string | number>>;

/** Bytes going out, in order; `patch` rewrites an already written place (a header whose size is known last). */
export interface ByteSink {
  readonly byteCount: number;
  /** @throws {MasteringError} 'disk-full', 'output-unwritable' */
  append(bytes: Uint8Array): void;
  patch(offsetBytes: number, bytes: Uint8Array): void;
}

/** A private file that lives as long as the job: decoded audio and intermediate renders are spilled there. */
export interface Scratch extends ByteSource, ByteSink {
  /** Gives the space back; the handle is dead afterwards. */
  discard(): void;
}
