import { basename, join, parse, relative, resolve, sep } from 'node:path';
import { type Delivery, type Mastered, safeFileName } from '@deadwax/engine';
import { onInterrupt } from '../interrupt.ts';
import { type CommonOptions, runJob } from '../job.ts';
import { beginDelivery, refuseExisting } from '../outputs/delivery.ts';
import { openInput } from '../powers/files.ts';
import { openReferences, readProfile, referenceFolder } from '../references.ts';
import { writeJson, writeOut } from '../standard-output.ts';
import { type BriefOptions, briefFromOptions } from './brief-from-options.ts';
import { measuredFields } from './measured-fields.ts';
import { summarize } from './summarize.ts';

export interface MasterOptions extends CommonOptions, BriefOptions {
  readonly out?: string;
  readonly force?: true;
}

/** What lies where after a run. */
export interface Delivered {
  readonly result: Mastered;
  readonly paths: ReadonlyMap<string, string>;
  readonly folder: string;
  readonly seconds: number;
}

const SESSION_FILE = 'session.json';
const REPORT_FILE = 'report.html';

const SHARES = [
  ['decode', 5],
  ['listen', 15],
  ['reference', 5],
  ['inspect', 15],
  ['repair', 1],
  ['plan', 1],
  ['render', 30],
  ['settle', 20],
  ['write', 15],
  ['verify', 14],
] as const;

/** `deadwax master FILE`: the main job. */
export async function masterCommand(file: string, options: MasterOptions): Promise<number> {
  const brief = await briefFromOptions(options);
  const profile = await readProfile(brief.profile, options);
  const input = openInput(file);
  const folder = resolve(options.out ?? join('masters', safeFileName(parse(file).name)));
  if (!options.force) for (const name of [SESSION_FILE, REPORT_FILE]) refuseExisting(join(folder, name));

  const started = performance.now();
  const references = openReferences(brief.references, referenceFolder(options), path =>
    wayFrom(folder, path),
  );
  const info = { name: basename(file), location: wayFrom(folder, file) };
  const delivered = await runJob(options, job =>
    deliver(folder, options.force === true, input, async delivery => {
      const aims = { references: references.inputs, profile };
      const result = await job.watch(SHARES, watch =>
        job.engine.master(input, brief, watch, delivery, info, aims),
      );
      const paths = await delivery.commit();
      return { result, paths, folder, seconds: (performance.now() - started) / 1000 };
    }),
  ).finally(() => references.close());
  await (options.json ? writeJson(toJson(delivered)) : writeOut(summarize(file, delivered)));
  return delivered.result.verdict.outcome === 'fail' ? 1 : 0;
}

/** Works inside a delivery that is taken back when the work fails or a signal comes. */
export async function deliver<Result>(
  folder: string,
  force: boolean,
  source: ReturnType<typeof openInput>,
  work: (delivery: Delivery) => Promise<Result>,
  key?: string,
): Promise<Result> {
  const delivery = beginDelivery({ folder, force, source, ...(key === undefined ? {} : { key }) });
  const release = onInterrupt(() => delivery.discard());
  try {
    return await work(delivery);
  } finally {
    delivery.discard();
    release();
    source.close();
  }
}

/** How `recall` finds the source from the session's folder; the two may move together. */
function wayFrom(folder: string, file: string): string {
  return relative(folder, resolve(file)).split(sep).join('/');
}

function toJson({ result, paths }: Delivered): unknown {
  const { plan, verdict } = result;
  return {
    session: paths.get(SESSION_FILE),
    report: paths.get(REPORT_FILE),
    plan,
    verdict,
    files: verdict.files.map(file => ({
      path: paths.get(file.fileName),
      format: file.format,
      sha256: file.sha256,
      ...measuredFields(file.facts),
      ...(file.bound === null ? {} : { bound: file.bound }),
    })),
  };
}
