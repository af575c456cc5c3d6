import { describe, expect, it } from 'vitest';
import type { Facts } from '../../analyze/facts.ts';
import { inventFacts, PCM_FORMAT } from '../../plan/testing/facts.ts';
import type { TonalAim } from '../context.ts';
import type { Finding } from '../findings.ts';
import { inventFindings } from '../testing/findings.ts';
import type { LetterContext } from './context.ts';
import type { MixLetter } from './letter.ts';
import { sayPlaces, writeLetter } from './write-letter.ts';

/** The aim that a mix meets exactly. */
function aimOf({ spectrum }: Facts, toneDb: (hz: number) => number = () => 0): TonalAim {
  const power = (db: number | null): number => (db === null ? 0 : 10 ** (db / 10));
  const levels = spectrum.centresHz.map(
    (_, index) => 10 * Math.log10(power(spectrum.midDb[index]!) + power(spectrum.sideDb[index]!)),
  );
  const inside = levels.filter(
    (_, index) => spectrum.centresHz[index]! >= 200 && spectrum.centresHz[index]! <= 2000,
  );
  const middle = inside.reduce((sum, level) => sum + level, 0) / inside.length;
  return {
    label: 'rock records',
    confidenceFraction: 0.8,
    centresHz: spectrum.centresHz,
    levelDb: levels.map((level, index) => level - middle - toneDb(spectrum.centresHz[index]!)),
    toleranceDb: levels.map(() => 2.5),
  };
}

const facts = inventFacts({ like: 'rock', plrDb: 15 });
const context: LetterContext = {
  facts,
  format: PCM_FORMAT,
  tonalAim: aimOf(facts),
  isMastered: false,
  title: 'Night Bus Home',
  answers: [],
};
const findings = inventFindings(facts);
const only = (...severities: Finding['severity'][]): Finding[] =>
  findings.filter(({ severity }) => severities.includes(severity));

/** Every sentence of a letter. */
function sentencesOf(letter: MixLetter): string[] {
  return [
    letter.verdictReason,
    letter.opening,
    ...letter.notes.flatMap(({ text, proposal, inTheMix }) => [text, proposal, inTheMix]),
    ...letter.wouldGain,
    ...letter.questions.map(({ outcome }) => outcome),
    letter.closing,
  ].filter(text => text !== '');
}

describe('the verdict', () => {
  it.each([
    ['ready', []],
    ['ready', only('note')],
    ['ready', only('note', 'ask')],
    ['ready with repairs', only('note', 'ask', 'fix')],
    ['better fixed in the mix', only('fix', 'send-back')],
  ] as const)('is "%s"', (verdict, found) => {
    expect(writeLetter(found, context).verdict).toBe(verdict);
  });

  it('is better once the artist says that it is meant to be so', () => {
    const answers = [{ question: 'over-compression', answer: 'intended' }] as const;
    expect(writeLetter(findings, { ...context, answers }).verdict).toBe('ready with repairs');
  });

  it('names what has to be mended, and how many questions are open', () => {
    expect(writeLetter(only('fix', 'ask'), context).verdictReason).toBe(
      'The master can be made from this file once this is mended: clipping on the left, and 1 question is open.',
    );
  });
});

describe('the opening', () => {
  it('says length, loudness, range, peaks and character with their numbers', () => {
    const { opening } = writeLetter([], context);
    expect(opening).toMatch(/^“Night Bus Home” lasts 3:00, stands at −18\.0 LUFS, moves over \d+\.\d LU/);
    expect(opening).toContain('peaks 15.0 dB above that');
    expect(opening).toMatch(/sides at −\d+\.\d dB against the middle\. /);
    expect(opening).toContain('from 1:00 to 1:15, at −16.0 LUFS');
  });

  it('names the regions that stand out, and how far', () => {
    const tonalAim = aimOf(facts, hz => (hz > 60 && hz < 130 ? 6 : 0));
    expect(writeLetter([], { ...context, tonalAim }).opening).toMatch(
      /held against rock records, the bass stands \d\.\d dB above them around \d+ Hz \(±2\.5 dB is usual\)\./,
    );
  });

  it('ends with its last word where the whole piece is one passage', () => {
    const loudestSection = { startSeconds: 0, endSeconds: facts.durationSeconds, loudnessLufs: -18 };
    expect(writeLetter([], { ...context, facts: { ...facts, loudestSection } }).opening).toMatch(
      /the middle\.$/,
    );
  });

  it('does not speak of levels that a silent file does not have', () => {
    const silent = { ...facts, integratedLufs: null, plrDb: null, loudnessRangeLu: null };
    expect(writeLetter([], { ...context, facts: silent, title: '' }).opening).toMatch(
      /^The mix lasts 3:00 and is too quiet/,
    );
  });
});

describe('the notes', () => {
  const { notes } = writeLetter(findings, context);

  it('are numbered from one', () => {
    expect(notes.map(({ number }) => number)).toEqual(notes.map((_, index) => index + 1));
  });

  it('bring problems in the order in which a client would act, with praise between', () => {
    expect(notes.filter(({ kind }) => kind !== 'praise').map(({ findingId }) => findingId)).toEqual([
      'over-compression',
      'resonance',
      'clipping',
      'sibilance',
    ]);
    expect(notes[0]!.kind).toBe('praise');
    expect(notes.slice(1).some(({ kind }) => kind === 'praise')).toBe(true);
  });

  it('that ask are questions until they are answered', () => {
    expect(notes.find(({ findingId }) => findingId === 'resonance')!.kind).toBe('question');
    const answers = [{ question: 'resonance', answer: 'leave' }] as const;
    const after = writeLetter(findings, { ...context, answers }).notes;
    expect(after.find(({ findingId }) => findingId === 'resonance')!.kind).toBe('problem');
  });

  it('that ask promise nothing: what is taken stands there', () => {
    expect(notes.find(({ findingId }) => findingId === 'resonance')!.proposal).toBe(
      'It is asked below; unanswered, “leave” is taken.',
    );
  });

  it('say when', () => {
    const when = (id: string): string => notes.find(({ findingId }) => findingId === id)!.when;
    expect(when('over-compression')).toBe('throughout');
    expect(when('clipping')).toBe('0:36, 1:22, 2:20–2:31 and 14 more');
    expect(when('resonance')).toBe('1:30–1:42');
  });

  it('tell places within one second once', () => {
    const places = [1.1, 1.3, 1.8, 5].map(startSeconds => ({
      startSeconds,
      endSeconds: startSeconds,
      channel: 0,
    }));
    expect(sayPlaces({ places, placeCount: 4 })).toBe('0:01, 0:05');
  });
});

describe('praise', () => {
  const praised = (found: readonly Finding[], changed: Partial<LetterContext> = {}): string[] =>
    writeLetter(found, { ...context, ...changed })
      .notes.filter(({ kind }) => kind === 'praise')
      .map(({ title }) => title);
  const changed = (more: Partial<Facts>): Partial<LetterContext> => ({ facts: { ...facts, ...more } });

  it('comes from facts: dynamics, tone, mono, low end, headroom', () => {
    expect(praised([])).toEqual([
      'The dynamics are all there',
      'A balanced tone',
      'It survives mono',
      'A firm low end',
      'Room to work in',
    ]);
  });

  it.each<[string, Partial<LetterContext>]>([
    ['The dynamics are all there', changed({ minPsrDb: 7.9 })],
    ['The dynamics are all there', changed({ minPsrDb: null })],
    ['A balanced tone', { tonalAim: aimOf(facts, hz => (hz > 300 && hz < 900 ? 0 : 4)) }],
    ['It survives mono', changed({ stereo: { ...facts.stereo!, monoFoldDb: -2.4 } })],
    ['It survives mono', changed({ stereo: null })],
    ['A firm low end', changed({ bands: facts.bands.map(band => ({ ...band, sideMidDb: -9 })) })],
    ['Room to work in', changed({ truePeakDbtp: -2.9 })],
  ])('"%s" is not said where the numbers do not bear it', (title, change) => {
    expect(praised([])).toContain(title);
    expect(praised([], change)).not.toContain(title);
  });

  it('says when the densest passage and the highest peak are', () => {
    const truePeakDbtp = facts.timeline.truePeakDbtp.map((peak, hop) => (hop === 905 ? -4 : (peak ?? 0) - 6));
    const shortTermLufs = facts.timeline.shortTermLufs.map((_, hop) =>
      hop > 1200 && hop < 1300 ? -16 : -22,
    );
    const timeline = { ...facts.timeline, truePeakDbtp, shortTermLufs };
    const { notes } = writeLetter([], { ...context, facts: { ...facts, timeline, truePeakDbtp: -4 } });
    const textOf = (title: string): string => notes.find(note => note.title === title)!.text;
    expect(textOf('Room to work in')).toContain('The highest peak, at 1:30, stands at −4.0 dBTP');
    const densest = notes.find(({ title }) => title === 'The dynamics are all there')!;
    expect(densest.places[0]!.startSeconds).toBeGreaterThan(117);
    expect(densest.places[0]!.endSeconds).toBeLessThanOrEqual(130);
    expect(densest.text).toMatch(/three seconds, (1:5\d|2:0\d)–2:0\d, the peaks/);
  });

  it('is never against a finding', () => {
    expect(praised(findings)).not.toContain('The dynamics are all there');
    expect(praised(findings)).not.toContain('Room to work in');
  });

  it('of a mono file says nothing about width', () => {
    const mono = inventFacts({ like: 'rock', channelCount: 1 });
    expect(praised([], { facts: mono, tonalAim: aimOf(mono) })).not.toContain('It survives mono');
  });
});

describe('what a new mix would gain', () => {
  it('comes from what is mended or sent back, with its number', () => {
    expect(writeLetter(findings, context).wouldGain).toEqual([
      'Without the heavy compression drums would keep the attacks that nothing can give back (smallest peak over loudness: 4.9 dB, where 8 dB would pass).',
      'Without the clipping the peaks would come as they were played, not as they can be guessed (clipped samples: 412, where 0 would pass).',
    ]);
  });

  it('is nothing where the repair is exact', () => {
    const dc = { ...only('fix')[0]!, id: 'dc', kind: 'dc' as const };
    expect(writeLetter([dc], context).wouldGain).toEqual([]);
    expect(writeLetter([{ ...dc, severity: 'send-back' }], context).wouldGain).toHaveLength(1);
  });

  it('tells each kind once, and five at most', () => {
    const kinds = ['clicks', 'clicks', 'hum', 'hiss', 'rumble', 'plosive', 'dropout', 'pumping'] as const;
    const many = kinds.map((kind, index) => ({ ...only('fix')[0]!, id: `${kind}-${index}`, kind }));
    const { wouldGain } = writeLetter(many, context);
    expect(wouldGain).toHaveLength(5);
    expect(new Set(wouldGain).size).toBe(5);
  });

  it('is nothing where nothing is wrong', () => {
    expect(writeLetter(only('note', 'ask'), context).wouldGain).toEqual([]);
  });
});

describe('a letter', () => {
  it.each([
    ['of everything', findings],
    ['of nothing', []],
  ])(
    '%s is made of whole sentences, without a broken figure and without saying a thing twice',
    (_, found) => {
      const letter = writeLetter(found, context);
      for (const text of sentencesOf(letter)) expect(text).toMatch(/[.!?)”]$/);
      const all = sentencesOf(letter).join(' ');
      expect(all).not.toMatch(/undefined|NaN|null|(?<!\w)-\d|\d\.\d{3}/);
      const sentences = all.split(/(?<=[.?!]) /).filter(text => text.length > 30);
      expect(new Set(sentences).size).toBe(sentences.length);
    },
  );

  it('is plain JSON', () => {
    const letter = writeLetter(findings, context);
    expect(JSON.parse(JSON.stringify(letter))).toEqual(letter);
  });
});
