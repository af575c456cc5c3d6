import { sayCount, saySpan } from '../../units/words.ts';
import type { Finding, Severity } from '../findings.ts';
import { applyAnswers, listQuestions } from '../questions.ts';
import type { LetterContext } from './context.ts';
import { describeGains } from './gains.ts';
import type { MixLetter, MixNote, MixVerdict } from './letter.ts';
import { writeOpening } from './opening.ts';
import { describePraise, type Praise } from './praise.ts';
import { compareTone } from './tone.ts';

type Note = Omit<MixNote, 'number'>;

/** The order in which a client acts. */
const URGENCY: Readonly<Record<Severity, number>> = { 'send-back': 0, ask: 1, fix: 2, note: 3 };
/** After as many problems a letter has a kind word. */
const PROBLEMS_PER_PRAISE = 2;
const PLACES_TOLD = 3;

/**
 * Writes to a client what an engineer heard. Pure.
 * @param findings as they were made, before any answer: the answers are in the context
 */
export function writeLetter(findings: readonly Finding[], context: LetterContext): MixLetter {
  const settled = byUrgency(applyAnswers(findings, context.answers));
  const tone = compareTone(context.facts, context.tonalAim);
  const verdict = verdictOf(settled);
  const praise = describePraise(settled, context, tone).map(notePraise);
  return {
    version: 1,
    title: context.title,
    verdict,
    verdictReason: reasonOf(verdict, settled),
    opening: writeOpening(context, tone),
    notes: interleave(praise, settled.map(noteFinding)).map((note, index) => ({
      number: index + 1,
      ...note,
    })),
    wouldGain: describeGains(settled),
    questions: listQuestions(byUrgency(findings), context.answers),
    closing: closingOf(verdict, settled),
  };
}

function byUrgency(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => URGENCY[a.severity] - URGENCY[b.severity]);
}

/** How a mix stands, its answers taken in. */
export function verdictOf(findings: readonly Finding[]): MixVerdict {
  if (findings.some(({ severity }) => severity === 'send-back')) return 'better fixed in the mix';
  return findings.some(({ severity }) => severity === 'fix') ? 'ready with repairs' : 'ready';
}

function reasonOf(verdict: MixVerdict, findings: readonly Finding[]): string {
  const titles = (severity: Severity): string =>
    findings
      .flatMap(finding => (finding.severity === severity ? [lowerFirst(finding.title)] : []))
      .join('; ');
  const asked = findings.filter(({ question }) => question !== null).length;
  const open = asked === 0 ? '' : `, and ${sayCount(asked, 'question')} ${asked === 1 ? 'is' : 'are'} open`;
  switch (verdict) {
    case 'better fixed in the mix':
      return `Only a new mix really helps with this: ${titles('send-back')}${open}.`;
    case 'ready with repairs':
      return `The master can be made from this file once this is mended: ${titles('fix')}${open}.`;
    case 'ready':
      return asked === 0
        ? 'Nothing was found that has to be mended before the master.'
        : `Nothing was found that has to be mended before the master${open}.`;
  }
}

function lowerFirst(title: string): string {
  // an abbreviation keeps its capitals
  return /^[A-Z][a-z ]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

function closingOf(verdict: MixVerdict, findings: readonly Finding[]): string {
  const ids = findings.filter(({ severity }) => severity !== 'note').map(({ id }) => id);
  const example =
    ids[0] === undefined
      ? ''
      : ` Answer “leave” or “intended” to ${ids.length === 1 ? `“${ids[0]}”` : `any note (“${ids[0]}”, for one)`} in the brief, and it binds the plan.`;
  switch (verdict) {
    case 'ready':
      return `Whatever you would rather have untouched, say so: “don’t touch it” is an answer.${example}`;
    case 'ready with repairs':
      return `Each repair can be heard alone, as what it takes out, and each can be refused: it is your record.${example}`;
    case 'better fixed in the mix':
      return `If a new mix is possible, it is worth waiting for. If this one is the one, it is mastered all the same, with what can be mended mended: it is your record.${example}`;
  }
}

function notePraise({ title, text, places }: Praise): Note {
  const rest = { findingId: null, severity: null, proposal: '', inTheMix: '', when: '' };
  return { kind: 'praise', title, text, ...rest, places };
}

function noteFinding(finding: Finding): Note {
  const { id, severity, title, sentence, proposal, inTheMix, places, question } = finding;
  return {
    kind: question === null ? 'problem' : 'question',
    findingId: id,
    severity,
    title,
    text: sentence,
    proposal:
      question === null ? proposal : `It is asked below; unanswered, “${question.safeDefault}” is taken.`,
    inTheMix,
    when: sayPlaces(finding),
    places,
  };
}

/** '0:48, 1:32–1:40 and 7 more'; places within one second are told once. */
export function sayPlaces({ places, placeCount }: Pick<Finding, 'places' | 'placeCount'>): string {
  if (places.length === 0) return 'throughout';
  const told: string[] = [];
  let count = 0;
  for (const { startSeconds, endSeconds } of places) {
    const span = saySpan(startSeconds, endSeconds);
    if (!told.includes(span)) {
      if (told.length === PLACES_TOLD) break;
      told.push(span);
    }
    count++;
  }
  const rest = placeCount - count;
  return rest > 0 ? `${told.join(', ')} and ${rest} more` : told.join(', ');
}

/** A kind word first and after every few problems, the rest of them at the end. */
function interleave(praise: readonly Note[], problems: readonly Note[]): Note[] {
  const notes: Note[] = [];
  let given = 0;
  problems.forEach((problem, index) => {
    if (index % PROBLEMS_PER_PRAISE === 0 && given < praise.length) notes.push(praise[given++]!);
    notes.push(problem);
  });
  return [...notes, ...praise.slice(given)];
}
