import { describe, expect, it } from 'vitest';
import { freshKernels } from '../../../../kernels/test/kernels.ts';
import { fitBands } from './fit.ts';
import { makeResponseGrid, octaveGrid } from './response.ts';
import { solveSymmetric } from './solve.ts';

const RATE_HZ = 44100;
const kernels = freshKernels();
const frequenciesHz = octaveGrid(25, 18000, 6);
const grid = makeResponseGrid(frequenciesHz, RATE_HZ, kernels);
const weight = new Float64Array(frequenciesHz.length).fill(1);
const OPTIONS = {
  bandCount: 8,
  enoughDb: 0.1,
  mayCompensate: true,
  limits: {
    fromHz: 25,
    toHz: 16000,
    bellQ: { minimum: 0.3, maximum: 4 },
    shelfQ: { minimum: 0.4, maximum: 1 },
    gainDb: 12,
  },
} as const;

/** Uniform noise 0…1 from a seed. */
function makeNoise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Noise smoothed over about an octave (Gaussian, σ = 0.8 octaves), scaled to ±6 dB. */
function randomTarget(seed: number): Float64Array {
  const next = makeNoise(seed);
  const noise = Array.from({ length: 200 }, () => 2 * next() - 1);
  const smooth = frequenciesHz.map((_, k) =>
    noise.reduce((sum, value, j) => sum + value * Math.exp(-(((k - j + 70) / 6 / 0.8) ** 2) / 2), 0),
  );
  const largest = Math.max(...smooth.map(Math.abs));
  return Float64Array.from(smooth, value => (6 * value) / largest);
}

describe('the parametric fit', () => {
  it('fits random smooth ±6 dB targets within 0.5 dB rms with at most 8 bands', () => {
    const errors = Array.from({ length: 40 }, (_, seed) => {
      const target = randomTarget(seed + 1);
      const { bands } = fitBands(grid, { gainDb: target, weight }, OPTIONS);
      expect(bands.length, `seed ${seed + 1}`).toBeLessThanOrEqual(8);
      // the oracle: the kernels' own response, frequency by frequency
      const squares = frequenciesHz.map((hz, k) => {
        const response = bands.reduce(
          (sum, band) => sum + kernels.filterResponseDb(kernels.designFilter(band, RATE_HZ), hz, RATE_HZ),
          0,
        );
        return (target[k]! - response) ** 2;
      });
      return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    });
    const worst = Math.max(...errors);
    console.log(
      `[bar] EQ fit of 40 random smooth ±6 dB targets: worst ${worst.toFixed(3)} dB rms, mean ${(errors.reduce((a, b) => a + b, 0) / errors.length).toFixed(3)} dB`,
    );
    expect(worst).toBeLessThanOrEqual(0.5);
  });

  it('finds a single bell again', () => {
    const truth = { shape: 'bell', frequencyHz: 900, gainDb: -3, q: 0.9 } as const;
    const target = grid.chainResponseDb([truth]);
    const { bands, errorDb } = fitBands(grid, { gainDb: target, weight }, { ...OPTIONS, enoughDb: 0.05 });
    expect(errorDb).toBeLessThanOrEqual(0.05);
    expect(bands[0]!.frequencyHz).toBeGreaterThan(850);
    expect(bands[0]!.frequencyHz).toBeLessThan(950);
  });

  it('needs no band for a flat target', () => {
    const flat = new Float64Array(frequenciesHz.length);
    expect(fitBands(grid, { gainDb: flat, weight }, OPTIONS).bands).toEqual([]);
  });

  it('puts no band where nothing is asked when it may not compensate', () => {
    const target = Float64Array.from(frequenciesHz, hz => (hz > 80 && hz < 130 ? -3 : 0));
    const { bands } = fitBands(grid, { gainDb: target, weight }, { ...OPTIONS, mayCompensate: false });
    expect(bands.length).toBeGreaterThan(0);
    for (const band of bands) {
      expect(band.gainDb).toBeLessThan(0);
      expect(band.frequencyHz).toBeGreaterThan(60);
      expect(band.frequencyHz).toBeLessThan(200);
    }
  });

  it('gives the same bands twice', () => {
    const target = { gainDb: randomTarget(7), weight };
    expect(fitBands(grid, target, OPTIONS)).toEqual(fitBands(grid, target, OPTIONS));
  });
});

describe('responses on a grid', () => {
  it.each(['bell', 'low-shelf', 'high-shelf', 'high-pass'] as const)(
    'agree with the kernels for a %s',
    shape => {
      const spec = { shape, frequencyHz: 120, gainDb: 4, q: 0.8 };
      const coefficients = kernels.designFilter(spec, RATE_HZ);
      const response = grid.chainResponseDb([spec]);
      frequenciesHz.forEach((hz, k) => {
        // both are f64 evaluations of one formula; 1e-6 dB is far below any decision
        expect(Math.abs(response[k]! - kernels.filterResponseDb(coefficients, hz, RATE_HZ))).toBeLessThan(
          1e-6,
        );
      });
    },
  );
});

describe('solving symmetric equations', () => {
  it('satisfies A x = b', () => {
    const next = makeNoise(3);
    const n = 6;
    const root = Array.from({ length: n * n }, () => next() - 0.5);
    const a = Float64Array.from({ length: n * n }, (_, index) => {
      const [i, j] = [Math.floor(index / n), index % n];
      let sum = i === j ? 0.1 : 0;
      for (let k = 0; k < n; k++) sum += root[i * n + k]! * root[j * n + k]!;
      return sum;
    });
    const b = Float64Array.from({ length: n }, () => next());
    const x = Float64Array.from(b);
    expect(solveSymmetric(Float64Array.from(a), x)).toBe(true);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i * n + k]! * x[k]!;
      expect(Math.abs(sum - b[i]!)).toBeLessThan(1e-9); // f64 round-off times a condition number below 1e4
    }
  });

  it('says so when the matrix is not positive definite', () => {
    expect(solveSymmetric(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toBe(false);
  });
});
