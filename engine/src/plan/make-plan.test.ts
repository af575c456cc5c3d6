import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshKernels } from '../../../kernels/test/kernels.ts';
import type { Brief } from './brief.ts';
import { defaultBrief } from './default-brief.ts';
import { parsePlan } from './documents.ts';
import { makePlan } from './make-plan.ts';
import type { Plan } from './plan.ts';
import { GENRE_NAMES } from './targets/genres.ts';
import { type InventedMix, inventFacts, PCM_FORMAT } from './testing/facts.ts';

const kernels = freshKernels();
const plan = (mix: InventedMix, brief: Brief = defaultBrief): Plan =>
  makePlan(brief, inventFacts(mix), PCM_FORMAT, kernels);

describe('a mix that is what its genre is', () => {
  it.each(GENRE_NAMES)('%s: gets no stage, only its level', genre => {
    const made = plan({ like: genre }, { ...defaultBrief, genre });
    expect(made.stages).toEqual([]);
    expect(made.loudness.method).toBe('limit');
    expect(made.leftAlone.length).toBeGreaterThan(3);
  });

  it.each(GENRE_NAMES)('%s: gets no stage either when the genre has to be guessed', genre => {
    expect(plan({ like: genre }).stages.map(({ id }) => id)).toEqual([]);
  });
});

describe('the order of the chain', () => {
  it('is low cut, tone, glue, width, low end', () => {
    const made = plan(
      {
        like: 'rock',
        integratedLufs: -20,
        plrDb: 19,
        dcOffset: 0.01,
        toneDb: hz => (hz > 1800 && hz < 5000 ? 8 : 0),
        widthDb: band => (band === 0 ? 12 : band > 5 ? 9 : 0),
      },
      { ...defaultBrief, genre: 'rock' },
    );
    expect(made.stages.map(({ id }) => id)).toEqual(['low-cut', 'tone', 'glue', 'width', 'low-end']);
  });
});

describe('a plan', () => {
  const mix: InventedMix = { like: 'metal', plrDb: 17, toneDb: hz => (hz < 110 ? 9 : 0) };

  it('is the same twice, also from other kernels', () => {
    const again = makePlan(defaultBrief, inventFacts(mix), PCM_FORMAT, freshKernels());
    expect(JSON.stringify(again)).toBe(JSON.stringify(plan(mix)));
  });

  it('changes neither facts nor brief', () => {
    const facts = inventFacts(mix);
    const before = JSON.stringify(facts);
    makePlan(defaultBrief, facts, PCM_FORMAT, kernels);
    expect(JSON.stringify(facts)).toBe(before);
  });

  it('carries the tonal target at the centres of the facts', () => {
    const made = plan({ ...mix, sampleRateHz: 22050 });
    expect(made.tonalTarget.centresHz.at(-1)).toBe(10000);
    expect(made.tonalTarget.levelDb).toHaveLength(made.tonalTarget.centresHz.length);
  });

  it('is made in a few milliseconds', () => {
    const facts = inventFacts(mix);
    const times = Array.from({ length: 12 }, () => {
      const start = performance.now();
      makePlan(defaultBrief, facts, PCM_FORMAT, kernels);
      return performance.now() - start;
    });
    console.log(
      `[bar] one plan: ${Math.min(...times).toFixed(1)} ms (best of 12, first ${times[0]!.toFixed(1)})`,
    );
    expect(times).toHaveLength(12);
  });
});

describe('for any facts', () => {
  const signed = (limit: number): fc.Arbitrary<number> => fc.double({ min: -limit, max: limit, noNaN: true });
  const anyMix = fc.record({
    like: fc.constantFrom(...GENRE_NAMES, 'unlabelled' as const),
    tone: fc.array(signed(24), { minLength: 11, maxLength: 11 }),
    width: fc.array(signed(25), { minLength: 9, maxLength: 9 }),
    dynamics: fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 4, maxLength: 4 }),
    integratedLufs: fc.double({ min: -50, max: -3, noNaN: true }),
    plrDb: fc.double({ min: 2, max: 30, noNaN: true }),
    momentaryRangeLu: fc.double({ min: 0.5, max: 30, noNaN: true }),
    dcOffset: signed(0.1),
    sampleRateHz: fc.constantFrom(8000, 16000, 44100, 96000, 384000),
    channelCount: fc.constantFrom(1, 2),
    genre: fc.constantFrom(...GENRE_NAMES, 'auto' as const),
    targetLufs: fc.constantFrom('auto' as const, -16, -9, -6),
  });

  /** The oracle: the summed equaliser at many frequencies, by the kernels alone. */
  function toneAt(made: Plan, hz: number): number {
    let sum = 0;
    for (const stage of made.stages) {
      if (stage.id !== 'tone' || stage.processor !== 'eq') continue;
      for (const band of stage.parameters.bands) {
        sum += kernels.filterResponseDb(kernels.designFilter(band, made.sampleRateHz), hz, made.sampleRateHz);
      }
    }
    return sum;
  }

  it('the caps hold, the plan is valid JSON, and nothing is not a number', () => {
    fc.assert(
      fc.property(anyMix, ({ tone, width, dynamics, genre, targetLufs, ...mix }) => {
        const invented: InventedMix = {
          ...mix,
          toneDb: hz => tone[Math.min(10, Math.max(0, Math.floor(Math.log2(hz / 20))))]!,
          widthDb: band => width[band]!,
          dynamicsDb: band => dynamics[band]!,
        };
        const made = plan(invented, { ...defaultBrief, genre, targetLufs });
        for (let hz = 21; hz < Math.min(20000, made.sampleRateHz / 2.1); hz *= 1.041) {
          const limit = hz < 60 || hz > 12000 ? 3 : 4;
          // the plan checks twelve points an octave; between them a band of q 1.4 rises by less than 0.05 dB
          expect(Math.abs(toneAt(made, hz)), `${hz} Hz`).toBeLessThanOrEqual(limit + 0.05);
        }
        for (const stage of made.stages) {
          if (stage.processor === 'eq') expect(stage.parameters.bands.length).toBeLessThanOrEqual(8);
          if (stage.processor === 'compressor') expect(stage.parameters.ratio).toBeLessThanOrEqual(2);
          if (stage.processor !== 'width') continue;
          for (const gain of stage.parameters.sideGainsDb) expect(Math.abs(gain)).toBeLessThanOrEqual(3);
        }
        expect(parsePlan(JSON.parse(JSON.stringify(made)))).toEqual(made);
        expect(JSON.stringify(made)).not.toMatch(/NaN|Infinity|undefined/);
      }),
      { numRuns: 150, seed: 20261123 },
    );
  });
});
