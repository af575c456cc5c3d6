import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Brief, Reference, ReferenceInput, TargetProfile } from '@deadwax/engine';
import { readDocument } from './documents.ts';
import { type InputFile, openInput } from './powers/files.ts';

/** Names that end like this are meant as files, whether they are there or not. */
const AUDIO_NAME = /\.(wav|wave|bwf|rf64|aif|aiff|aifc|flac|mp3|ogg|oga|opus|m4a|mp4|aac|alac)$/i;
/** Whether a name is that of an audio file. */
export const isAudioName = (name: string): boolean => AUDIO_NAME.test(name);

/** Everything that a reference may stand for. */
export const EVERY_ASPECT: Reference['aspects'] = ['tone', 'dynamics', 'width', 'loudness'];

/** Who named the files: those of a brief are meant from where the brief lies, those of the command line from here. */
export interface Naming {
  readonly brief?: string;
  readonly reference?: readonly string[];
  readonly profile?: string;
}

const folderOf = (briefPath: string | undefined): string =>
  briefPath === undefined ? '.' : dirname(briefPath);

export const referenceFolder = ({ brief, reference }: Naming): string =>
  folderOf(reference === undefined ? brief : undefined);

/** A text that is a file becomes a reference with every aspect; one that is only a name stays a name. */
export function findFiles(references: Brief['references'], folder: string): Brief['references'] {
  return references.map(reference => {
    if (typeof reference !== 'string') return reference;
    const path = resolve(folder, reference);
    const isFile = isAudioName(reference) || (existsSync(path) && statSync(path).isFile());
    return isFile ? { path: reference, weight: 1, aspects: EVERY_ASPECT } : reference;
  });
}

/** References of a brief, open for reading. */
export interface OpenReferences {
  readonly inputs: readonly ReferenceInput[];
  close(): void;
}

/**
 * Opens every reference that is a file.
 * @param folder  where relative paths are meant from
 * @param locate  how a session will find it again
 * @throws {MasteringError} 'file-missing', 'file-is-directory', 'file-unreadable'
 */
export function openReferences(
  references: Brief['references'],
  folder: string,
  locate: (path: string) => string,
): OpenReferences {
  const files: InputFile[] = [];
  const close = () => {
    for (const file of files) file.close();
  };
  try {
    const inputs = references
      .filter(reference => typeof reference !== 'string')
      .map(({ path, weight, aspects }) => {
        const bytes = openInput(isAbsolute(path) ? path : join(folder, path));
        files.push(bytes);
        return { bytes, location: locate(bytes.path), weight, aspects };
      });
    return { inputs, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Reads the profile that a brief names. @throws {MasteringError} 'file-missing', 'document-invalid' */
export async function readProfile(path: string | null, naming: Naming): Promise<TargetProfile | null> {
  if (path === null) return null;
  const folder = folderOf(naming.profile === undefined ? naming.brief : undefined);
  const { parseProfile } = await import('@deadwax/engine/documents');
  return parseProfile(readDocument(isAbsolute(path) ? path : join(folder, path)));
}
