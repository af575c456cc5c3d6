import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { MasteringError } from '@deadwax/engine/ports';
import { systemCode, writeError } from '../powers/file-errors.ts';

/** A hidden folder beside the outputs: the lock on the place, and where files grow until they get their names. */
export interface Workplace {
  readonly path: string;
  /** Removes it with all that is in it, and the folders that were made for it where nothing else is in them. */
  remove(): void;
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

const OWNER_FILE = 'owner.json';
const REMEDY = 'Name another folder with --out.';

/**
 * Takes a place for one run.
 *
 * The workplace is filled under a name of its own and then renamed: a folder cannot be renamed onto one that holds a
 * file, so exactly one of several runs gets the place. One left by a process that is gone is cleared away.
 *
 * @param folder made if it is not there
 * @param name   of the workplace; runs that may share the folder take different names
 * @throws {MasteringError} 'output-busy', 'output-unwritable', 'disk-full'
 */
export function takeWorkplace(folder: string, name: string): Workplace {
  const firstMade = makeFolder(folder);
  const path = join(folder, name);
  const owner: Owner = { pid: process.pid, host: hostname(), token: randomUUID() };
  try {
    const nascent = prepare(folder, name, owner);
    clearAbandoned(folder, name);
    claim(nascent, path, folder);
  } catch (error) {
    removeMadeFolders(folder, firstMade);
    throw error;
  }
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
      removeMadeFolders(folder, firstMade);
    },
  };
}

/**
 * Makes a folder and those above it, one by one: Node's own recursive way never ends where a file system refuses new
 * folders with "not found", as /proc does.
 * @returns the topmost folder that had to be made
 */
function makeFolder(folder: string): string | undefined {
  const missing: string[] = [];
  for (let path = resolve(folder); !existsSync(path); path = dirname(path)) missing.unshift(path);
  try {
    for (const path of missing) makeOne(path);
    if (!statSync(folder).isDirectory()) mkdirSync(folder); // a file is in the way: let the system say so
  } catch (error) {
    removeMadeFolders(folder, missing[0]);
    throw writeError(error, `output folder ${folder}`, REMEDY);
  }
  return missing[0];
}

/** Another run may make the same folder at the same time: then it is there, and that is all that was wanted. */
function makeOne(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}

function prepare(folder: string, name: string, owner: Owner): string {
  const nascent = join(folder, `${name}-${owner.token}`);
  try {
    mkdirSync(nascent);
    writeFileSync(join(nascent, OWNER_FILE), JSON.stringify(owner));
  } catch (error) {
    rmSync(nascent, { recursive: true, force: true });
    throw writeError(error, `output folder ${folder}`, REMEDY);
  }
  return nascent;
}

function claim(nascent: string, path: string, folder: string): void {
  try {
    renameSync(nascent, path);
  } catch (error) {
    rmSync(nascent, { recursive: true, force: true });
    const owner = readOwner(path);
    if (owner === undefined) throw writeError(error, `output folder ${folder}`, REMEDY);
    throw new MasteringError(
      'output-busy',
      `${folder}: another run (process ${owner.pid} on ${owner.host}) is writing here. Wait for it, or name another folder with --out; if it is long gone, delete ${path}.`,
    );
  }
}

/** Moves a dead run's workplace out of the way, makes sure it was the dead one's, and deletes it. */
function clearAbandoned(folder: string, name: string): void {
  const path = join(folder, name);
  const owner = readOwner(path);
  if (owner === undefined || isAlive(owner)) return;
  const aside = join(folder, `${name}-${randomUUID()}`);
  try {
    renameSync(path, aside);
  } catch {
    return; // somebody else was quicker
  }
  if (readOwner(aside)?.token === owner.token) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, path);
}

function readOwner(path: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(join(path, OWNER_FILE), 'utf8'));
    return typeof owner.pid === 'number' ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the owner still runs; on another machine nobody can know, so yes. */
function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}

function removeMadeFolders(folder: string, firstMade: string | undefined): void {
  if (firstMade === undefined) return;
  const stop = dirname(firstMade);
  for (let path = resolve(folder); path !== stop; path = dirname(path)) {
    if (!existsSync(path)) continue;
    try {
      rmdirSync(path); // refuses a folder that is not empty
    } catch {
      return;
    }
  }
}
