import { describe, expect, it } from 'vitest';
import { cosineOfTurns, sineOfTurns } from './turns.ts';

describe('turns', () => {
  it('agrees with the platform’s cosine and sine within 1e-14', () => {
    for (let k = -2000; k <= 2000; k++) {
      const turns = k * 0.00173;
      // the platform's own argument, 2π·turns, is rounded by 4e-15 at 3.5 turns
      expect(Math.abs(cosineOfTurns(turns) - Math.cos(2 * Math.PI * turns))).toBeLessThan(1e-14);
      expect(Math.abs(sineOfTurns(turns) - Math.sin(2 * Math.PI * turns))).toBeLessThan(1e-14);
    }
  });
});
