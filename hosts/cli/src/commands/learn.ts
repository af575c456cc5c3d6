import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { formatJson, MasteringError, safeFileName, type TargetProfile, writeText } from '@deadwax/engine';
import { onInterrupt } from '../interrupt.ts';
import { type CommonOptions, runJob } from '../job.ts';
import { beginDelivery, refuseExisting } from '../outputs/delivery.ts';
import { type InputFile, openInput } from '../powers/files.ts';
import { isAudioName } from '../references.ts';
import { writeJson, writeOut } from '../standard-output.ts';
import { formatNumber } from '../text.ts';

export interface LearnOptions extends CommonOptions {
  readonly name: string;
  readonly out?: string;
  readonly force?: true;
}

const SHARES = [
  ['decode', 3],
  ['reference', 7],
] as const;

/** `deadwax learn FILE… --name N`: what records have in common, as a target for `master --profile`. */
export async function learnCommand(files: readonly string[], options: LearnOptions): Promise<number> {
  const path = resolve(options.out ?? `${safeFileName(options.name)}.profile.json`);
  const paths = files.flatMap(recordsIn);
  if (!options.force) refuseExisting(path);
  const inputs: InputFile[] = [];
  try {
    for (const file of paths) inputs.push(openInput(file));
    const profile = await runJob(options, job =>
      job.watch(SHARES, watch => job.engine.learn(options.name, inputs, watch)),
    );
    await leave(path, options.force === true, profile);
    await (options.json ? writeJson({ path, profile }) : writeOut(describe(path, profile)));
    return 0;
  } finally {
    for (const input of inputs) input.close();
  }
}

/** A folder stands for the audio files in it, in the order of their names. */
function recordsIn(path: string): readonly string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const names = readdirSync(path).filter(isAudioName).sort();
  if (names.length > 0) return names.map(name => join(path, name));
  throw new MasteringError(
    'file-missing',
    `${path}: no audio file in this folder. Name a folder with records, or the files themselves.`,
  );
}

async function leave(path: string, force: boolean, profile: TargetProfile): Promise<void> {
  const name = basename(path);
  const delivery = beginDelivery({ folder: dirname(path), force, source: null, key: name });
  const release = onInterrupt(() => delivery.discard());
  try {
    writeText(delivery, name, formatJson(profile));
    await delivery.commit();
  } finally {
    delivery.discard();
    release();
  }
}

function describe(path: string, { name, records, target }: TargetProfile): string {
  const { deliveredLufs, dynamics } = target;
  const figures = `${formatNumber(deliveredLufs.p50)} LUFS, loudness moves over ${formatNumber(dynamics.momentaryRangeLu.p50)} LU`;
  return `${name}: learned from ${records.length === 1 ? '1 record' : `${records.length} records`} (${figures})\n  ${path}\n`;
}
