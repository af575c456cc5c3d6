import { type Brief, type Character, KEEP_NAMES, type KeepName } from '@deadwax/engine';
import { MasteringError } from '@deadwax/engine/ports';
import { GENRE_NAMES, parseGenre, parseTarget } from '../option-values.ts';
import { formatNumber } from '../text.ts';

/** One question that every client is asked. */
export interface Step {
  /** As the list of what was not answered names it. */
  readonly name: string;
  /** One line; ends with a question mark. */
  readonly question: string;
  /** What may be typed. */
  readonly allowed: string;
  /** What the brief says already. */
  taken(brief: Brief): string;
  /**
   * Takes a typed line in; never an empty one.
   * @throws {MasteringError} 'option-invalid' where it says nothing that is known
   */
  answer(brief: Brief, text: string): Brief;
}

const WISHES = ['auto', 'open', 'balanced', 'loud'] as const;
type WishName = (typeof WISHES)[number];

/** The axes of character by their words: where each leans. */
const LEANS: Readonly<Record<string, readonly [keyof Character, -1 | 1]>> = {
  warm: ['warmBright', -1],
  bright: ['warmBright', 1],
  punchy: ['punchySmooth', -1],
  smooth: ['punchySmooth', 1],
  wide: ['wideFocused', -1],
  focused: ['wideFocused', 1],
  intimate: ['intimateBig', -1],
  big: ['intimateBig', 1],
};
/** How far a word leans: plain, and with what may stand before it. */
const LEAN = 0.5;
const DEGREES: Readonly<Record<string, number>> = { 'a little ': 0.25, 'very ': 1 };

/** Everything that is asked of every client, in the order of a first talk. */
export const STEPS: readonly Step[] = [
  {
    name: 'title',
    question: 'What is the piece called?',
    allowed: 'exactly as it is to appear',
    taken: ({ tags }) => tags.title ?? 'none',
    answer: (brief, title) => ({ ...brief, tags: { ...brief.tags, title } }),
  },
  {
    name: 'artist',
    question: 'Who is it by?',
    allowed: 'exactly as it is to appear',
    taken: ({ tags }) => tags.artist ?? 'none',
    answer: (brief, artist) => ({ ...brief, tags: { ...brief.tags, artist } }),
  },
  {
    name: 'genre',
    question: 'What kind of music is it?',
    allowed: GENRE_NAMES.join(', '),
    taken: ({ genre }) => (genre === 'auto' ? 'auto: the music itself decides' : genre),
    answer: (brief, text) => ({ ...brief, genre: parseGenre(text.toLowerCase()) }),
  },
  {
    name: 'references',
    question: 'Which records do you like the sound of?',
    allowed: 'names, or files that the master should come near to, with semicolons between',
    taken: ({ references }) =>
      listed(references.map(reference => (typeof reference === 'string' ? reference : reference.path))),
    answer: (brief, text) => ({ ...brief, references: split(text, ';') }),
  },
  {
    name: 'destinations',
    question: 'Where will it be heard?',
    allowed: 'streaming, CD, vinyl, club, film …, with commas between',
    taken: ({ destinations }) => listed(destinations),
    answer: (brief, text) => ({ ...brief, destinations: split(text, ',') }),
  },
  {
    name: 'loudness',
    question: 'How loud do you want it?',
    allowed: 'auto, open, balanced, loud, or a figure from −40 to −3 LUFS',
    taken: ({ loudnessWish, targetLufs }) => {
      if (targetLufs !== 'auto') return `${formatNumber(targetLufs)} LUFS`;
      return loudnessWish === 'auto' ? 'auto: as genre and dynamics allow' : loudnessWish;
    },
    answer: answerLoudness,
  },
  {
    name: 'character',
    question: 'How should it lean?',
    allowed: `${Object.keys(LEANS).join(', ')}; “a little” or “very” before a word; with commas between`,
    taken: ({ character }) => describeCharacter(character),
    answer: (brief, text) => ({ ...brief, character: leanTo(split(text.toLowerCase(), ',')) }),
  },
  {
    name: 'keep',
    question: 'What must not be touched?',
    allowed: `${KEEP_NAMES.join(', ')}; with commas between`,
    taken: ({ keep }) => listed(keep),
    answer: (brief, text) => ({
      ...brief,
      keep: [...new Set(split(text.toLowerCase(), ',').map(parseKeep))],
    }),
  },
  {
    name: 'notes',
    question: 'Anything else the engineer should know?',
    allowed: 'in your own words',
    taken: ({ notes }) => (notes === '' ? 'none' : notes),
    answer: (brief, notes) => ({ ...brief, notes }),
  },
];

function answerLoudness(brief: Brief, text: string): Brief {
  const word = text.toLowerCase();
  if (WISHES.includes(word as WishName))
    return { ...brief, targetLufs: 'auto', loudnessWish: word as WishName };
  const figure = /^[−-]?\d/.test(word)
    ? parseTarget(word.replace('−', '-').replace(/\s*lufs$/, ''))
    : Number.NaN;
  if (figure !== 'auto' && figure >= -40 && figure <= -3)
    return { ...brief, targetLufs: figure, loudnessWish: 'auto' };
  throw refuse(text, 'auto, open, balanced, loud, or a figure from −40 to −3 LUFS');
}

function leanTo(words: readonly string[]): Character {
  const character: { -readonly [Axis in keyof Character]: number } = {
    warmBright: 0,
    punchySmooth: 0,
    wideFocused: 0,
    intimateBig: 0,
  };
  for (const text of words) {
    const degree = Object.keys(DEGREES).find(each => text.startsWith(each)) ?? '';
    const lean = LEANS[text.slice(degree.length)];
    if (lean === undefined || !Object.hasOwn(LEANS, text.slice(degree.length)))
      throw refuse(text, Object.keys(LEANS).join(', '));
    character[lean[0]] = lean[1] * (DEGREES[degree] ?? LEAN);
  }
  return character;
}

function describeCharacter(character: Character): string {
  const words = Object.entries(LEANS).flatMap(([word, [axis, sign]]) => {
    const size = sign * character[axis];
    if (size <= 0) return [];
    return [size > 0.75 ? `very ${word}` : size < 0.4 ? `a little ${word}` : word];
  });
  return listed(words, 'as it is');
}

function parseKeep(text: string): KeepName {
  const name = text.replace(' ', '-');
  if (KEEP_NAMES.includes(name as KeepName)) return name as KeepName;
  throw refuse(text, KEEP_NAMES.join(', '));
}

function split(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map(each => each.trim())
    .filter(each => each !== '');
}

function listed(words: readonly string[], none = 'none'): string {
  return words.length === 0 ? none : words.join(', ');
}

function refuse(text: string, allowed: string): MasteringError {
  return new MasteringError('option-invalid', `found "${text}", allowed is ${allowed}.`);
}
