import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dbToGain, exponential, gainToDb, jsonNumber, naturalLog, powerToDb } from './decibels.ts';

/** Distance in units of the last place of the platform's own result. */
function ulps(actual: number, expected: number): number {
  if (actual === expected) return 0;
  const spacing = 2 ** (Math.floor(Math.log2(Math.abs(expected))) - 52);
  return Math.abs(actual - expected) / spacing;
}

describe('decibels', () => {
  it('the logarithm is within 2 ulp of the platform over the whole range', () => {
    const positive = fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true });
    fc.assert(
      fc.property(positive, x => ulps(naturalLog(x), Math.log(x)) <= 2),
      { seed: 1, numRuns: 20000 },
    );
    expect(naturalLog(1)).toBe(0);
    expect(naturalLog(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(naturalLog(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(naturalLog(-1)).toBeNaN();
  });

  it('the exponential is within 2 ulp of the platform where it is normal', () => {
    const exponent = fc.double({ min: -700, max: 709, noNaN: true });
    fc.assert(
      fc.property(exponent, x => ulps(exponential(x), Math.exp(x)) <= 2),
      { seed: 1, numRuns: 20000 },
    );
    expect(exponential(0)).toBe(1);
    expect(exponential(-800)).toBe(0);
    expect(exponential(800)).toBe(Number.POSITIVE_INFINITY);
    expect(exponential(Number.NaN)).toBeNaN();
  });

  it('knows the levels that engineers know by heart', () => {
    expect(gainToDb(0.5)).toBeCloseTo(-6.0206, 4);
    expect(powerToDb(2)).toBeCloseTo(3.0103, 4);
    expect(dbToGain(0)).toBe(1);
    expect(dbToGain(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(gainToDb(0)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('a level of silence is null in JSON, and zero has no sign', () => {
    expect(jsonNumber(Number.NEGATIVE_INFINITY)).toBeNull();
    expect(jsonNumber(Number.NaN)).toBeNull();
    expect(Object.is(jsonNumber(-0.0001), 0)).toBe(true);
    expect(jsonNumber(-14.00049)).toBe(-14);
  });
});
