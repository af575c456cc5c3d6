import { expect, it } from 'vitest';
import { impairmentWord } from './impairment.ts';

it.each([
  [0.22, 'imperceptible'],
  [-0.4, 'imperceptible'],
  [-0.6, 'perceptible, but not annoying'],
  [-2, 'slightly annoying'],
  [-3, 'annoying'],
  [-3.98, 'very annoying'],
])('a difference grade of %f is %s', (odg, word) => {
  expect(impairmentWord(odg)).toBe(word);
});
