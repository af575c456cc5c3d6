import { type Brief, defaultBrief } from '@deadwax/engine';
import { parseBrief } from '@deadwax/engine/documents';
import { MasteringError } from '@deadwax/engine/ports';
import { describe, expect, test } from 'vitest';
import { STEPS } from './steps.ts';

const step = (name: string) => STEPS.find(each => each.name === name)!;
const answer = (name: string, text: string): Brief => step(name).answer(defaultBrief, text);

test('every step says what the default brief has, and asks one question', () => {
  for (const { question, allowed, taken } of STEPS) {
    expect(question).toMatch(/^[A-Z].*\?$/);
    expect(allowed).not.toBe('');
    expect(taken(defaultBrief)).not.toBe('');
  }
});

test.each<[string, string, Partial<Brief>]>([
  ['title', 'Nacht & Tag', { tags: { title: 'Nacht & Tag' } }],
  ['artist', 'Die Drei', { tags: { artist: 'Die Drei' } }],
  ['genre', 'Jazz', { genre: 'jazz' }],
  ['references', 'Talk Talk, Spirit of Eden; Blue ; ', { references: ['Talk Talk, Spirit of Eden', 'Blue'] }],
  ['destinations', 'streaming, vinyl', { destinations: ['streaming', 'vinyl'] }],
  ['loudness', 'loud', { loudnessWish: 'loud', targetLufs: 'auto' }],
  ['loudness', '-14', { targetLufs: -14 }],
  ['loudness', '−9.5 LUFS', { targetLufs: -9.5 }],
  ['loudness', 'auto', { loudnessWish: 'auto', targetLufs: 'auto' }],
  ['keep', 'Vocals, low end, vocals', { keep: ['vocals', 'low-end'] }],
  ['notes', 'The hiss is mine.', { notes: 'The hiss is mine.' }],
  [
    'character',
    'very warm, a little wide, big',
    { character: { warmBright: -1, punchySmooth: 0, wideFocused: -0.25, intimateBig: 0.5 } },
  ],
])('%s takes "%s" in', (name, text, wanted) => {
  const brief = answer(name, text);
  expect(brief).toMatchObject(wanted);
  expect(parseBrief(JSON.parse(JSON.stringify(brief)))).toEqual(brief);
});

test.each([
  ['genre', 'polka', 'it takes one of auto, pop'],
  [
    'loudness',
    'louder',
    'found "louder", allowed is auto, open, balanced, loud, or a figure from −40 to −3 LUFS.',
  ],
  ['loudness', '-2', 'allowed is auto, open'],
  ['loudness', '14', 'it takes'],
  ['keep', 'vocals, drums', 'found "drums", allowed is vocals, bass'],
  ['character', 'loud', 'found "loud", allowed is warm, bright'],
  ['character', 'toString', 'found "tostring"'],
  ['character', 'very', 'found "very"'],
])('%s does not take "%s"', (name, text, sentence) => {
  expect(() => answer(name, text)).toThrow(MasteringError);
  expect(() => answer(name, text)).toThrow(sentence);
});

describe('a character', () => {
  test('is told in the words that made it', () => {
    const { taken } = step('character');
    expect(taken(answer('character', 'a little bright, punchy, very intimate'))).toBe(
      'a little bright, punchy, very intimate',
    );
    expect(taken(defaultBrief)).toBe('as it is');
  });
});
