import type { BiquadCoefficients, FilterShape, FilterSpec } from '@deadwax/engine/ports';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';
import { makeProgramme, noise, playNew, RATES_HZ, sameBits } from './laws.ts';

const kernels = freshKernels();

type Complex = readonly [number, number];

function ratioDb([nr, ni]: Complex, [dr, di]: Complex): number {
  return 10 * Math.log10((nr * nr + ni * ni) / (dr * dr + di * di));
}

/**
 * Oracle: the analog prototypes at s = jx, x = f / f0.
 * @source Bristow-Johnson, Audio EQ cookbook, "analog prototype" of each shape
 */
function prototypeDb(spec: FilterSpec, frequencyHz: number): number {
  const x = frequencyHz / spec.frequencyHz;
  const { q } = spec;
  const a = 10 ** (spec.gainDb / 40);
  const bend = (Math.sqrt(a) / q) * x;
  const pole: Complex = [1 - x * x, x / q];
  const shapes: Record<FilterShape, () => number> = {
    bell: () => ratioDb([1 - x * x, (x * a) / q], [1 - x * x, x / (a * q)]),
    'low-shelf': () => 20 * Math.log10(a) + ratioDb([a - x * x, bend], [1 - a * x * x, bend]),
    'high-shelf': () => 20 * Math.log10(a) + ratioDb([1 - a * x * x, bend], [a - x * x, bend]),
    'low-pass': () => ratioDb([1, 0], pole),
    'high-pass': () => ratioDb([x * x, 0], pole),
    'band-pass': () => ratioDb([0, x / q], pole),
    'all-pass': () => 0,
  };
  return shapes[spec.shape]();
}

/** Oracle: H(e^jω) by its definition. */
function responseDb([b0, b1, b2, a1, a2]: BiquadCoefficients, cyclesPerSample: number): number {
  const w = 2 * Math.PI * cyclesPerSample;
  const at = (c0: number, c1: number, c2: number): Complex => [
    c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w),
    -c1 * Math.sin(w) - c2 * Math.sin(2 * w),
  ];
  return ratioDb(at(b0, b1, b2), at(1, a1, a2));
}

function logSpace(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => from * (to / from) ** (k / Math.max(1, count - 1)));
}

/** Largest deviation from the prototype, 5 Hz … 0.9 of Nyquist, dense around f0. */
function worstErrorDb(spec: FilterSpec, sampleRateHz: number): number {
  const coefficients = kernels.designFilter(spec, sampleRateHz);
  const topHz = 0.45 * sampleRateHz;
  const grid = [
    ...logSpace(5, topHz, 120),
    ...logSpace(spec.frequencyHz / 2, spec.frequencyHz * 2, 80),
    ...Array.from({ length: 80 }, (_, k) => (topHz * (k + 1)) / 80),
  ].filter(hz => hz <= topHz);
  return Math.max(
    ...grid.map(hz => Math.abs(responseDb(coefficients, hz / sampleRateHz) - prototypeDb(spec, hz))),
  );
}

function worstOf(shape: FilterShape, gainsDb: readonly number[], qs: readonly number[]): number {
  let worst = 0;
  for (const sampleRateHz of RATES_HZ) {
    for (const frequencyHz of logSpace(20, 20000, 31)) {
      for (const gainDb of gainsDb) {
        for (const q of qs) {
          const errorDb = worstErrorDb({ shape, frequencyHz, gainDb, q }, sampleRateHz);
          if (!(errorDb <= worst)) worst = errorDb;
        }
      }
    }
  }
  return worst;
}

const BELL_Q = [0.1, 0.3, 0.7, 1, 1.4, 3, 10, 30];
const SHELF_Q = [0.3, 0.5, 0.7, 1, 1.4];

describe('designFilter', () => {
  it.each(['low-shelf', 'high-shelf'] as const)('follows a %s of ±12 dB within 0.1 dB', shape => {
    const errorDb = worstOf(shape, [-12, -6, -3, 1, 4, 9, 12], SHELF_Q);
    console.log(`[bar] ${shape} to ±12 dB, 20 Hz … 20 kHz: ${errorDb.toFixed(4)} dB of the prototype`);
    expect(errorDb).toBeLessThan(0.1); // the bar: 0.1 dB to 0.9 of Nyquist
  });

  it('follows a bell of ±9 dB within 0.1 dB, of ±4 dB within 0.05 dB', () => {
    const usualDb = worstOf('bell', [-9, -7, 6, 9], BELL_Q);
    const automaticDb = worstOf('bell', [-4, -2, 1, 4], BELL_Q);
    console.log(`[bar] bell to ±9 dB: ${usualDb.toFixed(3)} dB, to ±4 dB: ${automaticDb.toFixed(3)} dB`);
    expect(usualDb).toBeLessThan(0.1); // the bar: 0.1 dB to 0.9 of Nyquist
    expect(automaticDb).toBeLessThan(0.05); // what automatic moves are capped to
  });

  it('follows a bell of ±12 dB as closely as two poles and two zeros can, 0.13 dB', () => {
    const errorDb = worstOf('bell', [-12, 12], BELL_Q);
    console.log(`[bar] bell to ±12 dB: ${errorDb.toFixed(3)} dB`);
    // a linear-programme minimax search over all second-order magnitudes finds 0.11 dB at 12 kHz, Q 1, 44.1 kHz
    expect(errorDb).toBeLessThan(0.13);
  });

  it('keeps the gain at the corner of pass filters: Q for low and high, 1 for band', () => {
    for (const sampleRateHz of RATES_HZ) {
      for (const frequencyHz of [20, 80, 1000, 12000]) {
        for (const q of [0.5, Math.SQRT1_2, 2]) {
          for (const shape of ['low-pass', 'high-pass', 'band-pass'] as const) {
            const spec = { shape, frequencyHz, gainDb: 0, q };
            const found = responseDb(kernels.designFilter(spec, sampleRateHz), frequencyHz / sampleRateHz);
            expect(Math.abs(found - prototypeDb(spec, frequencyHz))).toBeLessThan(0.001); // matched there by design
          }
        }
      }
    }
  });

  it('follows low, high and band pass within 0.5 dB wherever they pass, to half of Nyquist', () => {
    for (const shape of ['low-pass', 'high-pass', 'band-pass'] as const) {
      const spec = { shape, frequencyHz: 3000, gainDb: 0, q: 1 };
      const coefficients = kernels.designFilter(spec, 44100);
      for (const hz of logSpace(600, 11000, 60)) {
        const errorDb = responseDb(coefficients, hz / 44100) - prototypeDb(spec, hz);
        expect(Math.abs(errorDb)).toBeLessThan(0.5); // Vicanek 2016, figures: three matched points, no fit
      }
    }
  });

  it('passes every frequency through an all-pass at 0 dB and turns it by 180° at f0', () => {
    const [b0, b1, b2, a1, a2] = kernels.designFilter(
      { shape: 'all-pass', frequencyHz: 1000, gainDb: 0, q: 0.7 },
      48000,
    );
    for (const hz of logSpace(20, 23000, 50)) {
      expect(Math.abs(responseDb([b0, b1, b2, a1, a2], hz / 48000))).toBeLessThan(1e-9); // rounding of doubles
    }
    const w = (2 * Math.PI * 1000) / 48000;
    const phase = (c0: number, c1: number, c2: number): number =>
      Math.atan2(-c1 * Math.sin(w) - c2 * Math.sin(2 * w), c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w));
    expect(Math.cos(phase(b0, b1, b2) - phase(1, a1, a2))).toBeCloseTo(-1, 9);
  });

  it('is exactly nothing at 0 dB', () => {
    for (const shape of ['bell', 'low-shelf', 'high-shelf'] as const) {
      const coefficients = kernels.designFilter({ shape, frequencyHz: 440, gainDb: 0, q: 1 }, 44100);
      expect(coefficients).toEqual([1, 0, 0, 0, 0]);
    }
  });

  it('is stable and minimum phase for 100 000 random settings', () => {
    const next = noise(20160101);
    const shapes = [
      'bell',
      'low-shelf',
      'high-shelf',
      'low-pass',
      'high-pass',
      'band-pass',
      'all-pass',
    ] as const;
    const pick = (low: number, high: number): number => low * (high / low) ** (0.5 * (next() + 1));
    let unstable = 0;
    for (let k = 0; k < 100_000; k++) {
      const spec = {
        shape: shapes[k % shapes.length]!,
        frequencyHz: pick(5, 24000),
        gainDb: 24 * next(),
        q: pick(0.1, 30),
      };
      const [b0, b1, b2, a1, a2] = kernels.designFilter(spec, pick(8000, 384000));
      // the stability triangle; zeros inside or on the circle for shapes with an inverse
      const isStable = Math.abs(a2) < 1 && Math.abs(a1) < 1 + a2;
      const hasInverse = k % shapes.length > 2 || (Math.abs(b2) < b0 && Math.abs(b1) < b0 + b2);
      if (!(isStable && hasInverse)) unstable += 1;
    }
    console.log(`[bar] random settings that are unstable: ${unstable} of 100000`);
    expect(unstable).toBe(0);
  });
});

describe('filterResponseDb', () => {
  it('is the magnitude of H by its definition', () => {
    const coefficients = kernels.designFilter({ shape: 'bell', frequencyHz: 900, gainDb: -7, q: 2 }, 44100);
    for (const hz of logSpace(10, 22000, 40)) {
      const found = kernels.filterResponseDb(coefficients, hz, 44100);
      expect(Math.abs(found - responseDb(coefficients, hz / 44100))).toBeLessThan(1e-6); // rounding near DC
    }
  });
});

/** Oracle: the difference equation, one section after the other, in doubles. */
function filterNaively(sections: readonly BiquadCoefficients[], input: Float32Array): Float64Array {
  let signal = Float64Array.from(input);
  for (const [b0, b1, b2, a1, a2] of sections) {
    const y = new Float64Array(signal.length);
    for (let n = 0; n < y.length; n++) {
      y[n] =
        b0 * signal[n]! +
        b1 * (signal[n - 1] ?? 0) +
        b2 * (signal[n - 2] ?? 0) -
        a1 * (y[n - 1] ?? 0) -
        a2 * (y[n - 2] ?? 0);
    }
    signal = y;
  }
  return signal;
}

describe('makeBiquads', () => {
  it.each([1, 2, 3, 4, 5, 8])('is the difference equation for %i sections, to float32', sectionCount => {
    const sections = logSpace(40, 15000, sectionCount).map((frequencyHz, k) =>
      kernels.designFilter({ shape: 'bell', frequencyHz, gainDb: k % 2 ? 5 : -5, q: 1.2 }, 48000),
    );
    const input = makeProgramme(2, 3000, 4);
    const { output } = playNew(kernels, k => k.makeBiquads(sections, 2), input, [251]);
    input.forEach((channel, c) => {
      const expected = filterNaively(sections, channel);
      const worst = Math.max(...expected.map((y, n) => Math.abs(y - output[c]![n]!)));
      expect(worst).toBeLessThan(2 ** -24); // half a unit in the last place of ±1
    });
  });

  it('filters one, three and five channels like each alone', () => {
    const section = kernels.designFilter({ shape: 'low-shelf', frequencyHz: 100, gainDb: 6, q: 0.7 }, 44100);
    const input = makeProgramme(5, 800, 9);
    const alone = input.map(
      channel => playNew(kernels, k => k.makeBiquads([section], 1), [channel]).output[0]!,
    );
    for (const count of [1, 3, 5]) {
      const together = playNew(kernels, k => k.makeBiquads([section], count), input.slice(0, count)).output;
      expect(sameBits(together, alone.slice(0, count))).toBe(true);
    }
  });

  it('leaves every bit alone without sections and with sections of 0 dB', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), values => {
        const input = [Float32Array.from(values)];
        const none = playNew(kernels, k => k.makeBiquads([], 1), input).output;
        const flat = playNew(kernels, k => k.makeBiquads([[1, 0.5, 0.2, 0.5, 0.2]], 1), input).output;
        return sameBits(none, input) && sameBits(flat, input);
      }),
      { seed: 7 },
    );
  });

  it('falls silent in the same frame however the audio is cut', () => {
    const section = kernels.designFilter({ shape: 'bell', frequencyHz: 2000, gainDb: 6, q: 1 }, 44100);
    const input = new Float32Array(4000);
    input.set(makeProgramme(1, 500, 1)[0]!);
    const render = (blockSizes: readonly number[]): Float32Array[] =>
      playNew(kernels, k => k.makeBiquads([section], 1), [input], blockSizes).output;
    expect(sameBits(render([4000]), render([13]))).toBe(true);
    expect(render([13])[0]!.at(-1)).toBe(0);
  });

  it('falls silent after a sound instead of dwelling on ever smaller numbers', () => {
    const section = kernels.designFilter({ shape: 'high-pass', frequencyHz: 20, gainDb: 0, q: 0.7 }, 44100);
    const input = new Float32Array(400_000);
    input.set(makeProgramme(1, 2000, 1)[0]!);
    const { output } = playNew(kernels, k => k.makeBiquads([section], 1), [input]);
    const smallest = output[0]!.reduce((least, x) => (x === 0 ? least : Math.min(least, Math.abs(x))), 1);
    expect(output[0]!.at(-1)).toBe(0);
    expect(smallest).toBeGreaterThan(1.2e-38); // the smallest normal float32
  });
});
