import { describe, expect, it } from 'vitest';
import { bellScores } from './ring-shape.ts';

/** Quarter tones; the middle one is looked at. */
const MIDDLE = 40;
const profile = (level: (away: number) => number) =>
  Array.from({ length: 2 * MIDDLE + 1 }, (_, band) => level(band - MIDDLE));
const bell = (away: number) => 8 * Math.exp(-((away / 1.6) ** 2));

describe('how much of a profile is a bell', () => {
  it('a bell on a slope counts with nearly its whole height', () => {
    expect(bellScores(profile(away => bell(away) + 0.2 * away))[MIDDLE]).toBeGreaterThan(4);
  });

  it('a slope alone is no bell', () => {
    expect(Math.abs(bellScores(profile(away => 0.3 * away))[MIDDLE]!)).toBeLessThan(0.01);
  });

  it('a bell among notes a third apart counts for less than half of it', () => {
    const alone = bellScores(profile(bell))[MIDDLE]!;
    const among = bellScores(profile(away => Math.max(bell(away), away % 8 === 0 ? 8 : 0)))[MIDDLE]!;
    expect(among).toBeLessThan(alone / 2);
  });
});
