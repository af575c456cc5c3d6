import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path in the checkout. */
export const inRoot = (...parts) => join(ROOT, ...parts);

/** Says on standard error what is being done. */
export const say = sentence => process.stderr.write(`deadwax set-up: ${sentence}\n`);

/** The Node that development is pinned to, where npm has put it; else the one that runs this. */
export function preferredNode() {
  const pinned = inRoot('node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  return process.platform !== 'win32' && existsSync(pinned) ? pinned : process.execPath;
}
