import type { OutputFolder } from '../audio/index.ts';

/** Part of every platform the house runs on (WHATWG Encoding), though not of the language. */
declare class TextEncoder {
  encode(text: string): Uint8Array;
}

/** Leaves a text file, UTF-8, in a delivery. */
export function writeText(outputs: OutputFolder, name: string, text: string): void {
  const file = outputs.openFile(name);
  file.append(new TextEncoder().encode(text));
  file.finish();
}

/** A noun as a JSON file that people can read and compare: indented, ends with a line break. */
export function formatJson(noun: unknown): string {
  return `${JSON.stringify(noun, null, 2)}\n`;
}
