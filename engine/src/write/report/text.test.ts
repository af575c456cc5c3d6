import { describe, expect, it } from 'vitest';
import {
  byteSize,
  clockTime,
  duration,
  figure,
  frequency,
  frequencyRange,
  label,
  level,
  measured,
  prose,
  ratio,
  setting,
  signed,
} from './text.ts';

/** Fixed spaces as plain ones, so that the expectations can be read. */
const plainly = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('figures as text', () => {
  it('shows what was not measured as a dash without a unit', () => {
    expect([
      figure(null),
      signed(null),
      level(null, 'LUFS'),
      measured(null, 'dB'),
      figure(Number.NaN),
    ]).toEqual(Array.from({ length: 5 }, () => '—'));
  });

  it('uses a true minus, and none before a rounded zero', () => {
    expect([figure(-11.04), figure(-0.04), signed(0.04), signed(0.06)]).toEqual([
      '−11.0',
      '0.0',
      '0.0',
      '+0.1',
    ]);
  });

  it('shows a measured true peak finer than a chosen one', () => {
    expect([level(-0.96, 'dBTP'), setting(-1, 'dBTP'), setting(-0.25, 'dBTP')].map(plainly)).toEqual([
      '−0.96 dBTP',
      '−1.0 dBTP',
      '−0.25 dBTP',
    ]);
  });

  it('shows frequencies in the unit people say', () => {
    expect(
      [
        frequency(31.5),
        frequency(44_100),
        frequencyRange(20, 120),
        frequencyRange(500, 2000),
        frequencyRange(0, 120),
        frequencyRange(5000, 22_050),
        frequencyRange(2230, 2230),
      ].map(plainly),
    ).toEqual([
      '31.5 Hz',
      '44.1 kHz',
      '20–120 Hz',
      '500 Hz–2 kHz',
      'below 120 Hz',
      'above 5 kHz',
      '2.23 kHz',
    ]);
  });

  it('shows the side of a mono programme as next to nothing', () => {
    expect([ratio(-142.1), ratio(-12.34), ratio(null)]).toEqual(['< −90', '−12.3', '—']);
  });

  it('shows times and sizes of any order', () => {
    expect(
      [duration(9.6), duration(244.3), clockTime(3729), byteSize(999), byteSize(70_358_444)].map(plainly),
    ).toEqual(['9.6 s', '4:04', '1:02:09', '999 B', '70.4 MB']);
  });

  it('makes labels of identifiers', () => {
    expect([label('true-peak'), label('slowRelease')]).toEqual(['True peak', 'Slow release']);
  });

  it('sets sentences with true minus signs and leaves hyphens alone', () => {
    expect(plainly(prose('A 24-bit file at -11.02 LUFS (-1 dBTP), 3-4 kHz.'))).toBe(
      'A 24-bit file at −11.02 LUFS (−1 dBTP), 3-4 kHz.',
    );
    expect(prose('at 3 dB')).toBe('at 3\u00a0dB');
  });

  it('groups the digits of long counts', () => {
    expect(plainly(measured(11_726_400, 'frames'))).toBe('11 726 400 frames');
  });
});
