import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { MasteringError, type OutputFolder, type Recalled, type Session } from '@deadwax/engine';
import { parseSession } from '@deadwax/engine/documents';
import { readDocument } from '../documents.ts';
import { type CommonOptions, type Job, runJob } from '../job.ts';
import { makeThrowaway } from '../outputs/throwaway.ts';
import { type InputFile, openInput } from '../powers/files.ts';
import { writeJson, writeOut } from '../standard-output.ts';
import { makePaint } from '../text.ts';
import { deliver } from './master.ts';

export interface RecallOptions extends CommonOptions {
  readonly out?: string;
  readonly source?: string;
  readonly force?: true;
}

const SHARES = [
  ['decode', 10],
  ['render', 60],
  ['write', 30],
] as const;

interface Outcome {
  readonly result: Recalled;
  /** Where the files are now; none where they were only proven. */
  readonly paths: ReadonlyMap<string, string>;
}

/** `deadwax recall SESSION`: renders again from the plan as played and compares every byte by its SHA-256. */
export async function recallCommand(sessionPath: string, options: RecallOptions): Promise<number> {
  const session = parseSession(readDocument(sessionPath));
  const source = openInput(options.source ?? findSource(sessionPath, session));
  const recalled = await runJob(options, job => recall(job, session, source, options));
  await (options.json ? writeJson(toJson(recalled)) : writeOut(describe(recalled)));
  return recalled.result.isSame ? 0 : 1;
}

function recall(job: Job, session: Session, source: InputFile, options: RecallOptions): Promise<Outcome> {
  const render = (outputs: OutputFolder) =>
    job.watch(SHARES, watch => job.engine.recall(session, source, watch, outputs));
  if (options.out === undefined) return prove(job, source, render);
  return deliver(options.out, options.force === true, source, async delivery => {
    const result = await render(delivery);
    return { result, paths: await delivery.commit() };
  });
}

async function prove(
  job: Job,
  source: InputFile,
  render: (outputs: OutputFolder) => Promise<Recalled>,
): Promise<Outcome> {
  const throwaway = makeThrowaway(job.powers.makeScratch);
  try {
    return { result: await render(throwaway), paths: new Map() };
  } finally {
    throwaway.discard();
    source.close();
  }
}

/** Where the session says its source is, seen from the session's folder. */
function findSource(sessionPath: string, session: Session): string {
  const path = resolve(dirname(sessionPath), session.source.location);
  if (existsSync(path)) return path;
  throw new MasteringError(
    'file-missing',
    `${path}: the session's source is not there. Name the mix with --source.`,
  );
}

function toJson({ result, paths }: Outcome): unknown {
  return {
    isSame: result.isSame,
    files: result.files.map(file => ({
      path: paths.get(file.name) ?? null,
      ...file,
      isSame: file.isSame,
    })),
  };
}

function describe({ result, paths }: Outcome): string {
  const paint = makePaint(process.stdout);
  const lines = result.files.map(file =>
    file.isSame
      ? `${paint('green', '✓')} ${file.name}  the same samples, SHA-256 ${file.sha256}`
      : `${paint('red', '✗')} ${file.name}  differs: SHA-256 ${file.recalledSha256}, was ${file.sha256}`,
  );
  const where = [...paths.values()].map(path => `  ${path}`);
  return `${[...lines, ...where].join('\n')}\n`;
}
