import { expect, test } from 'vitest';
import { safeFileName } from './outputs.ts';

test('an ordinary title stays as it is', () => {
  expect(safeFileName('Für Elise (take 2) [mix]')).toBe('Für Elise (take 2) [mix]');
});

test('a title cannot leave its folder, hide, or hold what a file system refuses', () => {
  expect(safeFileName('../../etc/passwd')).toBe('etc-passwd');
  expect(safeFileName('.hidden')).toBe('hidden');
  expect(safeFileName('a/b\\c:d*e?f"g<h>i|j\nk')).toBe('a-b-c-d-e-f-g-h-i-j-k');
  expect(safeFileName('ends with dots. . ')).toBe('ends with dots');
});

test('a device name of Windows is no longer one', () => {
  expect(safeFileName('CON')).toBe('_CON');
  expect(safeFileName('lpt1.old')).toBe('_lpt1.old');
  expect(safeFileName('console')).toBe('console');
});

test('nothing left is untitled', () => {
  expect(safeFileName('')).toBe('untitled');
  expect(safeFileName('...')).toBe('untitled');
  expect(safeFileName('/')).toBe('untitled');
});

test('a long title is cut between characters', () => {
  const name = safeFileName('ä'.repeat(300));
  expect(new TextEncoder().encode(name).length).toBe(180);
  expect(name).toBe('ä'.repeat(90));
  expect(safeFileName('🎚'.repeat(100))).toBe('🎚'.repeat(45));
});
