import { describe, expect, it } from 'vitest';
import { measure, measureStereo } from './support/measure.ts';
import { analyticBurst, gainOf, peakBurst, peakSine, type ToneStep, toneSteps } from './support/signals.ts';
import { within } from './support/within.ts';

const TABLE = 'EBU Tech 3341 v4 (2023) table 1';
const QUIET = Number.NEGATIVE_INFINITY;
const RATES = [44100, 48000, 96000, 192000] as const;

/** Cases whose integrated loudness is −23 (or as stated) LUFS. */
const INTEGRATED: readonly {
  readonly number: number;
  readonly steps: readonly ToneStep[];
  readonly lufs: number;
}[] = [
  { number: 1, steps: [[-23, 20]], lufs: -23 },
  { number: 2, steps: [[-33, 20]], lufs: -33 },
  {
    number: 3,
    steps: [
      [-36, 10],
      [-23, 60],
      [-36, 10],
    ],
    lufs: -23,
  },
  {
    number: 4,
    steps: [
      [-72, 10],
      [-36, 10],
      [-23, 60],
      [-36, 10],
      [-72, 10],
    ],
    lufs: -23,
  },
  {
    number: 5,
    steps: [
      [-26, 20],
      [-20, 20.1],
      [-26, 20],
    ],
    lufs: -23,
  },
];

describe.each(RATES)('EBU Tech 3341 at %i Hz', rate => {
  it.each(INTEGRATED)('case $number reads $lufs LUFS integrated', async ({ steps, lufs, number }) => {
    const facts = await measureStereo(toneSteps(steps, rate), rate);
    within(facts.integratedLufs, lufs, 0.1, 'LUFS', TABLE);
    if (number > 2) return;
    within(facts.maxMomentaryLufs, lufs, 0.1, 'LUFS', TABLE);
    within(facts.maxShortTermLufs, lufs, 0.1, 'LUFS', TABLE);
  });

  it('case 6 weighs five channels', async () => {
    const [front, centre, surround] = [-28, -24, -30].map(level => toneSteps([[level, 20]], rate));
    const facts = await measure([front!, front!, centre!, surround!, surround!], rate);
    within(facts.integratedLufs, -23, 0.1, 'LUFS', TABLE);
  });

  it('case 9 holds a constant short-term loudness after 3 s', async () => {
    const steps: ToneStep[] = Array.from(
      { length: 5 },
      () =>
        [
          [-20, 1.34],
          [-30, 1.66],
        ] as ToneStep[],
    ).flat();
    const facts = await measureStereo(toneSteps(steps, rate), rate);
    const course = facts.timeline.shortTermLufs.filter(value => value !== null);
    expect(course.length).toBeGreaterThan(100);
    for (const value of course) within(value, -23, 0.1, 'LUFS', TABLE);
  });

  it('case 12 holds a constant momentary loudness after 1 s', async () => {
    const steps: ToneStep[] = Array.from(
      { length: 25 },
      () =>
        [
          [-20, 0.18],
          [-30, 0.22],
        ] as ToneStep[],
    ).flat();
    const facts = await measureStereo(toneSteps(steps, rate), rate);
    for (const value of facts.timeline.momentaryLufs.slice(10)) within(value, -23, 0.1, 'LUFS', TABLE);
  });

  it('case 15–19 read the true peak of sines', async () => {
    const cases = [
      [15, 1 / 4, 0.5, 0, -6.021],
      [16, 1 / 4, 0.5, 45, -6.021],
      [17, 1 / 6, 0.5, 60, -6.021],
      [18, 1 / 8, 0.5, 67.5, -6.021],
      [19, 1 / 4, 1.41, 45, 2.984],
    ] as const;
    for (const [number, cyclesPerSample, gain, phaseDegrees, exactDbtp] of cases) {
      const facts = await measureStereo(peakSine({ cyclesPerSample, gain, phaseDegrees }, rate), rate);
      within(facts.truePeakDbtp, number === 19 ? 3 : -6, { above: 0.2, below: 0.4 }, 'dBTP', TABLE);
      within(facts.truePeakDbtp, exactDbtp, 0.02, 'dB', 'the bar of this project');
      console.log(
        `[bar] EBU 3341 case ${number} at ${rate} Hz: ${facts.truePeakDbtp} dBTP, exact ${exactDbtp}`,
      );
    }
  });
});

describe('EBU Tech 3341 at 48 kHz', () => {
  it('case 10 finds the short-term maximum of a file wherever it lies', async () => {
    for (let i = 0; i < 20; i++) {
      const facts = await measureStereo(
        toneSteps(
          [
            [QUIET, 0.15 * i],
            [-23, 3],
            [QUIET, 1],
          ],
          48000,
        ),
        48000,
      );
      within(facts.maxShortTermLufs, -23, 0.1, 'LUFS', TABLE);
    }
  });

  it('case 11 follows short-term maxima from −38 to −19', async () => {
    for (let i = 0; i < 20; i++) {
      const steps: ToneStep[] = [
        [QUIET, 0.15 * i],
        [-38 + i, 3],
        [QUIET, 3 - 0.15 * i],
      ];
      const facts = await measureStereo(toneSteps(steps, 48000), 48000);
      within(facts.maxShortTermLufs, -38 + i, 0.1, 'LUFS', TABLE);
    }
  });

  it('case 13 finds the momentary maximum of a file wherever it lies', async () => {
    for (let i = 0; i < 20; i++) {
      const facts = await measureStereo(
        toneSteps(
          [
            [QUIET, 0.02 * i],
            [-23, 0.4],
            [QUIET, 1],
          ],
          48000,
        ),
        48000,
      );
      within(facts.maxMomentaryLufs, -23, 0.1, 'LUFS', TABLE);
    }
  });

  it('case 14 follows momentary maxima from −38 to −19', async () => {
    for (let i = 0; i < 20; i++) {
      const steps: ToneStep[] = [
        [QUIET, 0.02 * i],
        [-38 + i, 0.4],
        [QUIET, 0.4 - 0.02 * i + 0.2],
      ];
      const facts = await measureStereo(toneSteps(steps, 48000), 48000);
      within(facts.maxMomentaryLufs, -38 + i, 0.1, 'LUFS', TABLE);
    }
  });

  it.each([0, 1, 2, 3])('cases 20–23 read the burst at offset %i', async offset => {
    const facts = await measureStereo(peakBurst(offset), 48000);
    within(facts.truePeakDbtp, 0, { above: 0.2, below: 0.4 }, 'dBTP', TABLE);
    within(facts.truePeakDbtp, 0, 0.12, 'dB', 'the bar of this project');
    console.log(`[bar] EBU 3341 case ${20 + offset}: ${facts.truePeakDbtp} dBTP`);
  });

  it.each([1, 2, 3, 5, 10, 20, 50, 100])('reads the analytic burst of %i pairs', async pairs => {
    const { signal, peakGain } = analyticBurst(pairs, 48000);
    const facts = await measureStereo(signal, 48000);
    const exactDbtp = 20 * Math.log10(peakGain);
    within(facts.truePeakDbtp, exactDbtp, 0.05, 'dB', 'the bar of this project; exact by the sinc sum');
    console.log(
      `[bar] analytic burst of ${pairs} pairs: ${facts.truePeakDbtp} dBTP, exact ${exactDbtp.toFixed(3)}`,
    );
  });

  it('reads −18 LUFS for the alignment tone of −18 dBFS', async () => {
    const facts = await measureStereo(toneSteps([[-18, 5]], 48000), 48000);
    within(facts.integratedLufs, -18, 0.1, 'LUFS', 'EBU Tech 3341 §2.9');
    expect(gainOf(0)).toBe(1);
  });
});
