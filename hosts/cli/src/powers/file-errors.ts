import { type ErrorCode, MasteringError } from '@deadwax/engine/ports';

/** The system's own code of an error of the file system; '' where it is none. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}

const NO_SPACE = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** A write or create that failed, as one line: which place, what was wrong, what to do. */
export function writeError(error: unknown, place: string, remedy: string): MasteringError {
  const system = systemCode(error);
  if (NO_SPACE.has(system)) {
    const found = system === 'EFBIG' ? 'the file system takes no file this large' : 'no space left';
    return new MasteringError('disk-full', `${place}: ${found}. ${remedy}`, { cause: error });
  }
  return new MasteringError('output-unwritable', `${place}: ${sayWrite(system)}. ${remedy}`, {
    cause: error,
  });
}

function sayWrite(system: string): string {
  switch (system) {
    case 'EACCES':
    case 'EPERM':
      return 'no permission to write here';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file stands where a folder is needed';
    case 'EISDIR':
      return 'a folder has this name';
    case 'ENAMETOOLONG':
      return 'the name is too long';
    case 'ENOENT':
      return 'the folder is gone';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open';
    default:
      return `cannot be written (${system === '' ? 'unknown reason' : system})`;
  }
}

/** An open or read that failed, as one line. */
export function readError(error: unknown, path: string): MasteringError {
  const system = systemCode(error);
  const [code, sentence]: [ErrorCode, string] = sayRead(system);
  return new MasteringError(code, `${path}: ${sentence}`, { cause: error });
}

function sayRead(system: string): [ErrorCode, string] {
  switch (system) {
    case 'ENOENT':
    case 'ENOTDIR':
      return ['file-missing', 'no such file. Check the name and the folder.'];
    case 'EACCES':
    case 'EPERM':
      return ['file-unreadable', 'no permission to read it. Allow reading, or copy it to where you may.'];
    case 'EISDIR':
      return ['file-is-directory', 'a folder, not an audio file. Name the file inside it.'];
    case 'ELOOP':
      return ['file-unreadable', 'its links lead in a circle. Name the file itself.'];
    default:
      return [
        'file-unreadable',
        `cannot be read (${system === '' ? 'unknown reason' : system}). Copy it again from where it came.`,
      ];
  }
}
