import { basename, dirname, resolve } from 'node:path';
import {
  type AskedQuestion,
  type Brief,
  defaultBrief,
  formatJson,
  letterText,
  writeText,
} from '@deadwax/engine';
import { type Asker, makeAbsentAsker, makeTerminalAsker } from '../consultation/asker.ts';
import {
  askAboutMix,
  askAll,
  askWhatToLeave,
  type Consulted,
  type NotAnswered,
} from '../consultation/consult.ts';
import { onInterrupt } from '../interrupt.ts';
import { type CommonOptions, runJob } from '../job.ts';
import { beginDelivery, refuseExisting } from '../outputs/delivery.ts';
import { openInput } from '../powers/files.ts';
import { writeJson, writeOut } from '../standard-output.ts';
import { makePaint } from '../text.ts';
import { dressFor, hear } from './assess.ts';
import { readBrief } from './brief-from-options.ts';

export interface BriefCommandOptions extends CommonOptions {
  readonly out?: string;
  /** Where the talk starts from. */
  readonly brief?: string;
  readonly force?: true;
}

/**
 * `deadwax brief [FILE]`: the consultation. Prompts are on standard error, the brief on standard output or in a file.
 * Where standard input is no terminal nobody is asked: defaults are taken and listed.
 */
export async function briefCommand(file: string | undefined, options: BriefCommandOptions): Promise<number> {
  const base = options.brief === undefined ? defaultBrief : await readBrief(options.brief);
  const path = options.out === undefined ? null : resolve(options.out);
  if (path !== null && !options.force) refuseExisting(path);
  const asker = process.stdin.isTTY ? makeTerminalAsker(process.stdin, process.stderr) : makeAbsentAsker();
  try {
    const { brief, notAnswered, questions } = await consult(base, file, asker, options);
    const { parseBrief } = await import('@deadwax/engine/documents');
    const checked = parseBrief(JSON.parse(JSON.stringify(brief)));
    if (path !== null) await leave(path, options.force === true, checked);
    if (!options.quiet) process.stderr.write(describeOpen(notAnswered));
    if (options.json) await writeJson({ path, brief: checked, notAnswered, questions });
    else await writeOut(path === null ? formatJson(checked) : `${options.out}\n`);
    return 0;
  } finally {
    asker.close();
  }
}

interface Talk extends Consulted {
  readonly questions: readonly AskedQuestion[];
}

/** First what every client is asked, then the mix is heard, then what it raises. */
async function consult(
  base: Brief,
  file: string | undefined,
  asker: Asker,
  options: BriefCommandOptions,
): Promise<Talk> {
  const input = file === undefined ? null : openInput(file);
  const paint = makePaint(process.stderr);
  try {
    const first = await askAll(base, asker, paint);
    if (input === null) return { ...first, questions: [] };
    const { letter, findings } = await runJob(options, job => hear(job, input, first.brief));
    // its questions come next, one by one
    asker.say(`\n${letterText({ ...letter, questions: [] }, { dress: dressFor(process.stderr) })}`);
    const { questions } = letter;
    const { brief: told, notAnswered } = await askAboutMix(first.brief, questions, asker, paint);
    const brief = await askWhatToLeave(told, findings, asker, paint);
    return { brief, notAnswered: [...first.notAnswered, ...notAnswered], questions };
  } finally {
    input?.close();
  }
}

async function leave(path: string, force: boolean, brief: Brief): Promise<void> {
  const name = basename(path);
  const delivery = beginDelivery({ folder: dirname(path), force, source: null, key: name });
  const release = onInterrupt(() => delivery.discard());
  try {
    writeText(delivery, name, formatJson(brief));
    await delivery.commit();
  } finally {
    delivery.discard();
    release();
  }
}

function describeOpen(notAnswered: readonly NotAnswered[]): string {
  if (notAnswered.length === 0) return '';
  const width = Math.max(...notAnswered.map(({ question }) => question.length));
  const lines = notAnswered.map(
    ({ question, taken }) => `  ${question.padEnd(width)}  ${taken.replace('Not answered; taken: ', '')}`,
  );
  return `Not answered; taken:\n${lines.join('\n')}\n`;
}
