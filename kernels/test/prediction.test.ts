import type { Kernels } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';

function noise(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Two resonances, excited by noise: what linear prediction is made for. */
function resonant(count: number, seed: number): number[] {
  const x = noise(count, seed);
  for (let n = 0; n < count; n++) {
    const y = (k: number) => x[n - k] ?? 0;
    x[n] = 0.05 * x[n]! + 3.2 * y(1) - 4.4 * y(2) + 3.0 * y(3) - 0.89 * y(4);
  }
  return x;
}

function doubles(kernels: Kernels, values: readonly number[]): Float64Array {
  const view = kernels.makeDoubles(values.length);
  view.set(values);
  return view;
}

/** Oracle: the definition. */
function lagsOf(x: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, k) =>
    x.reduce((sum, value, n) => sum + value * (x[n + k] ?? 0), 0),
  );
}

/** Oracle: Gauss with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const size = rows.length;
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let i = k; i < size; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[best]![k]!)) best = i;
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    for (let i = k + 1; i < size; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= size; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  const x = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    let sum = rows[i]![size]!;
    for (let j = i + 1; j < size; j++) sum -= rows[i]![j]! * x[j]!;
    x[i] = sum / rows[i]![i]!;
  }
  return x;
}

const toeplitz = (b: readonly number[], size: number) =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => b[Math.abs(i - j)] ?? 0));

/** 1e-9 of the largest value: doubles in another order, through a well-posed system. */
function expectNear(actual: ArrayLike<number>, expected: readonly number[], relative: number): void {
  const size = Math.max(...expected.map(Math.abs));
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(relative * size);
  });
}

describe('linear prediction', () => {
  it.each([1, 2, 7, 16, 33])('has the lags of the definition, %i of them', count => {
    const kernels = freshKernels();
    const x = noise(101, 5);
    const lags = kernels.makeDoubles(count);
    kernels.autocorrelate(doubles(kernels, x), lags);
    expectNear(lags, lagsOf(x, count), 1e-12);
  });

  it('has no lag longer than the signal', () => {
    const kernels = freshKernels();
    const lags = kernels.makeDoubles(9);
    kernels.autocorrelate(doubles(kernels, [1, 2, 3]), lags);
    expect([...lags]).toEqual([14, 8, 3, 0, 0, 0, 0, 0, 0]);
  });

  it.each([1, 2, 5, 12])('of order %i solves the normal equations', order => {
    const kernels = freshKernels();
    const r = lagsOf(resonant(400, 9), order + 1);
    const coefficients = kernels.makeDoubles(order + 1);
    const left = kernels.predict(doubles(kernels, r), coefficients);
    const expected = solve(
      toeplitz(r, order),
      r.slice(1).map(value => -value),
    );
    expectNear(coefficients, [1, ...expected], 1e-9);
    const power = r.reduce((sum, value, k) => sum + value * coefficients[k]!, 0);
    expect(Math.abs(left - power / r[0]!)).toBeLessThanOrEqual(1e-9);
  });

  it('of silence is nothing', () => {
    const kernels = freshKernels();
    const coefficients = kernels.makeDoubles(4);
    expect(kernels.predict(kernels.makeDoubles(4), coefficients)).toBe(1);
    expect([...coefficients]).toEqual([1, 0, 0, 0]);
  });
});

describe('a gap', () => {
  const options = { fromFrame: 300, toFrame: 337, orderFrames: 24, iterationCount: 2 };

  /** Oracle: the definition of Janssen, Veldhuis and Vries with a full matrix. */
  function fillOracle(x: readonly number[]): number[] {
    const { fromFrame, toFrame, orderFrames: p, iterationCount } = options;
    const filled = x.map((value, n) => (n >= fromFrame && n < toFrame ? 0 : value));
    for (let pass = 0; pass < iterationCount; pass++) {
      const r = lagsOf(filled, p + 1);
      r[0]! *= 1 + 1e-10;
      const a = [
        1,
        ...solve(
          toeplitz(r, p),
          r.slice(1).map(value => -value),
        ),
      ];
      const b = lagsOf(a, p + 1);
      const missing = Array.from({ length: toFrame - fromFrame }, (_, i) => fromFrame + i);
      for (const n of missing) filled[n] = 0;
      const right = missing.map(n => {
        let sum = 0;
        for (let k = -p; k <= p; k++) sum -= b[Math.abs(k)]! * (filled[n + k] ?? 0);
        return sum;
      });
      solve(toeplitz(b, missing.length), right).forEach((value, i) => {
        filled[fromFrame + i] = value;
      });
    }
    return filled;
  }

  it('is filled as the definition says, whatever was in it, and nothing outside it moves', () => {
    const kernels = freshKernels();
    const x = resonant(700, 21);
    const samples = kernels.makeFloats(700);
    samples.set(x);
    samples.fill(Number.NaN, options.fromFrame, options.toFrame);
    kernels.fillGap(samples, options);
    const expected = fillOracle(x.map(Math.fround));
    // rounding to float, and 1e-5 for a system whose condition is some 1e6
    expectNear(samples.slice(300, 337), expected.slice(300, 337), 1e-5);
    samples.forEach((value, n) => {
      if (n < 300 || n >= 337) expect(value).toBe(Math.fround(x[n]!));
    });
  });

  /** Oracle: what y foretells of x by least squares over whitened samples that know nothing of the gap. */
  function foretellOracle(x: readonly number[], y: readonly number[]): number[] {
    const [reach, order] = [16, 32];
    const r = lagsOf(x, order + 1);
    r[0]! *= 1 + 1e-10;
    const a = [
      1,
      ...solve(
        toeplitz(r, order),
        r.slice(1).map(value => -value),
      ),
    ];
    const whiten = (z: readonly number[]) =>
      z.map((_, n) => (n < order ? 0 : a.reduce((sum, gain, k) => sum + gain * z[n - k]!, 0)));
    const [own, other] = [whiten(x), whiten(y)];
    const frames = x
      .map((_, n) => n)
      .filter(n => n >= order + reach && n < x.length - reach)
      .filter(n => n < options.fromFrame || n >= options.toFrame + order);
    const taps = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
    const over = (of: (n: number) => number) => frames.reduce((sum, n) => sum + of(n), 0);
    const matrix = taps.map(i => taps.map(j => over(n => other[n + i]! * other[n + j]!)));
    const ridge = 1e-6 * matrix[0]![0]!;
    for (const i of taps.keys()) matrix[i]![i]! += ridge;
    const weights = solve(
      matrix,
      taps.map(i => over(n => own[n]! * other[n + i]!)),
    );
    return x.map((_, n) =>
      n < reach || n >= x.length - reach ? 0 : taps.reduce((sum, k, i) => sum + weights[i]! * y[n + k]!, 0),
    );
  }

  it('takes from another channel what that foretells', () => {
    const kernels = freshKernels();
    const y = resonant(700, 5).map(Math.fround);
    const own = noise(700, 9);
    const x = y.map((value, n) => Math.fround(0.7 * value - 0.2 * (y[n - 3] ?? 0) + 0.001 * own[n]!));
    const samples = kernels.makeFloats(700);
    const beside = kernels.makeFloats(700);
    const bridged = x.map((value, n) => (n >= 300 && n < 337 ? 0 : value));
    samples.set(bridged);
    beside.set(y);
    kernels.fillGap(samples, { ...options, beside });
    const foretold = foretellOracle(bridged, y);
    const rest = fillOracle(x.map((value, n) => value - foretold[n]!));
    const expected = rest.map((value, n) => value + foretold[n]!);
    expectNear(samples.slice(300, 337), expected.slice(300, 337), 1e-5);
    // what is its own, 0.001, is all that can be missing
    expectNear(samples.slice(300, 337), x.slice(300, 337), 0.003);
  });

  it('takes nothing from a channel that tells nothing, or that breaks there too', () => {
    const kernels = freshKernels();
    const x = resonant(700, 21);
    const fill = (beside: readonly number[] | null) => {
      const samples = kernels.makeFloats(700);
      samples.set(x);
      let other: Float32Array | null = null;
      if (beside !== null) {
        other = kernels.makeFloats(700);
        other.set(beside);
      }
      kernels.fillGap(samples, { ...options, beside: other });
      return [...samples];
    };
    const alone = fill(null);
    expect(fill(noise(700, 77))).toEqual(alone);
    expect(fill(x.map((value, n) => (n === 310 ? value + 1 : value)))).toEqual(alone);
    expect(fill(x)).not.toEqual(alone);
  });

  it('of a sum of sines comes back to −60 dB', () => {
    const kernels = freshKernels();
    const wave = (n: number) => 0.4 * Math.sin(0.11 * n) + 0.2 * Math.sin(0.53 * n + 1);
    const samples = kernels.makeFloats(3000);
    for (let n = 0; n < 3000; n++) samples[n] = wave(n);
    samples.fill(0, 1400, 1500);
    kernels.fillGap(samples, { fromFrame: 1400, toFrame: 1500, orderFrames: 256, iterationCount: 3 });
    for (let n = 1400; n < 1500; n++) expect(Math.abs(samples[n]! - wave(n))).toBeLessThan(1e-3);
  });

  it('in silence stays silent', () => {
    const kernels = freshKernels();
    const samples = kernels.makeFloats(100);
    kernels.fillGap(samples, { fromFrame: 40, toFrame: 50, orderFrames: 16, iterationCount: 2 });
    expect(samples.every(value => value === 0)).toBe(true);
  });
});
