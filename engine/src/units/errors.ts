/**
 * What stops a run. A host maps each code to its own world (exit status, HTTP status, dialogue).
 * Misuse by a programmer is a TypeError; facts about the material are data, not errors.
 */
export type ErrorCode =
  | 'file-missing'
  | 'file-unreadable'
  | 'file-is-directory'
  | 'file-empty'
  | 'format-unknown'
  | 'format-broken'
  | 'format-unsupported'
  | 'audio-truncated'
  | 'audio-too-short'
  | 'audio-too-long'
  | 'audio-silent'
  | 'audio-not-finite'
  | 'audio-one-sided'
  | 'audio-destroyed'
  | 'channels-unsupported'
  | 'rate-unsupported'
  | 'option-invalid'
  | 'document-invalid'
  | 'source-changed'
  | 'reference-unusable'
  | 'output-exists'
  | 'output-busy'
  | 'output-unwritable'
  | 'disk-full'
  | 'cancelled';

/**
 * The one error of the house: cannot go on.
 *
 * The message is one line: what was found, what is allowed, what to do.
 */
export class MasteringError extends Error {
  readonly code: ErrorCode;
  override readonly name = 'MasteringError';

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Marks a place that no value can reach; the compiler proves it. */
export function assertNever(value: never): never {
  throw new TypeError(`unreachable value ${JSON.stringify(value)}`);
}

/** Throws a TypeError when a programmer's promise does not hold. */
export function assert(condition: boolean, promise: string): asserts condition {
  if (!condition) throw new TypeError(`broken promise: ${promise}`);
}
