import { describe, expect, it } from 'vitest';
import { freshKernels } from '../../../../kernels/test/kernels.ts';
import type { Facts } from '../../analyze/facts.ts';
import type { Brief } from '../brief.ts';
import { defaultBrief } from '../default-brief.ts';
import { parsePlan } from '../documents.ts';
import { makeResponseGrid } from '../fit/response.ts';
import { makePlan } from '../make-plan.ts';
import type { Plan, Stage } from '../plan.ts';
import { type InventedMix, inventFacts, PCM_FORMAT } from '../testing/facts.ts';
import type { HeardReference } from './aim.ts';

const kernels = freshKernels();
const MIX: InventedMix = { like: 'rock', integratedLufs: -20 };
const ALL = ['tone', 'dynamics', 'width', 'loudness'] as const;

function reference(facts: Facts, given: Partial<HeardReference> = {}): HeardReference {
  return { name: 'record.wav', facts, weight: 1, aspects: ALL, ...given };
}

function match(mix: Facts, references: readonly HeardReference[], brief: Partial<Brief> = {}): Plan {
  const whole = { ...defaultBrief, genre: 'rock', ...brief } as const;
  const made = makePlan(whole, mix, PCM_FORMAT, kernels, undefined, { references, profile: null });
  expect(parsePlan(JSON.parse(JSON.stringify(made)))).toEqual(made);
  return made;
}

function stage<Name extends Stage['processor']>(plan: Plan, name: Name, id?: string) {
  const found = plan.stages.find(one => one.processor === name && (id === undefined || one.id === id));
  return found as Extract<Stage, { processor: Name }> | undefined;
}

function toneDb(plan: Plan, hz: readonly number[]): number[] {
  const bands = stage(plan, 'eq', 'tone')?.parameters.bands ?? [];
  return [...makeResponseGrid(hz, 44100, kernels).chainResponseDb(bands)];
}

const tilt = (hz: number): number => 1.1 * Math.log2(hz / 700);
const HEARD_HZ = [50, 100, 200, 400, 800, 1600, 3150, 6300, 12500];

describe('the tone of a reference', () => {
  it('is reached where the mix is tilted away from it, whatever the level of either', () => {
    const quiet = { ...MIX, integratedLufs: -31 };
    for (const mix of [MIX, quiet]) {
      const plan = match(inventFacts({ ...mix, toneDb: tilt }), [reference(inventFacts(MIX))]);
      const done = toneDb(plan, HEARD_HZ);
      const shift = done[4]! + tilt(800);
      HEARD_HZ.forEach((hz, index) => {
        expect(done[index]! + tilt(hz) - shift).toBeCloseTo(0, 0);
      });
    }
  });

  it('gives a difference as the reason of a band only where the band is of its size', () => {
    const steep = inventFacts({ ...MIX, toneDb: hz => (hz < 60 ? 14 : hz < 120 ? -2 : 0) });
    const { because } = stage(match(steep, [reference(inventFacts(MIX))]), 'eq', 'tone')!;
    expect(because.length).toBeGreaterThan(1);
    for (const { sentence } of because) {
      const [, move, found] = /^(\d+\.\d) dB .* is (\d+\.\d) dB (?:stronger|weaker)/.exec(sentence) ?? [];
      if (found === undefined) expect(sentence).toContain('shapes the moves beside it');
      else expect(Number(found)).toBeGreaterThanOrEqual(0.5 * Number(move) - 0.1);
    }
  });

  it('leaves a mix alone that has it already, and says so', () => {
    const plan = match(inventFacts(MIX), [reference(inventFacts(MIX))]);
    expect(plan.stages).toEqual([]);
    expect(plan.leftAlone.join(' ')).toMatch(/Tone: the mix stands where the reference stands/);
  });

  it('never moves more than 6 dB, and says what stays', () => {
    const plan = match(inventFacts({ ...MIX, toneDb: hz => (hz > 2000 ? 18 : 0) }), [
      reference(inventFacts(MIX)),
    ]);
    const done = toneDb(
      plan,
      Array.from({ length: 120 }, (_, k) => 20 * 1.06 ** k),
    );
    expect(Math.max(...done.map(Math.abs))).toBeLessThanOrEqual(6.05);
    expect(plan.warnings.join(' ')).toMatch(
      /The reference is \d+\.\d dB (stronger|weaker) around .*; the equaliser moves \d\.\d dB of that, because no move goes past 6 dB/,
    );
  });

  it('raises nothing where the mix has nothing, and says that it cannot be reached', () => {
    const dull = inventFacts({ ...MIX, toneDb: hz => (hz > 9000 ? -45 : 0) });
    const plan = match(dull, [reference(inventFacts(MIX))]);
    expect(toneDb(plan, [14000])[0]).toBeLessThan(0.7);
    expect(plan.warnings.join(' ')).toMatch(/because the mix has next to nothing there that could be raised/);
  });

  it('is not bent by what the mix has not got, and raises none of it for the sake of its neighbours', () => {
    const dull = { ...MIX, toneDb: (hz: number) => (hz > 9000 ? -60 : 0) };
    for (const value of toneDb(match(inventFacts(dull), [reference(inventFacts(MIX))]), [400, 2000, 7000])) {
      expect(Math.abs(value)).toBeLessThan(0.5);
    }
    const bright = reference(inventFacts({ ...MIX, toneDb: hz => (hz > 2000 ? 8 : 0) }));
    const [low, middle, top] = toneDb(match(inventFacts(dull), [bright]), [500, 5000, 16000]);
    expect(middle! - low!).toBeGreaterThan(5);
    expect(top).toBeLessThan(1.5);
  });

  it('raises half as much over 9 kHz where the mix itself was coded with loss, and says why', () => {
    const bright = reference(inventFacts({ ...MIX, toneDb: hz => (hz > 4000 ? 9 : 0) }));
    const lossless = match(inventFacts(MIX), [bright]);
    const brief = { ...defaultBrief, genre: 'rock' } as const;
    const format = { ...PCM_FORMAT, isLossy: true };
    const aims = { references: [bright], profile: null };
    const lossy = makePlan(brief, inventFacts(MIX), format, kernels, undefined, aims);
    expect(toneDb(lossy, [13000])[0]).toBeLessThan(toneDb(lossless, [13000])[0]! - 1);
    expect(lossy.warnings.join(' ')).toContain('would raise what the encoder left');
  });

  it('takes no account of what an encoder cut off the reference', () => {
    const cut = inventFacts({ ...MIX, toneDb: hz => (hz > 15000 ? -40 : 0) });
    const plan = match(inventFacts(MIX), [reference({ ...cut, upperCutoffHz: 15000 })]);
    expect(stage(plan, 'eq', 'tone')).toBeUndefined();
  });

  it('moves less where references disagree, and toward the heavier one', () => {
    const bright = reference(inventFacts({ ...MIX, toneDb: hz => (hz > 3000 ? 5 : 0) }));
    const dark = reference(inventFacts({ ...MIX, toneDb: hz => (hz > 3000 ? -5 : 0) }));
    const mix = inventFacts(MIX);
    const lift = (...all: HeardReference[]): number => {
      const [low, high] = toneDb(match(mix, all), [500, 7000]);
      return high! - low!;
    };
    expect(lift(bright)).toBeGreaterThan(3);
    expect(Math.abs(lift(bright, dark))).toBeLessThan(0.7);
    expect(lift({ ...bright, weight: 5 }, dark)).toBeGreaterThan(0.7);
    expect(lift({ ...bright, weight: 5 }, dark)).toBeLessThan(lift(bright));
    const mean = reference(inventFacts({ ...MIX, toneDb: hz => (hz > 3000 ? 20 / 6 : 0) }));
    expect(lift({ ...bright, weight: 5 }, dark)).toBeLessThan(lift(mean, mean) - 0.1);
  });

  it('keeps what the brief keeps', () => {
    const bright = reference(inventFacts({ ...MIX, toneDb: hz => (hz > 3000 ? 5 : 0) }));
    const kept = match(inventFacts(MIX), [bright], { keep: ['highs'] });
    for (const value of toneDb(kept, [5000, 8000, 12000])) expect(Math.abs(value)).toBeLessThanOrEqual(0.55);
    expect(match(inventFacts(MIX), [bright], { keep: ['tone'] }).stages).toEqual([]);
  });
});

describe('the width of a reference', () => {
  const narrow = inventFacts({ ...MIX, widthDb: () => -6 });
  const own = reference(inventFacts(MIX));

  it('is reached by the sides alone, less in the bass, never past 12 dB', () => {
    const gains = stage(match(narrow, [own]), 'width')!.parameters.sideGainsDb;
    for (const gain of gains) expect(gain).toBeCloseTo(6, 0);
    const far = inventFacts({ ...MIX, widthDb: () => -25 });
    for (const gain of stage(match(far, [own]), 'width')?.parameters.sideGainsDb ?? []) {
      expect(gain).toBeLessThanOrEqual(12);
    }
  });

  it('is not read from a mono reference, which is said', () => {
    const mono = reference(inventFacts({ ...MIX, channelCount: 1 }), { name: 'mono.wav' });
    const plan = match(inventFacts({ ...MIX, widthDb: () => 0 }), [mono]);
    expect(stage(plan, 'width')).toBeUndefined();
    expect(plan.leftAlone).toContain('The reference mono.wav is mono, so it says nothing of width.');
  });

  it('raises no sides where there are none', () => {
    const mono = inventFacts({ ...MIX, widthDb: () => -60 });
    expect(stage(match(mono, [own]), 'width')).toBeUndefined();
  });
});

describe('loudness and dynamics of a reference', () => {
  it('lands on its loudness, unless the brief names another', () => {
    const loud = reference(inventFacts({ ...MIX, integratedLufs: -12.3 }));
    expect(match(inventFacts(MIX), [loud]).loudness.targetLufs).toBe(-12.3);
    expect(match(inventFacts(MIX), [loud], { targetLufs: -16 }).loudness.targetLufs).toBe(-16);
    const [reason] = match(inventFacts(MIX), [loud]).loudness.because;
    expect(reason!.sentence).toMatch(/The mix has −20\.0 LUFS, the reference −12\.3 LUFS, so the target is/);
  });

  it('evens out half of what the mix moves more than usual between two records, and undoes nothing', () => {
    const wide = inventFacts({ ...MIX, momentaryRangeLu: 16 });
    const steady = inventFacts({ ...MIX, momentaryRangeLu: 8 });
    const { ratio } = stage(match(wide, [reference(steady)]), 'compressor')!.parameters;
    expect(ratio).toBeCloseTo(16 / (16 - (16 - 8 - 4) / 2), 1);
    const undone = match(steady, [reference(wide)]);
    expect(stage(undone, 'compressor')).toBeUndefined();
    expect(undone.leftAlone.join(' ')).toMatch(/what was pressed together in the mix is not pulled apart/);
  });
});

describe('aspects', () => {
  const other = inventFacts({
    like: 'rock',
    integratedLufs: -12,
    toneDb: hz => (hz > 3000 ? 5 : 0),
    widthDb: () => 4,
  });

  it.each([
    [['tone'], ['tone'], false],
    [['width'], ['width'], false],
    [['loudness'], [], true],
    [['tone', 'width', 'loudness'], ['tone', 'width'], true],
  ] as const)('%j moves %j', (aspects, ids, isLoud) => {
    const plan = match(inventFacts(MIX), [reference(other, { aspects })]);
    expect(plan.stages.map(({ id }) => id)).toEqual(ids);
    expect(plan.loudness.targetLufs === -12).toBe(isLoud);
  });

  it('stand in the plan with their names', () => {
    const plan = match(inventFacts(MIX), [reference(other, { aspects: ['tone'], weight: 2 })]);
    expect(plan.references).toEqual([{ name: 'record.wav', weight: 2, aspects: ['tone'] }]);
    expect(plan.tonalTarget.label).toBe('the reference');
  });

  it('are weighed each among the references that speak of it', () => {
    const tone = reference(inventFacts({ ...MIX, toneDb: hz => (hz > 3000 ? 5 : 0) }), { aspects: ['tone'] });
    const loud = reference(inventFacts({ ...MIX, integratedLufs: -11 }), { aspects: ['loudness'] });
    const plan = match(inventFacts(MIX), [tone, loud]);
    expect(plan.loudness.targetLufs).toBe(-11);
    expect(toneDb(plan, [7000])[0]! - toneDb(plan, [500])[0]!).toBeGreaterThan(3);
  });
});

describe('a finished master with a reference', () => {
  const master: InventedMix = {
    like: 'rock',
    integratedLufs: -9,
    plrDb: 8.5,
    toneDb: hz => (hz > 3000 ? -4 : 0),
  };

  it('is moved, because that was asked, and the client is told', () => {
    const plan = match(inventFacts(master), [reference(inventFacts(MIX))]);
    expect(plan.stages.map(({ id }) => id)).toContain('tone');
    expect(plan.warnings.join(' ')).toMatch(/finished master already; the reference moves it all the same/);
  });
});

describe('a name in the brief', () => {
  it('is said not to have been heard', () => {
    const plan = match(inventFacts(MIX), [], { references: ['Talk Talk'] });
    expect(plan.leftAlone[0]).toMatch(/^“Talk Talk” is a name and was not heard/);
  });
});
