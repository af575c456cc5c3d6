import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inRoot, ROOT } from './paths.mjs';

/**
 * SHA-256 over names and bytes of files and folders; contents, not times, because a checkout changes times.
 * Tests are left out: nothing is built of them.
 */
export function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.map(each => inRoot(each)).flatMap(listFiles)) {
    const bytes = readFileSync(path);
    hash.update(`${relative(ROOT, path)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

function listFiles(path) {
  if (!existsSync(path)) return [];
  const entries = readEntries(path);
  if (entries === null) return [path];
  return entries
    .filter(entry => !entry.name.endsWith('.test.ts') && entry.name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => (entry.isDirectory() ? listFiles(join(path, entry.name)) : [join(path, entry.name)]));
}

/** @returns null for a file */
function readEntries(path) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  }
}

const stampPath = name => inRoot('.setup', name);

/** Whether `name` was last built from `hash` and its outputs are there. */
export function isFresh(name, hash, outputs) {
  if (!outputs.every(output => existsSync(inRoot(output)))) return false;
  return existsSync(stampPath(name)) && readFileSync(stampPath(name), 'utf8') === hash;
}

/** Builds; a build that fails leaves no stamp. */
export async function buildStamped(name, hash, build) {
  mkdirSync(inRoot('.setup'), { recursive: true });
  rmSync(stampPath(name), { force: true });
  await build();
  writeFileSync(stampPath(name), hash);
}
