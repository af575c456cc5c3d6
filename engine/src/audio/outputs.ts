import type { ByteSink, ByteSource } from './bytes.ts';

/** A file on its way out; nobody sees it under its name before the whole delivery is complete. */
export interface OutputFile extends ByteSink {
  readonly name: string;
  /**
   * Ends the writing, begins to flush to the medium, and opens what was written for reading, so that a file can be
   * proven from its own bytes before anybody sees it.
   * @throws {MasteringError} 'disk-full', 'output-unwritable'
   */
  finish(): ByteSource;
}

/** Where a delivery goes. */
export interface OutputFolder {
  /**
   * @param name a plain file name without a folder; see `safeFileName` for names made from titles
   * @throws {MasteringError} 'output-exists', 'output-unwritable', 'disk-full'
   */
  openFile(name: string): OutputFile;
}

/**
 * All files of a delivery or none: the host that began it ends it with exactly one of the two.
 *
 * Nothing is visible before `commit`, an existing file is replaced only where the host was told so, and the source is
 * never touched.
 */
export interface Delivery extends OutputFolder {
  /**
   * Waits until every finished file is on the medium, then gives all of them their names.
   * @returns where each file is now, by its name; opaque to the engine (a path, a URL)
   * @throws {MasteringError} 'disk-full', 'output-exists', 'output-unwritable'; then nothing is left
   */
  commit(): Promise<ReadonlyMap<string, string>>;
  /** Removes everything that was begun; harmless after the end. */
  discard(): void;
}

/** Names that Windows keeps for devices, with or without an extension. */
const DEVICE_NAME = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/** Room for ' [32f-192].wav', a temporary's marks and more within the 255 bytes that file systems allow. */
const MAX_NAME_BYTES = 180;

/**
 * A title as a file name (without extension) that every common file system takes, and that is no hidden file and no path.
 *
 * @returns 'untitled' where nothing of the title can stay
 */
export function safeFileName(title: string): string {
  const plain = title
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]+/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.-]+/, '');
  const short = cutToBytes(plain, MAX_NAME_BYTES).replace(/[\s.]+$/, '');
  if (short === '') return 'untitled';
  return DEVICE_NAME.test(short.split('.')[0] as string) ? `_${short}` : short;
}

/** The longest beginning of whole characters that needs at most `maxBytes` in UTF-8. */
function cutToBytes(text: string, maxBytes: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept;
}
