import { describe, expect, it } from 'vitest';
import { describeMaster } from './describe-master.ts';
import { makeReportInput } from './report/testing/fixture.ts';

const plainly = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('a master in a few lines', () => {
  const { plan, verdict } = makeReportInput();

  it('tells what was heard, done, reached, and what to know', () => {
    expect(describeMaster(plan, verdict).map(plainly)).toEqual([
      'Heard as rock, chosen from the facts, 62 % sure.',
      'Low cut: high-pass at 22 Hz.',
      'Tone: −3.0 dB at 84 Hz, −1.9 dB at 182 Hz, −3.4 dB at 3.18 kHz, +2.6 dB at 11.4 kHz, at 80 %.',
      'Glue: 1.6 : 1 from −21.5 dBFS, at 50 %.',
      'Low end: mono toward the bottom, below 110 Hz.',
      'Level: +7.8 dB into the limiter, which takes 3.1 dB or less 95 % of the time.',
      'Landed at −11.0 LUFS (target −11.0), true peak −1.02 dBTP, range 6.3 LU.',
      'Cost, by PEAQ: −0.84 at worst, at 2:11 (perceptible, but not annoying), −0.31 in the median; by the 2f-model 81 and 93 of 100.',
      'Warning: In the loudest passage the peak-to-short-term ratio falls to 8.0 dB; rock is usually kept above 8.5.',
      'Warning: The file declares 24 bits, but its samples use only 16: ask the mixer for the original depth.',
    ]);
  });

  it('stays within twelve lines however long the plan and the warnings are', () => {
    const stages = Array.from({ length: 9 }, (_, index) => ({ ...plan.stages[0]!, id: `move-${index}` }));
    const warnings = Array.from({ length: 9 }, (_, index) => `Warning number ${index}.`);
    const lines = describeMaster({ ...plan, stages, warnings }, verdict);
    expect(lines.length).toBe(12);
    expect(lines.join(' ')).toContain('move 8');
  });

  it('says what it was aimed at, and in what where not in all', () => {
    const all = ['tone', 'dynamics', 'width', 'loudness'] as const;
    const references = [
      { name: 'a.wav', weight: 1, aspects: all },
      { name: 'b.wav', weight: 1, aspects: ['tone', 'width'] as const },
    ];
    const lines = describeMaster({ ...plan, profile: 'shelf', references }, verdict);
    expect(lines[1]).toBe('Held against the profile “shelf”.');
    expect(lines[2]).toBe('Aimed at a.wav, b.wav (tone, width).');
    expect(lines.length).toBeLessThanOrEqual(12);
  });

  it('says what stopped a target', () => {
    const played = { ...plan.played!, bound: 'limiter-saturated' as const };
    expect(describeMaster({ ...plan, played }, verdict).join(' ')).toContain('stopped by the limiter');
  });

  it('says so when music was left as it was', () => {
    const played = { ...plan.played!, driveDb: 0 };
    const left = { ...plan, stages: [], played, loudness: { ...plan.loudness, method: 'gain' as const } };
    const lines = describeMaster(left, { ...verdict, files: [] });
    expect(lines).toContain('Tone, dynamics and width were left alone.');
    expect(lines).toContain('No file was delivered.');
  });
});
