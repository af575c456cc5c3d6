import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scratch } from '@deadwax/engine/ports';
import { writeError } from './file-errors.ts';
import { makeFileSource } from './files.ts';
import { makeFileSink } from './written-file.ts';

/** Where decoded audio is spilled: `--scratch`, else DEADWAX_SCRATCH, else the system's folder for temporary files. */
export function scratchFolder(chosen: string | undefined): string {
  return chosen ?? (process.env['DEADWAX_SCRATCH'] || tmpdir());
}

/**
 * A private file without a name: on POSIX it is unlinked as soon as it is open, so that no crash can leave it behind.
 * Where an open file cannot be unlinked (Windows) it goes with `discard` or at the end of the process.
 *
 * @throws {MasteringError} 'output-unwritable'
 */
export function makeScratchFile(folder: string): Scratch {
  const path = join(folder, `deadwax-${randomUUID()}.scratch`);
  const fd = createPrivate(path, folder);
  const forget = unlinkOpenFile(path);
  const sink = makeFileSink(fd, `scratch space in ${folder}`, REMEDY);
  let isOpen = true;

  const asSource = () => makeFileSource({ fd, name: 'decoded audio', byteCount: sink.byteCount });
  return {
    name: 'decoded audio',
    get byteCount() {
      return sink.byteCount;
    },
    get handle() {
      return asSource().handle;
    },
    read: (offsetBytes, into) => asSource().read(offsetBytes, into),
    append: sink.append,
    patch: sink.patch,
    discard() {
      if (!isOpen) return;
      isOpen = false;
      closeSync(fd);
      forget();
    },
  };
}

const REMEDY = 'Free some space there, or name another folder with --scratch.';

function createPrivate(path: string, folder: string): number {
  try {
    return openSync(path, 'wx+', 0o600);
  } catch (error) {
    throw writeError(error, `scratch space in ${folder}`, REMEDY);
  }
}

/** Takes the name away now where the system allows it; the result does it later where it does not. */
function unlinkOpenFile(path: string): () => void {
  const remove = () => rmSync(path, { force: true });
  if (process.platform !== 'win32') {
    remove();
    return () => {};
  }
  process.once('exit', remove);
  return () => {
    process.removeListener('exit', remove);
    remove();
  };
}
