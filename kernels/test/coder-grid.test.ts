import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';
import { noise } from './laws.ts';

const kernels = freshKernels();
const M = 1024;
const FLOOR = 2 ** -46 / 12;

const kaiserBessel = (() => {
  const bessel = (x: number) => {
    let [term, sum] = [1, 1];
    for (let k = 1; term > 1e-18 * sum; k++) {
      term *= (x / 2 / k) ** 2;
      sum += term;
    }
    return sum;
  };
  const values = Array.from({ length: M + 1 }, (_, n) =>
    bessel(4 * Math.PI * Math.sqrt(Math.max(0, 1 - ((2 * n) / M - 1) ** 2))),
  );
  const total = values.reduce((a, b) => a + b);
  let running = 0;
  return values.slice(0, M).map(value => {
    running += value;
    return Math.sqrt(running / total);
  });
})();

const sine = (n: number) => Math.sin((Math.PI * (n + 0.5)) / (2 * M));
const WINDOWS = {
  'aac-sine': sine,
  aac: (n: number) => kaiserBessel[n < M ? n : 2 * M - 1 - n]!,
  vorbis: (n: number) => Math.sin((Math.PI / 2) * sine(n) ** 2),
} as const;

/** The definition: X[k] = √(2/M) Σ w x cos(π/M (n + ½ + M/2)(k + ½)). */
function coefficient(samples: Float32Array, start: number, window: (n: number) => number, k: number): number {
  let sum = 0;
  for (let n = 0; n < 2 * M; n++)
    sum += window(n) * samples[start + n]! * Math.cos((Math.PI / M) * (n + 0.5 + M / 2) * (k + 0.5));
  return Math.sqrt(2 / M) * sum;
}

describe('makeCoderGrid', () => {
  it.each(['aac-sine', 'aac', 'vorbis'] as const)(
    'measures %s coefficients as their definition does',
    family => {
      const samples = kernels.makeFloats(4 * M);
      const next = noise(3);
      samples.forEach((_, n) => {
        samples[n] = 0.1 * next();
      });
      const grid = kernels.makeCoderGrid(family, 256 / M, 288 / M);
      const scores = kernels.makeFloats(M);
      grid.score(samples, 10, scores);
      for (const offset of [0, 1, 511, 1023]) {
        let expected = 0;
        for (let k = 256; k < 288; k++)
          expected += Math.log2(coefficient(samples, 10 + offset, WINDOWS[family], k) ** 2 + FLOOR) / 32;
        expect(Math.abs(scores[offset]! - expected)).toBeLessThan(0.01); // float32 transform: the logarithm of one near-zero coefficient of 32
      }
    },
  );

  it('has one deep minimum where coefficients were zeroed', () => {
    // One frame made by the inverse transform with two of three coefficients zero, between neighbours that are zero.
    const [start, k0] = [1500, 300];
    const samples = kernels.makeFloats(6 * M);
    const next = noise(8);
    for (let frame = -1; frame <= 1; frame++) {
      for (let k = k0; k < k0 + 60; k += 3) {
        const value = next();
        for (let n = 0; n < 2 * M; n++)
          samples[start + frame * M + n]! +=
            (Math.sqrt(2 / M) *
              value *
              WINDOWS.vorbis(n) *
              Math.cos((Math.PI / M) * (n + 0.5 + M / 2) * (k + 0.5))) /
            8;
      }
    }
    const grid = kernels.makeCoderGrid('vorbis', k0 / M, (k0 + 56) / M);
    const scores = kernels.makeFloats(M);
    grid.score(samples, 1000, scores);
    const best = scores.indexOf(Math.min(...scores));
    expect(best).toBe(start - 1000);
    const others = Array.from(scores).filter((_, offset) => offset !== best);
    expect(Math.min(...others) - scores[best]!).toBeGreaterThan(3);
  });

  it('measures the hybrid transform of layer III as its definition does', () => {
    const samples = kernels.makeFloats(4000);
    const next = noise(4);
    samples.forEach((_, n) => {
      samples[n] = 0.1 * next();
    });
    const grid = kernels.makeCoderGrid('mp3', 11 / 32, 13 / 32);
    const scores = kernels.makeFloats(576);
    grid.score(samples, 5, scores);
    for (const offset of [0, 300, 575]) {
      expect(Math.abs(scores[offset]! - hybridScore(samples, 5 + offset))).toBeLessThan(0.01); // float32, log of small lines
    }
  });
});

/** Bands 10 … 13, of which the inner two count. */
function hybridScore(samples: Float32Array, start: number): number {
  const bessel = (x: number) => {
    let [term, sum] = [1, 1];
    for (let k = 1; term > 1e-18 * sum; k++) {
      term *= (x / 2 / k) ** 2;
      sum += term;
    }
    return sum;
  };
  const h = Array.from({ length: 512 }, (_, n) => {
    const d = n - 256;
    const angle = (2 * Math.PI * 1.14506 * d) / 128;
    return (
      ((d === 0 ? 1 : Math.sin(angle) / angle) * bessel(11 * Math.sqrt(1 - (d / 256) ** 2))) / bessel(11)
    );
  });
  const total = h.reduce((a, b) => a + b);
  const lines = [10, 11, 12, 13].map(band => {
    const slots = Array.from({ length: 36 }, (_, slot) => {
      let sum = 0;
      for (let n = 0; n < 512; n++)
        sum +=
          (h[n]! / total) *
          Math.cos(((2 * band + 1) * (n - 16) * Math.PI) / 64) *
          samples[start + 32 * slot + 511 - n]!;
      return band % 2 === 1 && slot % 2 === 1 ? -sum : sum;
    });
    return Array.from({ length: 18 }, (_, line) =>
      slots.reduce(
        (sum, x, i) =>
          sum +
          x * Math.sin((Math.PI / 36) * (i + 0.5)) * Math.cos((Math.PI / 72) * (2 * i + 19) * (2 * line + 1)),
        0,
      ),
    );
  });
  const factors = [-0.6, -0.535, -0.33, -0.185, -0.095, -0.041, -0.0142, -0.0037];
  for (let band = 0; band < 3; band++) {
    factors.forEach((c, i) => {
      const [cs, ca] = [1 / Math.sqrt(1 + c * c), c / Math.sqrt(1 + c * c)];
      const [down, up] = [lines[band]![17 - i]!, lines[band + 1]![i]!];
      lines[band]![17 - i] = down * cs + up * ca;
      lines[band + 1]![i] = up * cs - down * ca;
    });
  }
  const inner = [...lines[1]!, ...lines[2]!];
  return inner.reduce((sum, x) => sum + Math.log2(x * x + (FLOOR * 9) / 128), 0) / inner.length;
}
