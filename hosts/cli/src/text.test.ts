import { expect, test } from 'vitest';
import { formatDuration, formatLevel, formatNumber, formatRate, formatTable } from './text.ts';

test('levels have one decimal, a real minus and no minus zero; silence has none', () => {
  expect(formatLevel(-14.04, 'LUFS')).toBe('−14.0 LUFS');
  expect(formatLevel(-0.04, 'dBTP')).toBe('0.0 dBTP');
  expect(formatLevel(null, 'LUFS')).toBe('—');
  expect(formatNumber(1.25, 2)).toBe('1.25');
});

test('durations carry over: 59.96 s is one minute', () => {
  expect(formatDuration(59.96)).toBe('1:00.0');
  expect(formatDuration(243.21)).toBe('4:03.2');
  expect(formatDuration(3723)).toBe('1:02:03.0');
});

test('rates are in kHz without needless zeros', () => {
  expect(formatRate(44100)).toBe('44.1 kHz');
  expect(formatRate(48000)).toBe('48 kHz');
  expect(formatRate(11025)).toBe('11.025 kHz');
});

test('a table is aligned by characters, not by code units', () => {
  expect(
    formatTable([
      ['ä🎚', '1'],
      ['abcd', '22'],
    ]),
  ).toEqual(['ä🎚      1', 'abcd   22']);
});
