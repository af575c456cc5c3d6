import { describe, expect, it } from 'vitest';
import { makeMemoryHost } from '../../../conformance/support/memory.ts';
import { EFFECTS } from './effects.ts';
import type { FindingKind } from './findings.ts';
import { inspect } from './inspect/inspect.ts';
import { look, mend } from './testing/look.ts';
import { makeMix } from './testing/mix.ts';

const mix = makeMix({ seconds: 4 });
const facts = { channels: [], durationSeconds: 4 };

/** The measure of align, with nothing but its own tracer. */
async function apartness(channels: readonly Float32Array[]): Promise<number> {
  const { powers, makeSource } = makeMemoryHost();
  const traces = await inspect(makeSource(channels, 44100), EFFECTS.align!.tracerNames, powers, {});
  return EFFECTS.align!.measure(traces, facts);
}

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

  const faults: Readonly<Record<string, (samples: Float32Array) => Float32Array>> = {
    polarity: samples => samples.map(x => -x),
    delay: samples => samples.map((_, n) => samples[n - 50] ?? 0),
    imbalance: samples => samples.map(x => 2 * x),
  };

  it.each([
    ['polarity', 'delay'],
    ['polarity', 'delay', 'imbalance'],
  ])(
    'falls with each of %s and %s, whichever is mended first, though the other still stands',
    async (...kinds) => {
      const right = kinds.reduce((samples, kind) => faults[kind]!(samples), mix[1]!);
      const before = await look({ channels: [mix[0]!, right] });
      const repairs = kinds.map(kind => before.of(kind as FindingKind).repair);
      for (const order of [repairs, [...repairs].reverse()]) {
        let channels = [mix[0]!, right];
        let value = EFFECTS.align!.measure(before.traces, facts);
        for (const repair of order) {
          channels = mend(channels, repair);
          const next = await apartness(channels);
          expect(value - next).toBeGreaterThan(10 * EFFECTS.align!.leastGain);
          value = next;
        }
        expect(value).toBeLessThan(0.1); // own noise of each side leans by chance
      }
    },
  );
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
