import { describe, expect, it } from 'vitest';
import { makeMemoryHost } from '../../../conformance/support/memory.ts';
import type { LoudnessPlan } from '../plan/plan.ts';
import { measureDemand } from './demand.ts';
import { settle } from './settle.ts';

const RATE = 44100;

/** Music-like: noise in bursts, so that peaks stand well over the loudness. */
function bursts(seconds: number, gain: number): Float32Array {
  let state = 7;
  return Float32Array.from({ length: seconds * RATE }, (_, n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const beat = (n % (RATE / 2)) / (RATE / 2);
    return gain * (state / 2 ** 31 - 1) * (0.1 + 0.9 * Math.exp(-9 * beat));
  });
}

function planOf(loudness: Partial<LoudnessPlan>): LoudnessPlan {
  return {
    method: 'limit',
    targetLufs: -14,
    chosenBy: 'brief',
    ceilingDbtp: -1,
    limiter: { lookaheadSeconds: 0.003, releaseSeconds: 0.04, slowReleaseSeconds: 0.5, cancelledPeaksDb: 9 },
    reductionBudgetDb: 4,
    because: [],
    ...loudness,
  };
}

async function settled(signal: Float32Array, loudness: Partial<LoudnessPlan>) {
  const { powers, makeSource } = makeMemoryHost();
  const source = makeSource([signal, signal], RATE);
  const plan = planOf(loudness);
  const demand = await measureDemand(source, plan.method === 'gain', powers);
  return settle({ source, demand, loudness: plan, powers, watch: {} });
}

describe('settle', () => {
  it('lands on the target of a brief, whatever the limiter has to do', async () => {
    const { integratedLufs, bound, gainReduction } = await settled(bursts(20, 0.3), { targetLufs: -9 });
    expect(Math.abs(integratedLufs - -9)).toBeLessThanOrEqual(0.01);
    expect(bound).toBeNull();
    expect(gainReduction.p95Db).toBeGreaterThan(0);
  });

  it('stops at the budget in auto, and names the bound', async () => {
    const auto = { targetLufs: -6, chosenBy: 'auto', reductionBudgetDb: 2 } as const;
    const { integratedLufs, bound, gainReduction } = await settled(bursts(20, 0.3), auto);
    expect(bound).toBe('limiter-budget');
    expect(integratedLufs).toBeLessThan(-6);
    expect(gainReduction.p95Db).toBeGreaterThan(1.8);
    expect(gainReduction.p95Db).toBeLessThanOrEqual(2);
  });

  it('names saturation where drive makes nothing louder', async () => {
    const { integratedLufs, bound } = await settled(bursts(20, 0.3), { targetLufs: -0.5, ceilingDbtp: -6 });
    expect(bound).not.toBeNull();
    expect(integratedLufs).toBeLessThan(-0.5);
  });

  it('only sets the level of finished material, up to the ceiling', async () => {
    const { curve, bound, driveDb } = await settled(bursts(20, 0.5), { method: 'gain', targetLufs: -5 });
    expect(curve).toBeNull();
    expect(bound).toBe('true-peak-ceiling');
    expect(driveDb).toBeLessThan(6);
  });

  it('leaves the level alone where the plan does', async () => {
    const { curve, driveDb } = await settled(bursts(10, 0.5), { method: 'none', targetLufs: null });
    expect(curve).toBeNull();
    expect(driveDb).toBe(0);
  });
});
