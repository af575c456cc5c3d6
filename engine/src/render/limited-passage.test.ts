import { describe, expect, it } from 'vitest';
import { measure } from '../../../conformance/support/measure.ts';
import { makeMemoryHost } from '../../../conformance/support/memory.ts';
import { LIMITER_DEFAULTS } from '../plan/limits.ts';
import type { LoudnessPlan, PlannedLimiter } from '../plan/plan.ts';
import { measureDemand } from './demand.ts';
import { finish } from './finish.ts';
import { replay, settle } from './settle.ts';

const RATE = 44100;

/** Strokes of noise over a bass: peaks stand well over the loudness. */
function strokes(seconds: number, seed: number): Float32Array {
  let state = seed;
  let smooth = 0;
  return Float32Array.from({ length: seconds * RATE }, (_, n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    smooth += 0.3 * (state / 2 ** 31 - 1 - smooth);
    const beat = (n % (RATE / 2)) / (RATE / 2);
    return 0.1 * Math.sin(0.01 * n) + 0.8 * smooth * (0.05 + Math.exp(-12 * beat));
  });
}

/** Sets up a stereo programme and limits it by a settled or a given drive. */
async function limit(
  channels: readonly Float32Array[],
  targetLufs: number,
  limiter: Partial<PlannedLimiter> = {},
  driveDb: number | null = null,
) {
  const { powers, makeSource } = makeMemoryHost();
  const source = makeSource(channels, RATE);
  const loudness: LoudnessPlan = {
    method: 'limit',
    targetLufs,
    chosenBy: 'brief',
    ceilingDbtp: -1,
    limiter: { ...LIMITER_DEFAULTS, ...limiter },
    reductionBudgetDb: 60,
    because: [],
  };
  const demand = await measureDemand(source, false, powers);
  const job = { source, demand, loudness, powers, watch: {} };
  const settled = driveDb === null ? await settle(job) : await replay(job, driveDb, null);
  const outputs = channels.map(samples => new Float32Array(samples.length));
  let frame = 0;
  await finish({ source, loudness, settled }, powers, {}, block => {
    outputs.forEach((output, c) => {
      output.set(block.channels[c]!.subarray(0, block.frameCount), frame);
    });
    frame += block.frameCount;
  });
  return { outputs, settled };
}

/** What is left of the outputs when the inputs are taken away at the level that fits best, dB. */
function residualDb(inputs: readonly Float32Array[], outputs: readonly Float32Array[]): number {
  const dot = (a: readonly Float32Array[], b: readonly Float32Array[]): number =>
    a.reduce((sum, x, c) => x.reduce((part, value, n) => part + value * b[c]![n]!, sum), 0);
  const across = dot(inputs, outputs);
  const power = dot(outputs, outputs);
  return 10 * Math.log10(1 - (across * across) / (dot(inputs, inputs) * power));
}

describe('limiting with cancelled peaks', () => {
  it('lands loudness and ceiling together across the borders of segments', async () => {
    const { outputs, settled } = await limit([strokes(30, 1), strokes(30, 2)], -10);
    const facts = await measure(outputs, RATE);
    console.log(
      `[bar] limiting strokes of noise: ${(facts.integratedLufs! + 10).toFixed(3)} LU away, ${facts.truePeakDbtp!.toFixed(3)} dBTP`,
    );
    expect(settled.gainReduction.p95Db).toBeGreaterThan(1);
    expect(Math.abs(facts.integratedLufs! - -10)).toBeLessThanOrEqual(0.02);
    expect(facts.truePeakDbtp!).toBeLessThanOrEqual(-1);
  });

  it('leaves a channel alone in which nothing is over', async () => {
    const quiet = strokes(14, 3).map(x => 0.1 * x);
    const { outputs, settled } = await limit([strokes(14, 1), quiet], -12);
    const drive = Math.fround(settled.curve!.driveGain);
    const moved = quiet.filter((x, n) => outputs[1]![n] !== Math.fround(x * drive));
    // the guard's dips, a few milliseconds each, move both channels
    expect(moved.length / quiet.length).toBeLessThan(0.1);
  });

  it('holds a bass note by the gain instead of bending it: THD of 50 Hz within 1.5 % at 6 dB over', async () => {
    const bass = Float32Array.from({ length: 6 * RATE }, (_, n) => Math.sin((2 * Math.PI * 50 * n) / RATE));
    const { outputs } = await limit([bass, bass], 0, {}, 5);
    const amplitude = (harmonic: number): number => {
      let re = 0;
      let im = 0;
      for (let n = 2 * RATE; n < 4 * RATE; n++) {
        const angle = (2 * Math.PI * 50 * harmonic * n) / RATE;
        re += outputs[0]![n]! * Math.cos(angle);
        im += outputs[0]![n]! * Math.sin(angle);
      }
      return Math.hypot(re, im);
    };
    const harmonics = Math.hypot(...[2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(amplitude));
    const percent = (100 * harmonics) / amplitude(1);
    console.log(`[bar] limiting, 50 Hz 6 dB over: THD ${percent.toFixed(2)} %`);
    expect(percent).toBeLessThanOrEqual(1.5);
  });

  it('leaves all to the gain where a plan cancels nothing, and changes more', async () => {
    const channels = [strokes(14, 1), strokes(14, 2)];
    const gainAlone = await limit(channels, -10, { cancelledPeaksDb: 0 });
    const cancelled = await limit(channels, -10);
    expect(gainAlone.settled.curve!.cancelGain).toBeNull();
    expect(gainAlone.outputs).not.toEqual(cancelled.outputs);
    expect(residualDb(channels, cancelled.outputs)).toBeLessThan(residualDb(channels, gainAlone.outputs) - 3);
  });
});
