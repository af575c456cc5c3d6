import { expect, it } from 'vitest';
import { makeMemoryHost } from '../../../conformance/support/memory.ts';
import { measureDamage } from './damage.ts';

const RATE = 44100;
const FRAMES = 3 * RATE;

const tone = (hz: number, gain: number) =>
  Float32Array.from({ length: FRAMES }, (_, n) => gain * Math.sin((2 * Math.PI * hz * n) / RATE));

it('a mere change of level is no damage', async () => {
  const host = makeMemoryHost();
  const before = host.makeSource([tone(1000, 0.1), tone(400, 0.1)], RATE);
  const after = host.makeSource([tone(1000, 0.2), tone(400, 0.2)], RATE);
  const { residualTotalDb } = await measureDamage(after, before, 3, host.powers);
  expect(residualTotalDb).toBeLessThan(-90); // band powers are float32, and the difference of two is taken
});

it('a harmonic that was added is found in its band, at its level', async () => {
  const host = makeMemoryHost();
  const before = host.makeSource([tone(1000, 0.5)], RATE);
  const harmonic = tone(3000, 0.005);
  const bent = tone(1000, 0.5).map((x, n) => x + harmonic[n]!);
  const after = host.makeSource([bent], RATE);
  const { residualDb, residualTotalDb } = await measureDamage(after, before, 0, host.powers);
  expect(residualTotalDb).toBeCloseTo(-40, 0);
  expect(residualDb.find(band => band.fromHz === 800)?.db).toBeCloseTo(-40, 0);
});

it('another rate has no frames to compare', async () => {
  const host = makeMemoryHost();
  const before = host.makeSource([tone(1000, 0.5)], RATE);
  const after = host.makeSource([tone(1000, 0.5)], 48000);
  expect((await measureDamage(after, before, 0, host.powers)).residualTotalDb).toBeNull();
});
