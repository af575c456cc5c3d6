import { basename, resolve } from 'node:path';
import {
  ASSESSMENT_FILES,
  type Assessed,
  type Brief,
  ENGINE_VERSION,
  type LetterPart,
  letterMarkdown,
  letterText,
  type TargetProfile,
  writeAssessment,
} from '@deadwax/engine';
import { type CommonOptions, type Job, runJob } from '../job.ts';
import { refuseExisting } from '../outputs/delivery.ts';
import { type InputFile, openInput } from '../powers/files.ts';
import { readProfile } from '../references.ts';
import { writeJson, writeOut } from '../standard-output.ts';
import { makePaint } from '../text.ts';
import { type BriefOptions, briefFromOptions } from './brief-from-options.ts';
import { deliver } from './master.ts';
import { measuredFields } from './measured-fields.ts';

export interface AssessOptions extends CommonOptions, BriefOptions {
  readonly out?: string;
  readonly markdown?: true;
  readonly force?: true;
}

/** What the stages of an assessment take of its time. */
const ASSESS_SHARES = [
  ['decode', 20],
  ['listen', 30],
  ['inspect', 50],
] as const;

interface Outcome {
  readonly assessed: Assessed;
  /** Where the files are; none where none were asked for. */
  readonly paths: readonly string[];
}

/** `deadwax assess FILE`: what an engineer hears in a mix, as a letter. */
export async function assessCommand(file: string, options: AssessOptions): Promise<number> {
  const brief = await briefFromOptions(options);
  const profile = await readProfile(brief.profile, options);
  const input = openInput(file);
  const folder = options.out === undefined ? null : resolve(options.out);
  if (folder !== null && !options.force)
    for (const name of Object.values(ASSESSMENT_FILES)) refuseExisting(resolve(folder, name));
  const { assessed, paths } = await runJob(options, async (job): Promise<Outcome> => {
    const assess = () => hear(job, input, brief, profile);
    if (folder !== null) return leaveFiles(folder, options.force === true, input, assess);
    try {
      return { assessed: await assess(), paths: [] };
    } finally {
      input.close();
    }
  });
  if (options.json) await writeJson(toJson(file, assessed, paths));
  else if (options.markdown) await writeOut(letterMarkdown(assessed.letter));
  else await writeOut(describe(assessed, paths));
  return 0;
}

function leaveFiles(
  folder: string,
  force: boolean,
  input: InputFile,
  assess: () => Promise<Assessed>,
): Promise<Outcome> {
  return deliver(folder, force, input, async delivery => {
    const assessed = await assess();
    const { title, artist, format, facts, letter, findings, tonalAim, spectrogram, overview } = assessed;
    writeAssessment(delivery, {
      title,
      artist,
      sourceName: basename(input.path),
      format,
      source: facts,
      engineVersion: ENGINE_VERSION,
      assessment: { letter, findings, tonalAim, spectrogram, overview },
    });
    const paths = await delivery.commit();
    return { assessed, paths: [...paths.values()] };
  });
}

function toJson(
  file: string,
  { facts, format, letter, findings }: Assessed,
  paths: readonly string[],
): unknown {
  const { verdict, notes, questions } = letter;
  return {
    file: resolve(file),
    format,
    verdict,
    ...measuredFields(facts),
    findings,
    questions,
    praise: notes.filter(({ kind }) => kind === 'praise'),
    letter,
    files: paths,
  };
}

/** The letter in the colours of a terminal. */
function describe({ letter }: Assessed, paths: readonly string[]): string {
  const places = paths.length === 0 ? '' : `\n${paths.map(path => `  ${path}`).join('\n')}\n`;
  return `${letterText(letter, { dress: dressFor(process.stdout) })}${places}`;
}

/** How the parts of a letter look on a terminal; plain elsewhere. */
export function dressFor(stream: { readonly isTTY?: boolean }): (part: LetterPart, text: string) => string {
  const paint = makePaint(stream);
  const styles = {
    title: 'bold',
    verdict: 'bold',
    heading: 'bold',
    praise: 'green',
    problem: 'yellow',
    question: 'yellow',
    quiet: 'dim',
  } as const;
  return (part, text) => paint(styles[part], text);
}

/** Hears a mix, with progress. */
export function hear(
  job: Job,
  input: InputFile,
  brief: Brief,
  profile: TargetProfile | null = null,
): Promise<Assessed> {
  return job.watch(ASSESS_SHARES, watch => job.engine.assess(input, brief, watch, profile));
}
