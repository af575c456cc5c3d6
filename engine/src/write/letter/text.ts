import type { MixLetter, MixNote } from '../../diagnose/letter/letter.ts';
import type { AskedQuestion } from '../../diagnose/questions.ts';
import { sentenceCase } from '../../units/words.ts';
import { prose } from '../report/text.ts';

/** What a part of a letter is, for a host that can show it so. */
export type LetterPart = 'title' | 'verdict' | 'heading' | 'praise' | 'problem' | 'question' | 'quiet';

/** How a letter is set. */
export interface LetterSetting {
  /** Characters per line. */
  readonly columns?: number;
  /** Dresses a part without changing how wide it stands, as a terminal's colours do. */
  readonly dress?: (part: LetterPart, text: string) => string;
}

const COLUMNS = 78;
const INDENT = '    ';
const SIGNS: Readonly<Record<MixNote['kind'], string>> = { praise: '+', problem: '!', question: '?' };

/** A letter as plain text, for a terminal or a mail. */
export function letterText(letter: MixLetter, setting: LetterSetting = {}): string {
  const columns = setting.columns ?? COLUMNS;
  const dress = setting.dress ?? ((_part: LetterPart, text: string): string => text);
  const blocks = [
    ...(letter.title === '' ? [] : [dress('title', letter.title)]),
    `${dress('verdict', sentenceCase(letter.verdict))}\n${wrap(letter.verdictReason, columns)}`,
    wrap(letter.opening, columns),
    ...letter.notes.map(note => noteText(note, columns, dress)),
    ...gainsText(letter, columns, dress),
    ...questionsText(letter.questions, columns, dress),
    wrap(letter.closing, columns),
  ];
  return `${blocks.join('\n\n')}\n`;
}

type Dress = NonNullable<LetterSetting['dress']>;

function noteText(note: MixNote, columns: number, dress: Dress): string {
  const number = `${note.number}`.padStart(2);
  const when = note.when === '' ? '' : dress('quiet', ` · ${note.when}`);
  return [
    `${number} ${dress(note.kind, `${SIGNS[note.kind]} ${note.title}`)}${when}`,
    wrap(note.text, columns, INDENT),
    ...(note.proposal === '' ? [] : [labelled('Here: ', note.proposal, columns, dress)]),
    ...(note.inTheMix === '' ? [] : [labelled('In the mix: ', note.inTheMix, columns, dress)]),
  ].join('\n');
}

function labelled(label: string, text: string, columns: number, dress: Dress): string {
  const wrapped = wrap(`${label}${text}`, columns, INDENT);
  return wrapped.replace(label, dress('quiet', label));
}

function gainsText({ wouldGain }: MixLetter, columns: number, dress: Dress): string[] {
  if (wouldGain.length === 0) return [];
  const lines = wouldGain.map(sentence => hang('  – ', sentence, columns));
  return [[dress('heading', 'What a new mix would gain'), ...lines].join('\n')];
}

function questionsText(questions: readonly AskedQuestion[], columns: number, dress: Dress): string[] {
  if (questions.length === 0) return [];
  const asked = questions.map(({ id, text, choices, outcome }) =>
    [
      `  ${dress('question', `? ${id}`)}`,
      wrap(text, columns, INDENT),
      ...choices.map(({ answer, consequence }) =>
        hang(`${INDENT}  ${answer.padEnd(9)} `, consequence, columns),
      ),
      wrap(outcome, columns, INDENT),
    ].join('\n'),
  );
  return [[dress('heading', 'Questions'), ...asked].join('\n')];
}

/** A sentence behind a name, its further lines beneath its first. */
function hang(name: string, text: string, columns: number): string {
  return name + wrap(text, columns, ' '.repeat(name.length)).trimStart();
}

/** Breaks a sentence into lines, never between a figure and its unit. */
function wrap(text: string, columns: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of prose(text).split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map(each => indent + each.replaceAll('\u00a0', ' ')).join('\n');
}
