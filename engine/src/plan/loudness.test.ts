import { describe, expect, it } from 'vitest';
import { freshKernels } from '../../../kernels/test/kernels.ts';
import type { Facts } from '../analyze/facts.ts';
import type { Brief, GenreName } from './brief.ts';
import { defaultBrief } from './default-brief.ts';
import { reductionBudgetDb } from './limits.ts';
import { isAlreadyMastered } from './loudness.ts';
import { makePlan } from './make-plan.ts';
import type { Plan } from './plan.ts';
import { GENRE_NAMES } from './targets/genres.ts';
import { inventFacts, PCM_FORMAT } from './testing/facts.ts';

const kernels = freshKernels();
const planFor = (facts: Facts, brief: Brief = defaultBrief): Plan =>
  makePlan(brief, facts, PCM_FORMAT, kernels);
const as = (genre: GenreName, changes: Partial<Brief> = {}): Brief => ({
  ...defaultBrief,
  genre,
  ...changes,
});
const MASTER = {
  like: 'rock',
  integratedLufs: -8,
  plrDb: 8.5,
  toneDb: (hz: number) => (hz > 6000 ? 12 : 0),
} as const;

describe('the automatic target', () => {
  it('is what the genre is released at when the limiter can afford it', () => {
    const { loudness } = planFor(inventFacts({ like: 'rock', plrDb: 11 }), as('rock'));
    expect(loudness).toMatchObject({
      method: 'limit',
      targetLufs: -10,
      chosenBy: 'auto',
      reductionBudgetDb: 7,
    });
  });

  it.each([
    ['classical', -20, -16],
    ['ambient', -20, -16],
    ['spoken', -16, -16],
    ['jazz', -16, -14],
    ['pop', -14, -9],
    ['electronic', -14, -8],
  ] as const)('of %s lies between %d and %d LUFS', (genre, quietest, loudest) => {
    const { targetLufs } = planFor(
      inventFacts({ like: genre, integratedLufs: -26, plrDb: 10 }),
      as(genre),
    ).loudness;
    expect(targetLufs).toBeGreaterThanOrEqual(quietest);
    expect(targetLufs).toBeLessThanOrEqual(loudest);
  });

  it('stops where the limiter would pass its budget, and says so', () => {
    const { loudness } = planFor(inventFacts({ like: 'rock', plrDb: 22, integratedLufs: -24 }), as('rock'));
    expect(loudness.targetLufs).toBeLessThan(-11);
    expect(loudness.reductionBudgetDb).toBe(4);
    expect(loudness.because.at(-1)!.sentence).toContain('passes unheard');
  });

  it('asks less of unusually dynamic music', () => {
    const calm = planFor(inventFacts({ like: 'classical', plrDb: 12, integratedLufs: -24 }), as('classical'));
    const wild = planFor(
      inventFacts({ like: 'classical', plrDb: 12, integratedLufs: -24, momentaryRangeLu: 19 }),
      as('classical'),
    );
    expect(wild.loudness.targetLufs).toBe(calm.loudness.targetLufs); // still inside nine of ten records
    const wilder = planFor(inventFacts({ like: 'pop', plrDb: 9, momentaryRangeLu: 14 }), as('pop'));
    expect(wilder.loudness.targetLufs).toBeLessThan(-10.5);
    expect(wilder.loudness.because.map(({ sentence }) => sentence).join(' ')).toContain(
      'so that the quiet stays quiet',
    );
  });

  it('keeps the level of a mix that is louder than usual but not too loud', () => {
    const { loudness } = planFor(inventFacts({ like: 'jazz', integratedLufs: -13, plrDb: 14 }), as('jazz'));
    expect(loudness.targetLufs).toBe(-13);
  });
});

describe('a finished master', () => {
  it('is known by level, peak and density together', () => {
    expect(isAlreadyMastered(inventFacts(MASTER))).toBe(true);
    expect(isAlreadyMastered(inventFacts({ ...MASTER, integratedLufs: -12.5 }))).toBe(false);
    expect(isAlreadyMastered(inventFacts({ ...MASTER, plrDb: 11.5 }))).toBe(false);
    expect(isAlreadyMastered(inventFacts({ ...MASTER, plrDb: 6 }))).toBe(false); // peaks at −2 dBTP
  });

  it('is not equalised and not limited; only its peaks are brought under the ceiling', () => {
    const made = planFor(inventFacts(MASTER));
    expect(made.stages).toEqual([]);
    expect(made.loudness).toMatchObject({ method: 'gain', targetLufs: -9.5 }); // −8 − (0.5 + 1)
    expect(made.loudness.because[0]!.sentence).toContain('finished master');
  });

  it('passes as it is when its peaks keep to the ceiling', () => {
    const facts = inventFacts({ ...MASTER, plrDb: 6.8 });
    expect(planFor(facts).loudness).toMatchObject({ method: 'none', targetLufs: -8 });
  });

  it('still loses its direct current', () => {
    const made = planFor(inventFacts({ ...MASTER, dcOffset: 0.01 }));
    expect(made.stages.map(({ id }) => id)).toEqual(['low-cut']);
  });

  it('is landed all the same when the brief names a target', () => {
    const made = planFor(inventFacts(MASTER), { ...defaultBrief, targetLufs: -6 });
    expect(made.loudness).toMatchObject({ method: 'limit', targetLufs: -6, chosenBy: 'brief' });
    expect(made.stages).toEqual([]);
    expect(made.warnings.join(' ')).toContain('limits it a second time');
  });
});

describe('a target of the brief', () => {
  it('is landed whatever it costs, with the cost as a warning', () => {
    const made = planFor(
      inventFacts({ like: 'rock', plrDb: 20, integratedLufs: -24 }),
      as('rock', { targetLufs: -6 }),
    );
    expect(made.loudness).toMatchObject({ method: 'limit', targetLufs: -6, reductionBudgetDb: 7.5 });
    expect(made.warnings.join(' ')).toContain('louder than nine in ten rock records');
    expect(made.warnings.join(' ')).toContain('listeners begin to hear it');
  });

  it('that fits raises no warning', () => {
    expect(planFor(inventFacts({ like: 'rock' }), as('rock', { targetLufs: -12 })).warnings).toEqual([]);
  });
});

describe('silence', () => {
  it.each(GENRE_NAMES)('keeps its level, %s or not', genre => {
    const facts = inventFacts({ like: 'rock' });
    const empty = facts.spectrum.centresHz.map(() => null);
    const made = planFor(
      {
        ...facts,
        integratedLufs: null,
        plrDb: null,
        truePeakDbtp: null,
        spectrum: { ...facts.spectrum, midDb: empty, sideDb: empty, spreadDb: empty, correlation: empty },
      },
      as(genre),
    );
    expect(made.stages).toEqual([]);
    expect(made.loudness).toMatchObject({ method: 'none', targetLufs: null });
  });
});

describe('the limiter budget', () => {
  it.each([
    [-16, 4],
    [-10.1, 4],
    [-10, 7],
    [-8, 7],
    [-7.9, 7.5],
  ])('at %d LUFS is %d dB', (targetLufs, budgetDb) => {
    expect(reductionBudgetDb(targetLufs)).toBe(budgetDb);
  });
});
