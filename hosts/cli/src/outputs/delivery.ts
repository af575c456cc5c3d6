import {
  type BigIntStats,
  closeSync,
  fsync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Delivery, MasteringError, type OutputFile } from '@deadwax/engine/ports';
import { systemCode, writeError } from '../powers/file-errors.ts';
import { type InputFile, makeFileSource } from '../powers/files.ts';
import { makeFileSink } from '../powers/written-file.ts';
import { takeWorkplace, type Workplace } from './workplace.ts';

export interface DeliveryOptions {
  readonly folder: string;
  /** Whether files that are there already may be replaced. */
  readonly force: boolean;
  /** Never written to, under whatever name; null where the work has none. */
  readonly source: InputFile | null;
  /** Runs with different keys may write to the same folder at once. */
  readonly key?: string;
}

interface Entry {
  readonly name: string;
  readonly fd: number;
  readonly temporary: string;
  readonly final: string;
  flushed: Promise<void> | undefined;
}

const REMEDY = 'Free some space there, or name another folder with --out.';
const flush = promisify(fsync);

/**
 * Begins a delivery into a folder of this machine.
 *
 * @throws {MasteringError} 'output-busy', 'output-unwritable', 'disk-full'
 */
export function beginDelivery(options: DeliveryOptions): Delivery {
  const folder = resolve(options.folder);
  const workplace = takeWorkplace(
    folder,
    options.key === undefined ? '.deadwax-run' : `.deadwax-run-${options.key}`,
  );
  const entries: Entry[] = [];
  let isOver = false;

  function openFile(name: string): OutputFile {
    if (basename(name) !== name || name === '' || name === '.' || name === '..')
      throw new TypeError(`not a plain file name: ${name}`);
    const final = join(folder, name);
    if (options.source !== null) refuseSource(final, options.source);
    if (!options.force) refuseExisting(final);
    const temporary = join(workplace.path, name);
    const fd = createTemporary(temporary, final);
    const entry: Entry = { name, fd, temporary, final, flushed: undefined };
    entries.push(entry);
    return makeOutputFile(entry);
  }

  function closeAll(): void {
    isOver = true;
    for (const { fd } of entries) closeSync(fd);
  }

  return {
    openFile,
    async commit() {
      const unfinished = entries.find(entry => entry.flushed === undefined);
      if (unfinished !== undefined) throw new TypeError(`committed before ${unfinished.name} was finished`);
      await Promise.all(entries.map(entry => entry.flushed));
      if (isOver) throw new TypeError('committed after the end');
      closeAll();
      try {
        publish(entries, workplace, options.force);
      } finally {
        workplace.remove();
      }
      flushFolder(folder);
      return new Map(entries.map(entry => [entry.name, entry.final]));
    },
    discard() {
      if (isOver) return;
      closeAll();
      workplace.remove();
    },
  };
}

function makeOutputFile(entry: Entry): OutputFile {
  const sink = makeFileSink(entry.fd, entry.final, REMEDY);
  return {
    name: entry.name,
    get byteCount() {
      return sink.byteCount;
    },
    append: sink.append,
    patch: sink.patch,
    finish() {
      entry.flushed = flush(entry.fd).catch(error => {
        throw writeError(error, entry.final, REMEDY);
      });
      entry.flushed.catch(() => {}); // told by commit, which may come much later
      return makeFileSource({ fd: entry.fd, name: entry.name, byteCount: sink.byteCount });
    },
  };
}

/** @throws {MasteringError} 'output-exists' for anything of that name, a dangling link included */
export function refuseExisting(path: string): void {
  if (statusOf(path, lstatSync) !== undefined) throw existsError(path);
}

/** @returns undefined where there is nothing, or nothing that could be looked at: then writing will say why */
function statusOf(path: string, look: typeof lstatSync): BigIntStats | undefined {
  try {
    return look(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function existsError(path: string): MasteringError {
  return new MasteringError(
    'output-exists',
    `${path}: already exists and is kept. Name another folder with --out, or allow replacing with --force.`,
  );
}

/** Compares what the names lead to: links and case-blind file systems have many names for one file. */
function refuseSource(path: string, source: InputFile): void {
  const status = statusOf(path, statSync);
  if (status === undefined || `${status.dev}:${status.ino}` !== source.identity) return;
  throw new MasteringError(
    'output-exists',
    `${path}: is the source itself, which is never written to. Name another place for the output.`,
  );
}

function createTemporary(temporary: string, final: string): number {
  try {
    return openSync(temporary, 'wx+');
  } catch (error) {
    throw writeError(error, final, REMEDY);
  }
}

/** Gives every file its name; where one cannot have it, those already named are taken back. */
function publish(entries: readonly Entry[], workplace: Workplace, force: boolean): void {
  const undo: (() => void)[] = [];
  for (const entry of entries) {
    try {
      undo.unshift(force ? replace(entry, workplace) : place(entry));
    } catch (error) {
      for (const step of undo) step();
      if (systemCode(error) === 'EEXIST') throw existsError(entry.final);
      throw writeError(error, entry.final, REMEDY);
    }
  }
}

/** A hard link is refused where the name is taken, in one step; a rename would replace. */
function place(entry: Entry): () => void {
  try {
    linkSync(entry.temporary, entry.final);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    refuseExisting(entry.final); // a file system without hard links: look, then rename
    renameSync(entry.temporary, entry.final);
  }
  return () => unlinkSync(entry.final);
}

/** Replaces in one step; the old file keeps a second name until the delivery is complete. */
function replace(entry: Entry, workplace: Workplace): () => void {
  const kept = join(workplace.path, `${entry.name}.replaced`);
  let isKept = false;
  try {
    linkSync(entry.final, kept);
    isKept = true;
  } catch {
    // nothing to keep, or a file system without hard links
  }
  renameSync(entry.temporary, entry.final);
  return () => (isKept ? renameSync(kept, entry.final) : rmSync(entry.final, { force: true }));
}

/** Makes the new names last; not every system lets a folder be flushed. */
function flushFolder(folder: string): void {
  try {
    const fd = openSync(folder, 'r');
    fsyncSync(fd);
    closeSync(fd);
  } catch {
    // the files themselves are on the medium
  }
}
