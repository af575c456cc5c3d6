import { expect, it } from 'vitest';
import { makeMemoryHost } from '../../../conformance/support/memory.ts';
import type { Timeline } from '../analyze/facts.ts';
import type { AudioSource } from '../audio/index.ts';
import { gainToDb } from '../units/index.ts';
import { measureDamage } from './damage.ts';

const RATE = 44100;
const FRAMES = 3 * RATE;

const tone = (hz: number, gain: number, frameCount = FRAMES) =>
  Float32Array.from({ length: frameCount }, (_, n) => gain * Math.sin((2 * Math.PI * hz * n) / RATE));

/** A programme of one loudness all the time. */
function factsOf({ frameCount, sampleRateHz }: AudioSource, lufs: number | null = -14) {
  const durationSeconds = frameCount / sampleRateHz;
  const course = Array.from({ length: Math.floor(10 * durationSeconds) }, () => lufs);
  const timeline: Timeline = {
    hopSeconds: 0.1,
    momentaryLufs: course,
    shortTermLufs: course,
    truePeakDbtp: course,
  };
  return { durationSeconds, timeline };
}

const orderOf = (delivered: AudioSource, before: AudioSource, driveDb = 0) => ({
  delivered,
  deliveredFacts: factsOf(delivered),
  before,
  driveDb,
});

it('a mere change of level is no damage', async () => {
  const host = makeMemoryHost();
  const before = host.makeSource([tone(1000, 0.1), tone(400, 0.1)], RATE);
  const after = host.makeSource([tone(1000, 0.2), tone(400, 0.2)], RATE);
  const damage = await measureDamage(orderOf(after, before, gainToDb(2)), host.powers);
  expect(damage.residualTotalDb).toBeLessThan(-90); // band powers are float32, and the difference of two is taken
  expect(damage.odgWorst).toBeGreaterThan(-0.1);
  expect(damage.mushraWorst).toBe(100);
  expect(damage.worstSection).toEqual({ startSeconds: 0, endSeconds: 3 });
});

it('a harmonic that was added is found in its band, at its level', async () => {
  const host = makeMemoryHost();
  const before = host.makeSource([tone(1000, 0.5)], RATE);
  const harmonic = tone(3000, 0.005);
  const bent = tone(1000, 0.5).map((x, n) => x + harmonic[n]!);
  const after = host.makeSource([bent], RATE);
  const { residualDb, residualTotalDb } = await measureDamage(orderOf(after, before), host.powers);
  expect(residualTotalDb).toBeCloseTo(-40, 0);
  expect(residualDb.find(band => band.fromHz === 800)?.db).toBeCloseTo(-40, 0);
});

it('clipping in one passage is heard there, and the median does not know of it', async () => {
  const host = makeMemoryHost();
  const music = tone(220, 0.3, 60 * RATE).map(
    (x, n) => (x + 0.2 * Math.sin((2 * Math.PI * 1370 * n) / RATE)) * (1 - ((2 * n) % RATE) / RATE),
  );
  const clipped = music.map((x, n) => (n < 48 * RATE ? x : Math.max(-0.1, Math.min(0.1, x))));
  const [before, after] = [music, clipped].map(channel => host.makeSource([channel, channel], RATE));
  const damage = await measureDamage(orderOf(after!, before!), host.powers);
  expect(damage.worstSection?.endSeconds).toBeGreaterThan(50);
  expect(damage.odgWorst).toBeLessThan(-2);
  expect(damage.odgMedian).toBeGreaterThan(-1);
  expect(damage.mushraWorst).toBeLessThan(damage.mushraMedian! - 20);
});

it.each([
  ['another rate has no frames to compare', 48000, -14],
  ['silence has nothing to grade', RATE, null],
])('%s', async (_, sampleRateHz, lufs) => {
  const host = makeMemoryHost();
  const before = host.makeSource([tone(1000, 0.5)], RATE);
  const after = host.makeSource([tone(1000, 0.5)], sampleRateHz);
  const order = { ...orderOf(after, before), deliveredFacts: factsOf(after, lufs) };
  const damage = await measureDamage(order, host.powers);
  expect(damage.residualTotalDb === null).toBe(sampleRateHz !== RATE);
  expect(damage).toMatchObject({ odgWorst: null, odgMedian: null, mushraWorst: null, worstSection: null });
});
