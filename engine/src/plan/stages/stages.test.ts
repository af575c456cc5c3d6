import { describe, expect, it } from 'vitest';
import { freshKernels } from '../../../../kernels/test/kernels.ts';
import type { Facts } from '../../analyze/facts.ts';
import type { Brief } from '../brief.ts';
import { defaultBrief } from '../default-brief.ts';
import { makePlan } from '../make-plan.ts';
import type { Plan, Stage } from '../plan.ts';
import { type InventedMix, inventFacts, PCM_FORMAT } from '../testing/facts.ts';

const kernels = freshKernels();
const rockBrief: Brief = { ...defaultBrief, genre: 'rock' };

function planOf(
  mix: InventedMix,
  brief: Brief = { ...defaultBrief, genre: mix.like as Brief['genre'] },
): Plan {
  return makePlan(brief, inventFacts(mix), PCM_FORMAT, kernels);
}

function planFor(facts: Facts, brief: Brief = rockBrief): Plan {
  return makePlan(brief, facts, PCM_FORMAT, kernels);
}

function stageOf<Name extends Stage['processor']>(
  plan: Plan,
  id: string,
  processor: Name,
): Extract<Stage, { processor: Name }> {
  const stage = plan.stages.find(candidate => candidate.id === id);
  expect(stage?.processor, `stage ${id}`).toBe(processor);
  return stage as Extract<Stage, { processor: Name }>;
}

const idsOf = (plan: Plan): string[] => plan.stages.map(({ id }) => id);

/** A smooth bump, one octave wide. */
function bump(centreHz: number, gainDb: number): (hz: number) => number {
  return hz => gainDb * Math.exp(-((Math.log2(hz / centreHz) / 0.7) ** 2) / 2);
}

describe('low-cut', () => {
  it('takes direct current out that the master would raise above −60 dBFS', () => {
    const brief = { ...rockBrief, targetLufs: -18 };
    const plan = planOf({ like: 'rock', integratedLufs: -24, dcOffset: -0.0007 }, brief);
    const { parameters, because } = stageOf(plan, 'low-cut', 'eq');
    expect(parameters.bands).toEqual([{ shape: 'high-pass', frequencyHz: 10, gainDb: 0, q: Math.SQRT1_2 }]);
    expect(because[0]).toMatchObject({ fact: 'channels.dcOffset', found: -57.1, wanted: -60, unit: 'dBFS' });
    expect(because[0]!.sentence).toContain('−63.1 dBFS, −57.1 dBFS at the loudness of the master');
  });

  it('leaves direct current alone that stays below −60 dBFS in the master, and says so', () => {
    const brief = { ...rockBrief, targetLufs: -20 };
    const plan = planOf({ like: 'rock', integratedLufs: -20, dcOffset: 0.0005 }, brief);
    expect(idsOf(plan)).toEqual([]);
    expect(plan.leftAlone[0]).toContain('−66 dBFS');
  });

  it('filters rumble that stands out below 35 Hz, and only there', () => {
    const plan = planOf({ like: 'pop', toneDb: hz => (hz < 35 ? 14 : 0) });
    const { parameters } = stageOf(plan, 'low-cut', 'eq');
    expect(parameters.bands.map(({ shape }) => shape)).toEqual(['high-pass', 'high-pass']);
    expect(parameters.bands[0]!.frequencyHz).toBeGreaterThanOrEqual(20);
    expect(parameters.bands[0]!.frequencyHz).toBeLessThanOrEqual(30);
  });

  it('leaves rumble that is far under the music alone', () => {
    const plan = planOf({ like: 'spoken', toneDb: hz => (hz < 35 ? 14 : 0) });
    expect(idsOf(plan)).toEqual([]);
    expect(plan.leftAlone[0]).toContain('too far under the music');
  });
});

describe('tone', () => {
  it('cuts a boomy bass and a harsh bite, each with its numbers', () => {
    const boom = bump(90, 8);
    const harsh = bump(3000, 7);
    const plan = planOf({ like: 'rock', toneDb: hz => boom(hz) + harsh(hz) });
    const { parameters, because } = stageOf(plan, 'tone', 'eq');
    expect(because).toHaveLength(parameters.bands.length);
    const near = (hz: number): number =>
      parameters.bands
        .filter(band => Math.abs(Math.log2(band.frequencyHz / hz)) < 1)
        .reduce((sum, band) => sum + band.gainDb, 0);
    expect(near(90)).toBeLessThan(-2);
    expect(near(3000)).toBeLessThan(-2);
    expect(because[0]!.sentence).toMatch(
      /^\d\.\d dB less .* stronger than in rock records, where ±\d\.\d dB is usual\.$/,
    );
  });

  it('raises a dull top gently', () => {
    const plan = planOf({ like: 'rock', toneDb: hz => (hz > 6000 ? -8 : 0) });
    const { parameters } = stageOf(plan, 'tone', 'eq');
    expect(Math.max(...parameters.bands.map(({ gainDb }) => gainDb))).toBeGreaterThan(1);
    expect(Math.min(...parameters.bands.map(({ gainDb }) => gainDb))).toBeGreaterThanOrEqual(0);
  });

  it('raises nothing above the cutoff of a source that was encoded', () => {
    const facts = inventFacts({ like: 'rock', toneDb: hz => (hz > 11000 ? -9 : 0) });
    expect(planFor(facts).stages).not.toEqual([]); // without the cutoff it would be raised
    const plan = planFor({ ...facts, upperCutoffHz: 11000 });
    for (const stage of plan.stages) {
      if (stage.processor !== 'eq') continue;
      for (const band of stage.parameters.bands) {
        expect(band.gainDb > 0 && band.frequencyHz > 9000).toBe(false);
      }
    }
    expect(plan.warnings.join(' ')).toContain('Nothing lives above 11 kHz');
  });

  it('raises no instrument that is not there', () => {
    const plan = planOf({ like: 'rock', toneDb: hz => (hz < 120 ? -30 : 0) });
    const boosts = plan.stages.flatMap(stage =>
      stage.processor === 'eq' ? stage.parameters.bands.filter(band => band.gainDb > 0) : [],
    );
    expect(boosts.filter(({ frequencyHz }) => frequencyHz < 90)).toEqual([]);
  });

  it('leaves deviations inside the usual spread alone and names the largest', () => {
    const plan = planOf({ like: 'rock', toneDb: bump(2500, 2) });
    expect(idsOf(plan)).toEqual([]);
    expect(plan.leftAlone.find(sentence => sentence.startsWith('Tone:'))).toContain('no equaliser');
  });

  it('says what the largest automatic move could not reach', () => {
    const plan = planOf({ like: 'rock', toneDb: bump(2500, 18) });
    expect(plan.warnings.join(' ')).toContain('better changed in the mix');
  });
});

describe('glue', () => {
  it('compresses slowly where peaks are out of line and the limiter alone would pass its budget', () => {
    const plan = planOf({ like: 'rock', plrDb: 19, integratedLufs: -20 });
    const { parameters, because } = stageOf(plan, 'glue', 'compressor');
    expect(parameters.ratio).toBeGreaterThanOrEqual(1.5);
    expect(parameters.ratio).toBeLessThanOrEqual(2);
    expect(parameters.attackSeconds).toBeGreaterThanOrEqual(0.02);
    expect(parameters.attackSeconds).toBeLessThanOrEqual(0.03);
    expect(parameters.releaseSeconds).toBe(0.25);
    expect(parameters.thresholdDbfs).toBeLessThan(-5);
    expect(because[0]).toMatchObject({ fact: 'plrDb', found: 19 });
  });

  it('does not compress lively peaks that the wished loudness can bear', () => {
    const plan = planOf({ like: 'rock', plrDb: 19 }, { ...rockBrief, targetLufs: -18 });
    expect(idsOf(plan)).not.toContain('glue');
    expect(plan.leftAlone.find(sentence => sentence.startsWith('Compressor:'))).toContain('need no help');
  });

  it('does not compress peaks that are usual', () => {
    const plan = planOf({ like: 'rock', plrDb: 12 });
    expect(idsOf(plan)).not.toContain('glue');
  });
});

describe('multiband', () => {
  it('holds the one band that swings quickly out of line', () => {
    const plan = planOf({ like: 'rock', dynamicsDb: band => (band === 0 ? 18 : 6) });
    const { parameters } = stageOf(plan, 'multiband', 'multiband');
    expect(parameters.crossoversHz).toEqual([120]);
    expect(parameters.bands.map(({ ratio }) => ratio)).toEqual([1.8, 1]);
  });

  it('leaves a slow swing to the arrangement', () => {
    const facts = inventFacts({ like: 'rock', dynamicsDb: band => (band === 0 ? 18 : 6) });
    const spectrum = { ...facts.spectrum, spreadDb: facts.spectrum.spreadDb.map(() => 8) };
    const plan = planFor({ ...facts, spectrum });
    expect(idsOf(plan)).not.toContain('multiband');
    expect(plan.leftAlone.join(' ')).toContain('the arrangement');
  });

  it('leaves bands that all swing together', () => {
    expect(idsOf(planOf({ like: 'rock', dynamicsDb: () => 18 }))).not.toContain('multiband');
  });
});

describe('width', () => {
  it('narrows a region wider than nine in ten, by half of the surplus', () => {
    const plan = planOf({ like: 'pop', widthDb: band => (band >= 6 ? 8 : 0) });
    const { parameters } = stageOf(plan, 'width', 'width');
    expect(parameters.crossoversHz).toEqual([4349]);
    expect(parameters.sideGainsDb[0]).toBe(0);
    expect(parameters.sideGainsDb[1]).toBeLessThan(-0.5);
    expect(parameters.sideGainsDb[1]).toBeGreaterThanOrEqual(-3);
  });

  it('widens a narrow region', () => {
    const plan = planOf({ like: 'pop', widthDb: band => (band >= 3 ? -9 : 0) });
    const { parameters } = stageOf(plan, 'width', 'width');
    expect(Math.max(...parameters.sideGainsDb)).toBeGreaterThan(0.5);
    expect(parameters.sideGainsDb[0]).toBe(0);
  });

  it('never widens where mono already loses', () => {
    const facts = inventFacts({ like: 'pop', widthDb: band => (band >= 3 ? -9 : 0) });
    const bands = facts.bands.map(band => ({ ...band, monoFoldDb: -5 }));
    const plan = planFor({ ...facts, bands }, { ...defaultBrief, genre: 'pop' });
    expect(idsOf(plan)).not.toContain('width');
  });

  it('leaves the bass to the low end', () => {
    const plan = planOf({ like: 'pop', widthDb: band => (band === 0 ? 17 : 0) });
    expect(idsOf(plan)).toEqual(['low-end']);
  });

  it('keeps a mono recording mono', () => {
    const plan = planOf({ like: 'pop', widthDb: () => -40 });
    expect(idsOf(plan)).toEqual([]);
    expect(plan.leftAlone.join(' ')).toContain('mono in all but name');
  });

  it('has nothing to do with one channel', () => {
    const plan = planOf({ like: 'pop', channelCount: 1 });
    expect(idsOf(plan)).toEqual([]);
    expect(plan.leftAlone.join(' ')).toContain('one channel has none');
  });
});

describe('low-end', () => {
  it('brings a bass wider than −11 dB to the middle in pop', () => {
    const plan = planOf({ like: 'pop', widthDb: band => (band === 0 ? 11 : 0) });
    const { parameters, because } = stageOf(plan, 'low-end', 'low-end');
    expect(parameters).toEqual({ cornerHz: 120, order: 2 });
    expect(because[0]!.wanted).toBe(-11.3);
  });

  it('is steeper where the bass is much too wide', () => {
    const plan = planOf({ like: 'pop', widthDb: band => (band === 0 ? 17 : 0) });
    expect(stageOf(plan, 'low-end', 'low-end').parameters.order).toBe(4);
  });

  it('leaves the same bass alone in jazz', () => {
    const plan = planOf({ like: 'jazz', widthDb: band => (band === 0 ? 2 : 0) });
    expect(idsOf(plan)).not.toContain('low-end');
    expect(plan.leftAlone.find(sentence => sentence.startsWith('Low end:'))).toContain('stays as it is');
  });
});
