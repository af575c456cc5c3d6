import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type ByteHandle, type ByteSource, MasteringError } from '@deadwax/engine/ports';
import { readError } from './file-errors.ts';

/** A file of the user, open for reading. */
export interface InputFile extends ByteSource {
  readonly path: string;
  /** Device and inode: the same for every name of the same file. */
  readonly identity: string;
  close(): void;
}

/** @throws {MasteringError} 'file-missing', 'file-is-directory', 'file-unreadable' */
export function openInput(path: string): InputFile {
  refuseWhatIsNoFile(path); // before it is opened: a pipe that nobody writes to would never open
  const fd = openForReading(path);
  const status = fstatSync(fd, { bigint: true });
  const byteCount = Number(status.size);
  const source = makeFileSource({ fd, name: basename(path), byteCount, path: resolve(path) });
  return { ...source, path, identity: `${status.dev}:${status.ino}`, close: () => closeSync(fd) };
}

function refuseWhatIsNoFile(path: string): void {
  const status = statOf(path);
  if (status.isFile()) return;
  if (status.isDirectory())
    throw new MasteringError(
      'file-is-directory',
      `${path}: a folder, not an audio file. Name the file inside it.`,
    );
  throw new MasteringError('file-unreadable', `${path}: not a regular file. Save the audio to a file first.`);
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw readError(error, path);
  }
}

function openForReading(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw readError(error, path);
  }
}

/** Bytes of an open file. Descriptors belong to the process, so a handle works in each of its threads. */
export function makeFileSource(file: {
  readonly fd: number;
  readonly name: string;
  readonly byteCount: number;
  /** Where it lies, for programs of the user that open it themselves. */
  readonly path?: string;
}): ByteSource {
  return {
    name: file.name,
    byteCount: file.byteCount,
    handle: { kind: 'file', ...file },
    read: (offsetBytes, into) => readFully(file, offsetBytes, into),
  };
}

/** Opens a handle made by this host, in any thread of the same process. */
export function openFileHandle(handle: ByteHandle): ByteSource {
  const { kind, fd, name, byteCount } = handle;
  if (kind !== 'file' || typeof fd !== 'number' || typeof name !== 'string' || typeof byteCount !== 'number')
    throw new TypeError(`not a file of this host: ${kind}`);
  return makeFileSource({ fd, name, byteCount });
}

/** Reads until `into` is full or the file ends: one call of the system may give less. */
function readFully(
  file: { readonly fd: number; readonly name: string },
  offsetBytes: number,
  into: Uint8Array,
): number {
  let done = 0;
  try {
    while (done < into.length) {
      const got = readSync(file.fd, into, done, into.length - done, offsetBytes + done);
      if (got === 0) break;
      done += got;
    }
  } catch (error) {
    throw readError(error, file.name);
  }
  return done;
}
