import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshKernels } from '../../../kernels/test/kernels.ts';
import type { Brief, KeepName } from './brief.ts';
import { defaultBrief } from './default-brief.ts';
import { parsePlan } from './documents.ts';
import { KEEP_NAMES, keepBounds } from './keep.ts';
import { makePlan } from './make-plan.ts';
import type { Plan } from './plan.ts';
import { type InventedMix, inventFacts, PCM_FORMAT } from './testing/facts.ts';

const kernels = freshKernels();
const plan = (mix: InventedMix, brief: Partial<Brief>): Plan =>
  makePlan({ ...defaultBrief, genre: 'rock', ...brief }, inventFacts(mix), PCM_FORMAT, kernels);
const keeping = (mix: InventedMix, ...keep: KeepName[]): Plan => plan(mix, { keep });
const idsOf = (made: Plan): string[] => made.stages.map(({ id }) => id);

/** The oracle: every equaliser of the plan together, by the kernels alone, dB. */
function toneAt(made: Plan, hz: number): number {
  return made.stages
    .flatMap(stage => (stage.processor === 'eq' ? stage.parameters.bands : []))
    .reduce(
      (sum, band) =>
        sum + kernels.filterResponseDb(kernels.designFilter(band, made.sampleRateHz), hz, made.sampleRateHz),
      0,
    );
}

function furthestMoveDb(made: Plan, fromHz: number, toHz: number): number {
  let most = 0;
  for (let hz = fromHz; hz <= toHz; hz *= 1.01) most = Math.max(most, Math.abs(toneAt(made, hz)));
  return most;
}

/** A mix on which every stage of the chain has work. */
const ODD: InventedMix = {
  like: 'rock',
  integratedLufs: -22,
  plrDb: 19,
  toneDb: hz => (hz < 160 ? 7 : hz > 700 && hz < 3000 ? 6 : hz > 6000 ? -7 : 0),
  widthDb: band => (band === 0 ? 12 : band > 5 ? 9 : 0),
  dynamicsDb: band => (band === 0 ? 18 : 6),
};

describe('a mix that gives every stage work', () => {
  it('gets them all where nothing is kept', () => {
    expect(idsOf(keeping(ODD))).toEqual(['tone', 'glue', 'multiband', 'width', 'low-end']);
  });

  it.each<[KeepName, number, number, number]>([
    ['vocals', 300, 4000, 1.2],
    ['bass', 40, 250, 1.2],
    ['low-end', 20, 120, 1.2],
    ['highs', 5000, 20_000, 1.2],
  ])('keeps the %s within 0.5 dB from %d to %d Hz', (name, fromHz, toHz, without) => {
    // the plan watches twelve points an octave; between them a band bends by less than 0.05 dB
    expect(furthestMoveDb(keeping(ODD, name), fromHz, toHz)).toBeLessThanOrEqual(0.55);
    expect(furthestMoveDb(keeping(ODD), fromHz, toHz)).toBeGreaterThan(without);
  });

  it('still shapes what is not kept', () => {
    expect(furthestMoveDb(keeping(ODD, 'vocals'), 30, 100)).toBeGreaterThan(1.2);
    expect(furthestMoveDb(keeping(ODD, 'bass'), 1000, 2000)).toBeGreaterThan(1.2);
  });

  it('keeps several regions at once', () => {
    const made = keeping(ODD, 'vocals', 'bass', 'highs');
    for (const [fromHz, toHz] of [
      [40, 250],
      [300, 4000],
      [5000, 20_000],
    ] as const) {
      expect(furthestMoveDb(made, fromHz, toHz)).toBeLessThanOrEqual(0.55);
    }
  });

  it.each<[KeepName, readonly string[]]>([
    ['dynamics', ['glue', 'multiband']],
    ['width', ['width', 'low-end']],
    ['tone', ['tone', 'multiband']],
    ['low-end', ['multiband', 'low-end']],
    ['bass', ['multiband', 'low-end']],
    ['highs', ['width']],
  ])('with the %s kept has no %j', (name, ids) => {
    const made = keeping(ODD, name);
    for (const id of ids) expect(idsOf(made)).not.toContain(id);
    expect(made.leftAlone.filter(sentence => sentence.includes('the brief keeps')).length).toBeGreaterThan(0);
  });

  it('tells what was kept and why, in whole sentences', () => {
    const told = keeping(ODD, ...KEEP_NAMES).leftAlone;
    expect(told[0]).toBe(
      'The brief keeps the vocals: from 300 Hz to 4 kHz, where a voice has its words and its level, the equaliser moves by 0.5 dB at most, and nothing is compressed or widened there on its own.',
    );
    for (const sentence of told) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  it('writes the bound into the stage', () => {
    const [tone] = keeping(ODD, 'vocals').stages;
    expect(tone!.bounds).toContainEqual({
      parameter: 'gainDb from 300 Hz to 4 kHz',
      minimum: -0.5,
      maximum: 0.5,
      unit: 'dB',
    });
  });

  it('gets a valid plan whatever is kept', () => {
    for (const name of KEEP_NAMES) {
      const made = keeping(ODD, name);
      expect(parsePlan(JSON.parse(JSON.stringify(made)))).toEqual(made);
    }
  });
});

describe('for any mix and anything kept', () => {
  const edges: Readonly<Partial<Record<KeepName, readonly [number, number]>>> = {
    vocals: [300, 4000],
    bass: [40, 250],
    'low-end': [20, 120],
    highs: [5000, 20_000],
  };

  it('the whole equaliser stays within half a decibel there', () => {
    const decibels = fc.double({ min: -20, max: 20, noNaN: true });
    const anyTone = fc.array(decibels, { minLength: 11, maxLength: 11 });
    const anyKeep = fc.subarray(['vocals', 'bass', 'low-end', 'highs'] as const, { minLength: 1 });
    let moved = 0;
    fc.assert(
      fc.property(anyTone, anyKeep, fc.constantFrom('rock', 'jazz', 'electronic'), (tone, keep, like) => {
        const toneDb = (hz: number): number =>
          tone[Math.min(10, Math.max(0, Math.floor(Math.log2(hz / 20))))]!;
        const made = plan({ like, toneDb, dcOffset: 0 }, { keep, genre: like });
        moved += furthestMoveDb(made, 25, 18_000) > 1 ? 1 : 0;
        for (const name of keep) {
          const [fromHz, toHz] = edges[name]!;
          // between the twelve watched points of an octave a band bends by less than 0.05 dB
          expect(furthestMoveDb(made, fromHz, toHz), name).toBeLessThanOrEqual(0.55);
        }
      }),
      { numRuns: 60, seed: 20261126 },
    );
    expect(moved).toBeGreaterThan(15); // and what is not kept is still shaped
  });
});

describe('a kept low end', () => {
  const rumbling: InventedMix = { like: 'rock', toneDb: hz => (hz < 35 ? 20 : 0) };

  it('is not cut from below', () => {
    expect(idsOf(keeping(rumbling))).toContain('low-cut');
    expect(idsOf(keeping(rumbling, 'low-end'))).not.toContain('low-cut');
    expect(idsOf(keeping({ ...rumbling, dcOffset: 0.02 }, 'low-end'))).toContain('low-cut');
  });
});

describe('kept dynamics', () => {
  it('leave the limiter two decibels', () => {
    const made = keeping(ODD, 'dynamics');
    expect(made.loudness.reductionBudgetDb).toBe(2);
    expect(made.loudness.targetLufs!).toBeLessThan(keeping(ODD).loudness.targetLufs!);
    expect(made.loudness.because.map(({ sentence }) => sentence).join(' ')).toContain(
      '2.0 dB is all that is taken where the brief keeps the dynamics',
    );
  });
});

describe('kept loudness', () => {
  it('leaves the level alone where the peaks keep to the ceiling', () => {
    const { loudness } = keeping({ like: 'rock', integratedLufs: -20, plrDb: 15 }, 'loudness');
    expect(loudness).toMatchObject({ method: 'none', targetLufs: -20 });
    expect(loudness.because[0]!.sentence).toBe(
      'The brief keeps the loudness of −20.0 LUFS; nothing is limited.',
    );
  });

  it('comes down by what stands over the ceiling, and no more', () => {
    const { loudness } = keeping({ like: 'rock', integratedLufs: -14, plrDb: 14.5 }, 'loudness');
    expect(loudness.method).toBe('gain');
    expect(loudness.targetLufs).toBeCloseTo(-15.5, 2);
  });

  it('gives way to a figure, and says so', () => {
    const made = plan({ like: 'rock' }, { keep: ['loudness'], targetLufs: -12 });
    expect(made.loudness.targetLufs).toBe(-12);
    expect(made.warnings.join(' ')).toContain('keeps the loudness and asks for −12.0 LUFS all the same');
  });
});

describe('a loudness in words', () => {
  const quiet: InventedMix = { like: 'rock', integratedLufs: -18, plrDb: 11 };
  const wished = (loudnessWish: Brief['loudnessWish']): Plan['loudness'] =>
    plan(quiet, { loudnessWish }).loudness;

  it('is read off the records of the genre', () => {
    expect(wished('open').targetLufs).toBe(-13.5);
    expect(wished('balanced').targetLufs).toBe(-10);
    expect(wished('open').because[0]).toMatchObject({ fact: 'brief.loudnessWish', wanted: -13.5 });
    expect(wished('open').because[0]!.sentence).toContain(
      'the brief wishes it open: one in ten rock records is quieter',
    );
  });

  it('stays within what the limiter may take', () => {
    const { targetLufs, reductionBudgetDb } = plan(
      { ...quiet, plrDb: 17 },
      { loudnessWish: 'loud' },
    ).loudness;
    expect(targetLufs!).toBeLessThan(-7);
    expect(reductionBudgetDb).toBeGreaterThan(0);
  });

  it('gives way to a figure', () => {
    expect(plan(quiet, { loudnessWish: 'loud', targetLufs: -16 }).loudness.targetLufs).toBe(-16);
  });
});

describe('a brief that keeps nothing', () => {
  it('bounds nothing', () => {
    expect(keepBounds(defaultBrief)).toEqual({
      regions: [],
      keepsTone: false,
      keepsDynamics: false,
      keepsWidth: false,
      keepsLoudness: false,
      keepsLowEnd: false,
      limiterBudgetDb: null,
    });
  });
});
