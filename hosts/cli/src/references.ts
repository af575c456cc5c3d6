import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Brief, Reference, ReferenceInput, TargetProfile } from '@deadwax/engine';
import { readDocument } from './documents.ts';
import { type InputFile, openInput } from './powers/files.ts';

/** Names that end like this are meant as files, whether they are there or not. */
const AUDIO_NAME = /\.(wav|wave|bwf|rf64|aif|aiff|aifc|flac|mp3|ogg|oga|opus|m4a|mp4|aac|alac)$/i;
/** Whether a name is that of an audio file. */
export const isAudioName = (name: string): boolean => AUDIO_NAME.test(name);

/** Everything that a reference may stand for. */
export const EVERY_ASPECT: Reference['aspects'] = ['tone', 'dynamics', 'width', 'loudness'];

/** Folder that paths of a brief are meant from: where the brief lies. */
export function folderOf(briefPath: string | undefined): string {
  return briefPath === undefined ? '.' : dirname(briefPath);
}

/** A text that is a file becomes a reference with every aspect; one that is only a name stays a name. */
export function findFiles(references: Brief['references'], folder: string): Brief['references'] {
  return references.map(reference => {
    if (typeof reference !== 'string') return { ...reference, path: resolve(folder, reference.path) };
    const path = resolve(folder, reference);
    const isFile = isAudioName(reference) || (existsSync(path) && statSync(path).isFile());
    return isFile ? { path, weight: 1, aspects: EVERY_ASPECT } : reference;
  });
}

/** References of a brief, open for reading. */
export interface OpenReferences {
  readonly inputs: readonly ReferenceInput[];
  close(): void;
}

/**
 * Opens every reference that is a file.
 * @param locate  how a session will find it again
 * @throws {MasteringError} 'file-missing', 'file-is-directory', 'file-unreadable'
 */
export function openReferences(
  references: Brief['references'],
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
        const bytes = openInput(path);
        files.push(bytes);
        return { bytes, location: locate(path), weight, aspects };
      });
    return { inputs, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Reads the profile that a brief names. @throws {MasteringError} 'file-missing', 'document-invalid' */
export async function readProfile(path: string | null): Promise<TargetProfile | null> {
  if (path === null) return null;
  const { parseProfile } = await import('@deadwax/engine/documents');
  return parseProfile(readDocument(path));
}
