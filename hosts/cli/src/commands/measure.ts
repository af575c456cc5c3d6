import { resolve } from 'node:path';
import { type Facts, MasteringError, type SourceFormat, type Tags } from '@deadwax/engine';
import { COULD_NOT_RUN, failureDocument, reportFailure } from '../failure.ts';
import { type CommonOptions, type Job, runJob } from '../job.ts';
import { openInput } from '../powers/files.ts';
import { writeJson, writeOut } from '../standard-output.ts';
import { formatChannels, formatDuration, formatLevel, formatRate, formatTable, makePaint } from '../text.ts';

interface Measured {
  readonly file: string;
  readonly format: SourceFormat;
  readonly tags: Tags;
  readonly facts: Facts;
}

interface Failed {
  readonly file: string;
  readonly error: MasteringError;
}

const SHARES = [
  ['decode', 3],
  ['listen', 7],
] as const;

/** `deadwax measure FILE…`: facts. One file that cannot be measured does not keep the others from it. */
export async function measureCommand(files: readonly string[], options: CommonOptions): Promise<number> {
  const results = await runJob(options, async job => {
    const done: (Measured | Failed)[] = [];
    for (const file of files) done.push(await measureFile(job, file));
    return done;
  });
  await (options.json ? writeJson(toJson(results)) : writeOut(describe(results)));
  return results.some(result => 'error' in result) ? COULD_NOT_RUN : 0;
}

async function measureFile(job: Job, file: string): Promise<Measured | Failed> {
  try {
    const input = openInput(file);
    try {
      const measured = await job.watch(SHARES, watch => job.engine.measure(input, watch));
      return { ...measured, file };
    } finally {
      input.close();
    }
  } catch (error) {
    if (!(error instanceof MasteringError)) throw error;
    reportFailure(error);
    return { file, error };
  }
}

/** One object for one file, an array for several; a file that could not be measured has an `error` instead of facts. */
function toJson(results: readonly (Measured | Failed)[]): unknown {
  const documents = results.map(result =>
    'error' in result
      ? { path: resolve(result.file), ...failureDocument(result.error) }
      : { path: resolve(result.file), format: result.format, tags: result.tags, ...result.facts },
  );
  return documents.length === 1 ? documents[0] : documents;
}

function describe(results: readonly (Measured | Failed)[]): string {
  const measured = results.filter(result => 'facts' in result);
  if (measured.length === 0) return '';
  return results.length === 1 ? describeOne(measured[0] as Measured) : describeMany(measured);
}

function describeOne({ file, format, facts }: Measured): string {
  const paint = makePaint(process.stdout);
  const shape = [
    `${format.container}, ${format.encoding}`,
    formatRate(facts.sampleRateHz),
    formatChannels(facts.channelCount),
    formatDuration(facts.durationSeconds),
  ].join(', ');
  const rows: [string, number | null, string][] = [
    ['Integrated loudness', facts.integratedLufs, 'LUFS'],
    ['Loudness range', facts.loudnessRangeLu, 'LU'],
    ['Loudest 0.4 s', facts.maxMomentaryLufs, 'LUFS'],
    ['Loudest 3 s', facts.maxShortTermLufs, 'LUFS'],
    ['True peak', facts.truePeakDbtp, 'dBTP'],
    ['Sample peak', facts.samplePeakDbfs, 'dBFS'],
    ['Peak to loudness', facts.plrDb, 'dB'],
    ['Dynamic range (DR)', facts.dynamicRangeDb, 'dB'],
  ];
  const table = formatTable(rows.map(([label, value, unit]) => [label, formatLevel(value, unit)]));
  const clipped = facts.clipping.runCount;
  const remark = clipped > 0 ? [paint('yellow', `  ${clipped} clipped places`)] : [];
  return `${[`${paint('bold', file)}  ${paint('dim', shape)}`, ...table.map(row => `  ${row}`), ...remark].join('\n')}\n`;
}

function describeMany(measured: readonly Measured[]): string {
  const head = ['', 'loudness', 'range', 'true peak', 'PLR', 'length'];
  const rows = measured.map(({ file, facts }) => [
    file,
    formatLevel(facts.integratedLufs, 'LUFS'),
    formatLevel(facts.loudnessRangeLu, 'LU'),
    formatLevel(facts.truePeakDbtp, 'dBTP'),
    formatLevel(facts.plrDb, 'dB'),
    formatDuration(facts.durationSeconds),
  ]);
  return `${formatTable([head, ...rows]).join('\n')}\n`;
}
