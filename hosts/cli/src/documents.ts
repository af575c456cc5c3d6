import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { MasteringError } from '@deadwax/engine/ports';
import { readError } from './powers/file-errors.ts';

/**
 * A JSON document of the user.
 *
 * @throws {MasteringError} 'file-missing', 'file-unreadable', 'document-invalid'
 */
export function readDocument(path: string): unknown {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MasteringError(
      'document-invalid',
      `${path}: is no JSON (${describeSyntax(error)}). Correct it or make ${basename(path)} anew.`,
      { cause: error },
    );
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw readError(error, path);
  }
}

/** The parser quotes the text around the place, which may be long; the first words say enough. */
function describeSyntax(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split(/[,"\n]/)[0] as string;
}
