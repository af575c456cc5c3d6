import { describe, expect, it } from 'vitest';
import { freshKernels } from '../../../kernels/test/kernels.ts';
import { defaultBrief } from './default-brief.ts';
import { parseProfile } from './documents.ts';
import { chooseTarget } from './genre.ts';
import { makePlan } from './make-plan.ts';
import { learnProfile } from './profile.ts';
import { GENRE_TARGETS } from './targets/genres.ts';
import { CENTRES_HZ } from './targets/third-octaves.ts';
import { type InventedMix, inventFacts, PCM_FORMAT } from './testing/facts.ts';

const record = (id: number, mix: InventedMix) => ({
  name: `${id}.wav`,
  sha256: `${id}`,
  durationSeconds: 180,
  facts: inventFacts(mix),
});
const shelf = (count: number, mix: InventedMix = { like: 'rock', integratedLufs: -11 }) =>
  Array.from({ length: count }, (_, id) => record(id, mix));

describe('a learned profile', () => {
  it('has the tone, width, dynamics and loudness that the records share', () => {
    const { target } = learnProfile('shelf', shelf(5));
    const { rock } = GENRE_TARGETS;
    target.tone.levelDb.forEach((level, band) => {
      expect(level).toBeCloseTo(rock.tone.levelDb[band]!, 1);
    });
    target.sideMidDb.forEach((limits, band) => {
      expect(Math.abs(limits.p50 - rock.sideMidDb[band]!.p50)).toBeLessThan(2); // thirds lie across band edges
    });
    expect(target.deliveredLufs.p50).toBeCloseTo(-11, 1);
    expect(target.dynamics.plrDb.p50).toBeCloseTo(rock.dynamics.plrDb.p50, 1);
  });

  it('narrows with the number of records, and is wide where they differ', () => {
    const spread = (count: number): number => learnProfile('', shelf(count)).target.tone.spreadDb[15]!;
    expect(spread(2)).toBeLessThan(spread(1));
    expect(spread(12)).toBeLessThan(0.6 * spread(2));
    const mixed = [...shelf(3), record(7, { like: 'rock', toneDb: hz => (hz > 4000 ? 12 : 0) })];
    const { spreadDb } = learnProfile('', mixed).target.tone;
    expect(spreadDb[CENTRES_HZ.indexOf(8000)]!).toBeGreaterThan(2 * spreadDb[CENTRES_HZ.indexOf(1000)]!);
  });

  it('is the same in whatever order the records come, and survives JSON', () => {
    const records = [record(1, { like: 'pop' }), record(2, { like: 'jazz' }), record(3, { like: 'rock' })];
    const profile = learnProfile('three', records);
    expect(learnProfile('three', [...records].reverse())).toEqual(profile);
    expect(parseProfile(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
  });

  it('goes on with the slope of all records where an encoder cut them off, and takes width from all where they are mono', () => {
    const cut = { ...inventFacts({ like: 'rock', channelCount: 1 }), upperCutoffHz: 11000 };
    const { target } = learnProfile('', [{ ...record(1, { like: 'rock' }), facts: cut }]);
    const general = GENRE_TARGETS.unlabelled;
    const [at10k, at16k] = [CENTRES_HZ.indexOf(10000), CENTRES_HZ.indexOf(16000)];
    const fall = (levels: readonly number[]): number => levels[at16k]! - levels[at10k]!;
    expect(fall(target.tone.levelDb)).toBeCloseTo(fall(general.tone.levelDb), 1);
    expect(target.sideMidDb).toEqual(general.sideMidDb);
  });

  it.each([
    [{}, /^profile\.version: found nothing, allowed is 1/],
    [
      { ...learnProfile('x', shelf(1)), records: [] },
      /^profile\.records: found \[\], allowed is at least one record/,
    ],
    [
      {
        ...learnProfile('x', shelf(1)),
        target: { ...GENRE_TARGETS.pop, tone: { levelDb: [1], spreadDb: [] } },
      },
      /^profile\.target\.tone\.levelDb: found \[1\], allowed is a list of 30/,
    ],
    [[], /^profile: found \[\], allowed is an object/],
  ])('%# is refused in one line', (json, message) => {
    expect(() => parseProfile(json)).toThrow(message);
  });
});

describe('a mix with a profile', () => {
  const bright = learnProfile(
    'bright',
    shelf(12, { like: 'rock', integratedLufs: -11, toneDb: hz => (hz > 4000 ? 9 : 0) }),
  );

  it('is held against it, as against a genre', () => {
    const facts = inventFacts({ like: 'rock' });
    const { label, choice } = chooseTarget(defaultBrief, facts, false, bright);
    expect(label).toBe('the records of “bright”');
    expect(choice.sentence).toMatch(/“bright”, learned from 12 records/);
    const plan = makePlan(defaultBrief, facts, PCM_FORMAT, freshKernels(), undefined, {
      references: [],
      profile: bright,
    });
    const tone = plan.stages.find(({ id }) => id === 'tone');
    expect(tone?.because[0]?.sentence).toContain('the records of “bright”');
    expect(plan.loudness.targetLufs).toBe(-11);
  });
});
