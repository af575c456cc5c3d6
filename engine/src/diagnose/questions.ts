import { MasteringError } from '../units/index.ts';
import type { AnswerChoice, Finding } from './findings.ts';

/** What a client answered. */
export interface Answer {
  /** The id of the finding that is spoken of: 'clipping-2'. */
  readonly question: string;
  readonly answer: AnswerChoice['answer'];
}

/** A question that this very mix raises, and what is done about it. */
export interface AskedQuestion {
  /** The id of the finding, and the name of the question in a brief. */
  readonly id: string;
  readonly text: string;
  readonly choices: readonly AnswerChoice[];
  readonly safeDefault: AnswerChoice['answer'];
  /** What the client said; null where nobody answered and the safe default was taken. */
  readonly answer: AnswerChoice['answer'] | null;
  /** 'Not answered; taken: “leave”. …' or 'Answered: “intended”. …', with what happens then. */
  readonly outcome: string;
}

/** What the answers mean where a question does not say it itself. */
const CONSEQUENCES: Readonly<Record<AnswerChoice['answer'], string>> = {
  intended: 'It is meant to be so: nothing is mended, and nothing is held against it.',
  repair: 'It is mended.',
  leave: 'It stays as it is.',
};

/** The questions of a mix with their answers, in the order of the findings. */
export function listQuestions(
  findings: readonly Finding[],
  answers: readonly Answer[],
): readonly AskedQuestion[] {
  return findings.flatMap(({ id, question }) => {
    if (question === null) return [];
    const answer = answerTo(id, answers);
    const taken = consequenceOf(question.choices, answer ?? question.safeDefault);
    const outcome =
      answer === null
        ? `Not answered; taken: “${question.safeDefault}”. ${taken}`
        : `Answered: “${answer}”. ${taken}`;
    return [{ id, ...question, answer, outcome }];
  });
}

/**
 * The findings as the answers leave them.
 *
 * Any finding may be answered, also one that nobody asked about: the artist has the right to say "don't touch it".
 * 'intended' removes the repair and the penalty, 'leave' the repair; 'repair' has it mended. Where nobody answered, a
 * finding keeps its question, and is mended only where that is the safe default.
 */
export function applyAnswers(findings: readonly Finding[], answers: readonly Answer[]): readonly Finding[] {
  return findings.map(finding => {
    const answer = answerTo(finding.id, answers);
    if (answer !== null) return answered(finding, answer);
    return finding.question?.safeDefault === 'repair' && finding.repair !== null
      ? { ...finding, severity: 'fix' }
      : finding;
  });
}

function answered(finding: Finding, answer: AnswerChoice['answer']): Finding {
  switch (answer) {
    case 'repair':
      return { ...finding, severity: 'fix', question: null };
    case 'leave':
      return {
        ...finding,
        severity: 'note',
        repair: null,
        question: null,
        proposal: 'You asked for it to be left, so it stays as it is.',
      };
    case 'intended':
      return {
        ...finding,
        severity: 'note',
        repair: null,
        question: null,
        proposal: 'You said that it is meant to be so: it stays, and nothing is held against it.',
        inTheMix: '',
      };
  }
}

/**
 * Refuses answers to what was not asked.
 * @throws {MasteringError} 'document-invalid', naming field, found and allowed
 */
export function requireKnownAnswers(answers: readonly Answer[], findings: readonly Finding[]): void {
  answers.forEach(({ question, answer }, index) => {
    const field = `brief.answers[${index}]`;
    const finding = findings.find(({ id }) => id === question);
    if (finding === undefined) throw refuse(`${field}.question`, question, allowedQuestions(findings));
    if (answers.findIndex(other => other.question === question) < index)
      throw refuse(`${field}.question`, question, 'each question once');
    if (answer === 'repair' && finding.repair === null)
      throw refuse(
        `${field}.answer`,
        answer,
        'one of intended, leave (nothing is known that would mend this)',
      );
  });
}

function allowedQuestions(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'no answer, because nothing was found in this mix';
  return `one of ${findings.map(({ id }) => id).join(', ')}`;
}

function refuse(field: string, found: string, allowed: string): MasteringError {
  return new MasteringError(
    'document-invalid',
    `${field}: found ${JSON.stringify(found)}, allowed is ${allowed}.`,
  );
}

function answerTo(id: string, answers: readonly Answer[]): AnswerChoice['answer'] | null {
  return answers.find(({ question }) => question === id)?.answer ?? null;
}

function consequenceOf(choices: readonly AnswerChoice[], answer: AnswerChoice['answer']): string {
  return choices.find(choice => choice.answer === answer)?.consequence ?? CONSEQUENCES[answer];
}
