import { type AskedQuestion, defaultBrief } from '@deadwax/engine';
import { describe, expect, test } from 'vitest';
import { type Asker, makeAbsentAsker } from './asker.ts';
import { askAboutMix, askAll, askWhatToLeave } from './consult.ts';
import { STEPS } from './steps.ts';

/** Somebody who types these lines and then leaves; everything said is kept. */
function typing(...lines: readonly string[]): Asker & { readonly said: string[] } {
  const left = [...lines];
  const said: string[] = [];
  let isPresent = true;
  return {
    get isPresent() {
      return isPresent;
    },
    said,
    ask: async () => {
      const line = left.shift();
      isPresent = line !== undefined;
      return line ?? null;
    },
    say: text => said.push(text),
    close: () => {},
  };
}

const plain = (_style: string, text: string): string => text;

const question: AskedQuestion = {
  id: 'clipping',
  text: 'Distortion from 1:32 to 1:40: intended?',
  choices: [
    { answer: 'intended', consequence: 'It stays, and nothing is held against it.' },
    { answer: 'repair', consequence: 'The peaks are drawn again.' },
    { answer: 'leave', consequence: 'It stays as it is.' },
  ],
  safeDefault: 'leave',
  answer: null,
  outcome: 'Not answered; taken: “leave”. It stays as it is.',
};

describe('what every client is asked', () => {
  test('lands in the brief', async () => {
    const asker = typing('Home', 'Us', 'rock', '', 'vinyl', 'open', 'warm', 'vocals', 'Mind the hiss.');
    const { brief, notAnswered } = await askAll(defaultBrief, asker, plain);
    expect(brief).toMatchObject({
      tags: { title: 'Home', artist: 'Us' },
      genre: 'rock',
      references: [],
      destinations: ['vinyl'],
      loudnessWish: 'open',
      keep: ['vocals'],
      notes: 'Mind the hiss.',
    });
    expect(notAnswered).toEqual([]);
  });

  test('is asked again where the answer says nothing that is known', async () => {
    const asker = typing('Home', 'Us', 'polka', 'jazz');
    const { brief } = await askAll(defaultBrief, asker, plain);
    expect(brief.genre).toBe('jazz');
    expect(asker.said.join('')).toContain('--genre is "polka"');
  });

  test('is listed from where the client left', async () => {
    const asker = typing('Home');
    const { brief, notAnswered } = await askAll(defaultBrief, asker, plain);
    expect(brief.tags).toEqual({ title: 'Home' });
    expect(notAnswered.map(each => each.question)).toEqual(STEPS.slice(1).map(({ name }) => name));
    // nothing is asked of somebody who has left
    expect(asker.said.filter(text => text.includes('?'))).toHaveLength(2);
  });

  test('is listed in full, and nothing said, where nobody is there', async () => {
    const { brief, notAnswered } = await askAll(defaultBrief, makeAbsentAsker(), plain);
    expect(brief).toEqual(defaultBrief);
    expect(notAnswered).toContainEqual({ question: 'genre', taken: 'auto: the music itself decides' });
    expect(notAnswered).toHaveLength(STEPS.length);
  });
});

describe('what the mix raises', () => {
  test('takes an answer by its first letters', async () => {
    for (const [typed, answer] of [
      ['intended', 'intended'],
      ['r', 'repair'],
      ['Le', 'leave'],
    ] as const) {
      const { brief, notAnswered } = await askAboutMix(defaultBrief, [question], typing(typed), plain);
      expect(brief.answers).toEqual([{ question: 'clipping', answer }]);
      expect(notAnswered).toEqual([]);
    }
  });

  test('is asked again where the answer is none', async () => {
    const asker = typing('yes', 'i');
    const { brief } = await askAboutMix(defaultBrief, [question], asker, plain);
    expect(brief.answers).toEqual([{ question: 'clipping', answer: 'intended' }]);
    expect(asker.said.join('')).toContain('found "yes", allowed is one of intended, repair, leave.');
  });

  test('takes the safe default where nobody answers, and lists it', async () => {
    for (const asker of [makeAbsentAsker(), typing('')]) {
      const { brief, notAnswered } = await askAboutMix(defaultBrief, [question], asker, plain);
      expect(brief.answers).toEqual([]);
      expect(notAnswered).toEqual([{ question: 'clipping', taken: question.outcome }]);
    }
  });

  test('is not asked twice', async () => {
    const answers = [{ question: 'clipping', answer: 'repair' }] as const;
    const answered: AskedQuestion = { ...question, answer: 'repair' };
    const asker = typing('i');
    const { brief } = await askAboutMix({ ...defaultBrief, answers }, [answered], asker, plain);
    expect(brief.answers).toEqual(answers);
    expect(asker.said).toEqual([]);
  });
});

describe('what would be mended', () => {
  const findings = [
    { id: 'dc', title: 'DC offset', severity: 'fix', question: null },
    { id: 'hum', title: 'Hum at 50 Hz', severity: 'fix', question: null },
    { id: 'clipping', title: 'Asked before', severity: 'fix', question },
    { id: 'esses', title: 'Sharp esses', severity: 'note', question: null },
  ] as const;

  test('may be left by its name', async () => {
    const asker = typing('esses', 'hum, hum');
    const { answers } = await askWhatToLeave(defaultBrief, findings, asker, plain);
    expect(answers).toEqual([{ question: 'hum', answer: 'leave' }]);
    expect(asker.said.join('')).toContain('found "esses", allowed is one of dc, hum.');
  });

  test('is mended where nobody says otherwise', async () => {
    for (const asker of [makeAbsentAsker(), typing(''), typing()])
      expect(await askWhatToLeave(defaultBrief, findings, asker, plain)).toEqual(defaultBrief);
  });

  test('is not asked about twice', async () => {
    const answers = [
      { question: 'dc', answer: 'leave' },
      { question: 'hum', answer: 'repair' },
    ] as const;
    const asker = typing('dc');
    expect((await askWhatToLeave({ ...defaultBrief, answers }, findings, asker, plain)).answers).toEqual(
      answers,
    );
    expect(asker.said).toEqual([]);
  });
});
