import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';

/** Noise of few steps, so that equal neighbours happen by chance. */
function coarse(count: number, seed: number, steps: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * steps) / steps - 0.5;
  });
}

/** Oracle: the definition. */
function heldOracle(x: Float32Array, least: number): { startFrame: number; frameCount: number }[] {
  const runs: { startFrame: number; frameCount: number }[] = [];
  x.forEach((value, n) => {
    const last = runs.at(-1);
    if (last !== undefined && n > 0 && x[n - 1] === value) last.frameCount += 1;
    else runs.push({ startFrame: n, frameCount: 1 });
  });
  return runs.filter(({ frameCount }) => frameCount >= least);
}

describe('held runs', () => {
  it('are those of the definition, at every place and length, whatever range they start in', () => {
    const kernels = freshKernels();
    const samples = kernels.makeFloats(9000);
    samples.set(coarse(9000, 3, 3));
    for (let i = 0, n = 5; n < 8800; i++, n += 150 + i) samples.fill(0.25, n, n + 30 + i);
    const find = (fromFrame: number, toFrame: number) =>
      kernels.findHeldRuns(samples, { fromFrame, toFrame, minimumFrames: 32, capacity: 200 });
    const expected = heldOracle(samples, 32);
    expect(expected.length).toBeGreaterThan(20);
    expect(find(0, 9000)).toEqual(expected);
    expect([...find(0, 1237), ...find(1237, 5001), ...find(5001, 9000)]).toEqual(expected);
  });
});

describe('repeated blocks', () => {
  it.each([
    [100, 100],
    [64, 640],
    [1000, 1000],
    [480, 4800],
  ])('of %i frames with a lag of %i are found', (frames, lag) => {
    const kernels = freshKernels();
    const samples = kernels.makeFloats(12000);
    samples.set(coarse(12000, 8, 65536));
    samples.copyWithin(7003, 7003 - lag, 7003 - lag + frames);
    const range = { fromFrame: 5000, toFrame: 12000, minimumFrames: 64, longestLagFrames: 8192, capacity: 9 };
    expect(kernels.findRepeats(samples, range)).toEqual([
      { startFrame: 7003, frameCount: frames, lagFrames: lag },
    ]);
  });

  it('are none in what never repeats, nor in silence', () => {
    const kernels = freshKernels();
    const samples = kernels.makeFloats(12000);
    samples.set(coarse(6000, 8, 65536));
    const range = { fromFrame: 0, toFrame: 12000, minimumFrames: 64, longestLagFrames: 8192, capacity: 9 };
    expect(kernels.findRepeats(samples, range)).toEqual([]);
  });
});

describe('blocks', () => {
  it('have the powers and the whiteness of the definition', () => {
    const kernels = freshKernels();
    const samples = kernels.makeFloats(600);
    samples.set(coarse(600, 4, 65536));
    const powers = kernels.makeFloats(4);
    const differences = kernels.makeFloats(4);
    const whiteness = kernels.makeFloats(8);
    kernels.measureBlockPowers(samples, 50, 32, powers);
    kernels.measureDifferencePowers(samples, 50, 32, differences);
    kernels.measureWhiteness(samples, 50, 32, whiteness);
    for (let block = 0; block < 4; block++) {
      const from = 50 + 32 * block;
      const sum = (value: (n: number) => number) =>
        Array.from({ length: 32 }, (_, i) => value(from + i)).reduce((a, b) => a + b, 0);
      const step = (n: number) => samples[n]! - samples[n - 1]!;
      const lag = (k: number) => sum(n => step(n) * step(n + k));
      const coloured = [1, 2, 3, 4, 5, 6, 7, 8].reduce(
        (all, k) => all + (lag(k) / lag(0) + (k === 1 ? 0.5 : 0)) ** 2,
        0,
      );
      // sums of 32 floats
      expect(powers[block]! / (sum(n => samples[n]! ** 2) / 32)).toBeCloseTo(1, 5);
      expect(differences[block]! / (lag(0) / 32)).toBeCloseTo(1, 5);
      expect(whiteness[2 * block]! / (lag(0) / 32)).toBeCloseTo(1, 5);
      expect(whiteness[2 * block + 1]! / coloured).toBeCloseTo(1, 4);
    }
  });

  it('of silence are not white', () => {
    const kernels = freshKernels();
    const whiteness = kernels.makeFloats(2);
    kernels.measureWhiteness(kernels.makeFloats(80), 1, 64, whiteness);
    expect([...whiteness]).toEqual([0, 8]);
  });
});
