import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';
import { noise } from './laws.ts';

const kernels = freshKernels();

describe('countCodes', () => {
  it('counts every code in range as a plain loop does', () => {
    const samples = kernels.makeFloats(5000);
    const next = noise(5);
    samples.forEach((_, n) => {
      samples[n] = next() ** 3 * 0.01;
    });
    const counts = kernels.makeInts(2 * 60 + 1);
    kernels.countCodes(samples, 5000, 16, counts);
    const expected = new Int32Array(121);
    for (const x of samples) {
      const steps = Math.fround(x * 32768);
      const low = Math.floor(steps);
      // halves go to the even neighbour
      const code = steps - low === 0.5 ? low + (low & 1) : Math.round(steps);
      if (Math.abs(code) <= 60) expected[code + 60]! += 1;
    }
    expect(Array.from(counts)).toEqual(Array.from(expected));
    expect(expected.reduce((a, b) => a + b)).toBeLessThan(5000);
  });
});

describe('measureQuietCodes', () => {
  const options = { bits: 16, windowFrames: 100, mostSteps: 4 } as const;
  const look = (codes: (n: number) => number, frameCount = 1000) => {
    const samples = kernels.makeFloats(frameCount);
    samples.forEach((_, n) => {
      samples[n] = codes(n) / 32768;
    });
    const sums = kernels.makeDoubles(4);
    kernels.measureQuietCodes(samples, frameCount, options, sums);
    return Array.from(sums);
  };

  it('counts windows, samples, equal neighbours and the sum of codes', () => {
    // in every window two steps of 50: 49 + 49 equal pairs and one change
    expect(look(n => (n % 100 < 50 ? 1 : -3))).toEqual([10, 1000, 980, 10 * (50 - 150)]);
  });

  it('passes over loud, silent and ungridded windows', () => {
    expect(look(n => (n % 100 === 99 ? 5 : 1))).toEqual([0, 0, 0, 0]);
    expect(look(() => 0)).toEqual([0, 0, 0, 0]);
    expect(look(n => (n % 100 === 7 ? 1.5 : 1))).toEqual([0, 0, 0, 0]);
  });
});

describe('raisePeaks', () => {
  it('raises each hop to its largest magnitude, a short last one too', () => {
    const samples = kernels.makeFloats(1003);
    const next = noise(2);
    samples.forEach((_, n) => {
      samples[n] = next();
    });
    const peaks = kernels.makeFloats(11);
    peaks[3] = 2;
    kernels.raisePeaks(samples, 1003, 100, peaks);
    peaks.forEach((peak, hop) => {
      const own = samples.subarray(100 * hop, 100 * (hop + 1)).map(Math.abs);
      expect(peak).toBe(hop === 3 ? 2 : Math.max(...own));
    });
  });
});
