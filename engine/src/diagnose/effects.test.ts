import { describe, expect, it } from 'vitest';
import { EFFECTS } from './effects.ts';
import { look, mend } from './testing/look.ts';
import { makeMix } from './testing/mix.ts';

const mix = makeMix({ seconds: 4 });
const facts = { channels: [], durationSeconds: 4 };

describe('the effect of align', () => {
  it('falls by its least gain and more when an inversion or a delay is mended', async () => {
    const late = mix[1]!.map((_, n) => mix[1]![n - 50] ?? 0);
    for (const channels of [
      [mix[0]!, mix[1]!.map(x => -x)],
      [mix[0]!, late],
    ]) {
      const before = await look({ channels });
      const after = await look({ channels: mend(channels, before.findings[0]!.repair) });
      const values = [before, after].map(({ traces }) => EFFECTS.align!.measure(traces, facts));
      expect(values[0]! - values[1]!).toBeGreaterThan(10 * EFFECTS.align!.leastGain);
      expect(values[1]!).toBeLessThan(0.1); // own noise of each side leans by chance
    }
  });
});

describe('the effect of dehum', () => {
  const comb = {
    mainsHz: 50,
    meanHz: 50,
    lowestHz: 50,
    highestHz: 50,
    levelDbfs: -40,
    harmonics: [{ number: 1, frequencyHz: 50, levelDbfs: -40, lineToNeighbourDb: 20 }],
    clearnessDb: 40,
    voteCount: 20,
    agreementFraction: 1,
    model: { fundamentalHz: 50, hopSeconds: 60, phaseTurns: [], gains: [], harmonics: [] },
  };

  it('is the level of a hum that is sure, and silence where the likeliest comb is music', () => {
    const measure = (likeliest: typeof comb | null) => EFFECTS.dehum!.measure({ hum: { likeliest } }, facts);
    expect(measure(comb)).toBe(-40);
    expect(measure({ ...comb, agreementFraction: 0.5 })).toBe(-120);
    expect(measure({ ...comb, clearnessDb: 20 })).toBe(-120);
    expect(measure(null)).toBe(-120);
  });
});
