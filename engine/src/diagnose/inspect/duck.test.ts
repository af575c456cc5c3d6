import { describe, expect, it } from 'vitest';
import { noise } from '../testing/mix.ts';
import { findDuck } from './duck.ts';

const HOP_SECONDS = 0.025;
const PERIOD_SECONDS = 0.5;

/** Ten seconds of levels of seven bands, each with a restlessness of its own, moved alike by `gainDb` since every beat. */
function bandsOf(gainDb: (sinceSeconds: number) => number): Float32Array[] {
  return Array.from({ length: 7 }, (_, band) => {
    const next = noise(band + 1);
    return Float32Array.from({ length: 400 }, (__, hop) => {
      const since = (hop * HOP_SECONDS) % PERIOD_SECONDS;
      return -40 + 2 * next() + gainDb(since);
    });
  });
}

describe('a duck', () => {
  it('that falls at once and comes back is found with its period, and is not like a hit', () => {
    const bands = bandsOf(since => -7 * Math.max(0, 1 - since / 0.25));
    const { fit, hitFit, depthDb, periodSeconds } = findDuck(bands, HOP_SECONDS)!;
    expect(Math.abs(periodSeconds - PERIOD_SECONDS)).toBeLessThan(0.01); // grid of periods
    expect(depthDb).toBeGreaterThan(4); // a ramp is shallower than the smooth return it is held against
    expect(fit - hitFit).toBeGreaterThan(0.15); // music stays below 0.07
  });

  it('is less like a beat of hits that rise at once and decay than a hit is', () => {
    const { fit, hitFit } = findDuck(
      bandsOf(since => 10 * Math.exp(-since / 0.1)),
      HOP_SECONDS,
    )!;
    expect(hitFit).toBeGreaterThan(0.8);
    expect(fit - hitFit).toBeLessThan(0);
  });
});
