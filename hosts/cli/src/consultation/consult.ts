import type { AskedQuestion, Brief, Finding } from '@deadwax/engine';
import { MasteringError } from '@deadwax/engine/ports';
import type { Paint } from '../text.ts';
import type { Asker } from './asker.ts';
import { STEPS, type Step } from './steps.ts';

/** Something that nobody answered, and what is done instead. */
export interface NotAnswered {
  /** The name of a step, or the id of a finding. */
  readonly question: string;
  readonly taken: string;
}

/** Where a talk stands. */
export interface Consulted {
  readonly brief: Brief;
  readonly notAnswered: readonly NotAnswered[];
}

/** What every client is asked. An empty line keeps what the brief says; where nobody answers, it is listed. */
export async function askAll(base: Brief, asker: Asker, paint: Paint): Promise<Consulted> {
  let brief = base;
  const notAnswered: NotAnswered[] = [];
  for (const step of STEPS) {
    const answered = asker.isPresent ? await askStep(brief, step, asker, paint) : null;
    if (answered === null) notAnswered.push({ question: step.name, taken: step.taken(brief) });
    else brief = answered;
  }
  return { brief, notAnswered };
}

/** @returns null where nobody answers any more */
async function askStep(brief: Brief, step: Step, asker: Asker, paint: Paint): Promise<Brief | null> {
  asker.say(
    `\n${paint('bold', step.question)}\n${paint('dim', `  ${step.allowed}. Enter keeps “${step.taken(brief)}”.`)}\n`,
  );
  for (;;) {
    const text = await asker.ask('> ');
    if (text === null) return null;
    if (text === '') return brief;
    try {
      return step.answer(brief, text);
    } catch (error) {
      if (!(error instanceof MasteringError)) throw error;
      asker.say(`  ${error.message}\n`);
    }
  }
}

/** The questions that this very mix raises. What is not answered takes the safe default, and is listed. */
export async function askAboutMix(
  base: Brief,
  questions: readonly AskedQuestion[],
  asker: Asker,
  paint: Paint,
): Promise<Consulted> {
  const answers = [...base.answers];
  const notAnswered: NotAnswered[] = [];
  const open = questions.filter(({ answer }) => answer === null);
  if (open.length > 0 && asker.isPresent) asker.say(`\n${paint('bold', 'And about this mix:')}\n`);
  for (const question of open) {
    const answer = asker.isPresent ? await askQuestion(question, asker, paint) : null;
    if (answer === null) notAnswered.push({ question: question.id, taken: question.outcome });
    else answers.push({ question: question.id, answer });
  }
  return { brief: { ...base, answers }, notAnswered };
}

/**
 * What would be mended is named, and may be left: "don't touch it" is an answer.
 * An empty line lets everything be mended.
 */
export async function askWhatToLeave(
  base: Brief,
  findings: readonly Pick<Finding, 'id' | 'title' | 'severity' | 'question'>[],
  asker: Asker,
  paint: Paint,
): Promise<Brief> {
  const mended = findings.filter(
    ({ severity, id, question }) => severity === 'fix' && question === null && !isAnswered(base, id),
  );
  if (mended.length === 0 || !asker.isPresent) return base;
  const lines = mended.map(({ id, title }) => `  ${id}  ${title}`);
  const hint = paint('dim', '  Names with commas between. Enter has all of it mended.');
  asker.say(
    `\n${paint('bold', 'This would be mended. Is any of it to be left as it is?')}\n${[...lines, hint].join('\n')}\n`,
  );
  for (;;) {
    const typed = await asker.ask('> ');
    if (typed === null || typed === '') return base;
    const ids = typed.split(',').map(id => id.trim());
    const stranger = ids.find(id => !mended.some(finding => finding.id === id));
    if (stranger === undefined) {
      const left = [...new Set(ids)].map(question => ({ question, answer: 'leave' as const }));
      return { ...base, answers: [...base.answers, ...left] };
    }
    asker.say(`  found "${stranger}", allowed is one of ${mended.map(({ id }) => id).join(', ')}.\n`);
  }
}

function isAnswered({ answers }: Brief, id: string): boolean {
  return answers.some(({ question }) => question === id);
}

async function askQuestion(
  { text, choices, safeDefault }: AskedQuestion,
  asker: Asker,
  paint: Paint,
): Promise<AskedQuestion['safeDefault'] | null> {
  const lines = choices.map(({ answer, consequence }) => `  ${answer.padEnd(8)}  ${consequence}`);
  const hint = paint('dim', `  Enter leaves it open; then “${safeDefault}” is taken.`);
  asker.say(`\n${paint('bold', text)}\n${[...lines, hint].join('\n')}\n`);
  for (;;) {
    const typed = await asker.ask('> ');
    if (typed === null || typed === '') return null;
    const [choice, ...others] = choices.filter(({ answer }) => answer.startsWith(typed.toLowerCase()));
    if (choice !== undefined && others.length === 0) return choice.answer;
    asker.say(`  found "${typed}", allowed is one of ${choices.map(({ answer }) => answer).join(', ')}.\n`);
  }
}
