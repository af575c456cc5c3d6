import { MasteringError } from '@deadwax/engine/ports';

/** Status of a run that could not be done; 0 and 1 are for those that were (see `deadwax --help`). */
export const COULD_NOT_RUN = 2;

/** One line for standard error: what stopped the run. */
export function describeFailure(error: unknown): string {
  if (error instanceof MasteringError) return oneLine(`deadwax: ${error.message}`);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return oneLine(
    `deadwax: a bug of Deadwax stopped it: ${message} (please report it; DEADWAX_DEBUG=1 shows where)`,
  );
}

/** Says on standard error what stopped the run; with DEADWAX_DEBUG=1 also where. */
export function reportFailure(error: unknown): void {
  process.stderr.write(`${describeFailure(error)}\n`);
  if (process.env['DEADWAX_DEBUG'] === '1' && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
}

/** What stopped the run, for programs. */
export function failureDocument(error: unknown): { readonly error: { code: string; message: string } } {
  const code = error instanceof MasteringError ? error.code : 'bug';
  return { error: { code, message: error instanceof Error ? error.message : String(error) } };
}

/** File names may hold line breaks and control characters; a message may not. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
}
