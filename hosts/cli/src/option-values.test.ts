import { MasteringError } from '@deadwax/engine';
import { expect, test } from 'vitest';
import {
  parseCeiling,
  parseDepth,
  parseDither,
  parseFormats,
  parseGenre,
  parseRate,
  parseSeed,
  parseTarget,
  parseThreads,
} from './option-values.ts';

test('values within the limits are taken, the limits included', () => {
  expect(parseTarget('-14')).toBe(-14);
  expect(parseTarget('-70')).toBe(-70);
  expect(parseTarget('0')).toBe(0);
  expect(parseTarget('auto')).toBe('auto');
  expect(parseCeiling('-1.5')).toBe(-1.5);
  expect(parseCeiling('-20')).toBe(-20);
  expect(parseRate('44100')).toBe(44100);
  expect(parseRate('source')).toBe('source');
  expect(parseThreads('1')).toBe(1);
  expect(parseSeed('4294967295')).toBe(4294967295);
  expect(parseGenre('hip-hop')).toBe('hip-hop');
  expect(parseDither('tpdf')).toBe('tpdf');
  expect(parseDepth('32f')).toBe('32f');
});

test('a list of formats keeps its order and names each once', () => {
  expect(parseFormats('flac16, wav24,flac16')).toEqual([
    { container: 'flac', depthBits: 16, isFloat: false },
    { container: 'wav', depthBits: 24, isFloat: false },
  ]);
});

test.each([
  [parseTarget, '0.1', '--target is "0.1"; it takes "auto" or a number from −70 to 0 LUFS.'],
  [parseTarget, '-70.01', 'from −70 to 0 LUFS'],
  [parseTarget, 'loud', '"loud"'],
  [parseTarget, '', '""'],
  [parseTarget, 'NaN', '"NaN"'],
  [parseTarget, '-1e1', '"-1e1"'],
  [parseTarget, '0x10', '"0x10"'],
  [parseCeiling, '0.5', '--ceiling is "0.5"; it takes a number from −20 to 0 dBTP.'],
  [parseRate, '7999', '--rate is "7999"; it takes "source" or a whole number from 8000 to 384000 Hz.'],
  [parseRate, '44100.5', '"44100.5"'],
  [parseRate, '44.1k', '"44.1k"'],
  [parseThreads, '0', '--threads is "0"; it takes a whole number from 1 to 64 threads.'],
  [parseThreads, '-1', '"-1"'],
  [parseSeed, '4294967296', '--seed is "4294967296"'],
  [parseGenre, 'polka', '--genre is "polka"; it takes one of auto, pop, rock,'],
  [parseGenre, 'toString', '"toString"'],
  [parseDither, 'noise', '--dither is "noise"; it takes one of auto, none, tpdf,'],
  [parseDepth, '20', '--depth is "20"; it takes one of 16, 24, 32f.'],
  [
    parseFormats,
    'wav24,mp3',
    '--format is "mp3"; it takes one of wav16, wav24, wav32f, aiff16, aiff24, flac16, flac24.',
  ],
  [parseFormats, '', '--format is ""'],
])('%o refuses %j with what was found and what is allowed', (parse, text, sentence) => {
  const attempt = () => parse(text);
  expect(attempt).toThrow(MasteringError);
  expect(attempt).toThrow(sentence);
});
