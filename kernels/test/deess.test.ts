import type { DeesserParameters } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { levelDb, transformAt } from './fourier.ts';
import { freshKernels } from './kernels.ts';
import { noise, playNew, RATES_HZ, sameBits } from './laws.ts';

const kernels = freshKernels();
const RATE_HZ = 48000;
const SETTING: DeesserParameters = {
  fromHz: 5000,
  toHz: 10000,
  thresholdDb: 0,
  rangeDb: 6,
  floorDbfs: -60,
};

function sine(frequencyHz: number, gain: number, frameCount: number, rateHz = RATE_HZ): Float32Array {
  return Float32Array.from(
    { length: frameCount },
    (_, n) => gain * Math.sin((2 * Math.PI * frequencyHz * n) / rateHz),
  );
}

function add(...signals: readonly Float32Array[]): Float32Array {
  return signals[0]!.map((_, n) => signals.reduce((sum, signal) => sum + signal[n]!, 0));
}

function play(input: Float32Array, setting = SETTING, rateHz = RATE_HZ) {
  const { output, latencyFrames } = playNew(kernels, k => k.makeDeesser(setting, rateHz, 1), [input]);
  return { output: output[0]!.subarray(latencyFrames), latencyFrames };
}

/** Level of a line in the later half, dB. */
const lineDb = (signal: Float32Array, hz: number, rateHz = RATE_HZ) =>
  levelDb(transformAt(signal.subarray(signal.length - rateHz / 10), hz / rateHz));

describe('de-esser', () => {
  it.each(RATES_HZ)('takes its range above the split and nothing below it, at %i Hz', rateHz => {
    const [low, high] = [sine(500, 0.05, rateHz / 2, rateHz), sine(8000, 0.4, rateHz / 2, rateHz)];
    const input = add(low, high);
    const { output } = play(input, SETTING, rateHz);
    const moved = (hz: number) =>
      lineDb(output, hz, rateHz) - lineDb(input.subarray(0, output.length), hz, rateHz);
    expect(moved(8000)).toBeCloseTo(-6, 1);
    expect(moved(500)).toBeCloseTo(0, 2); // the stop band of the split: −50 dB of half a gain
  });

  it('takes as many dB as the ratio stands over the threshold, at any level', () => {
    const cuts = [1, 0.1].map(gain => {
      const input = add(sine(1000, 0.2 * gain, 48000), sine(7071, 0.2 * gain * 10 ** (3 / 20), 48000));
      return lineDb(play(input).output, 7071) - lineDb(input.subarray(0, 47000), 7071);
    });
    // the corners of the detector's filters cost the upper line most of 1 dB
    for (const cut of cuts) expect(Math.abs(cut + 3)).toBeLessThan(1);
    expect(Math.abs(cuts[0]! - cuts[1]!)).toBeLessThan(0.01);
  });

  it('rests below its floor and its threshold: every bit stays', () => {
    const next = noise(9);
    const quiet = Float32Array.from({ length: 9000 }, () => 1e-4 * next());
    const voice = add(sine(700, 0.3, 9000), sine(7000, 0.02, 9000));
    for (const input of [quiet, voice.subarray(0)]) {
      const { output, latencyFrames } = play(input, { ...SETTING, thresholdDb: 3 });
      const late = output.subarray(1200); // the onset of a sine is broad for a moment
      expect(sameBits([late], [input.subarray(1200, 9000 - latencyFrames)])).toBe(true);
    }
  });

  it('is down before the sibilant begins to be loud, and back 200 ms after it', () => {
    const next = noise(4);
    const input = Float32Array.from({ length: 48000 }, (_, n) => {
      const isHiss = n >= 20000 && n < 24000;
      return 0.05 * Math.sin((2 * Math.PI * 300 * n) / RATE_HZ) + (isHiss ? 0.4 * next() : 0);
    });
    const { output } = play(input, { ...SETTING, thresholdDb: -8 });
    const energy = (signal: Float32Array, from: number, to: number) =>
      signal.subarray(from, to).reduce((sum, x) => sum + x * x, 0);
    // the first millisecond: white noise has 79 % of its power above 5 kHz; 6 dB less there leave 41 %
    expect(energy(output, 20000, 20048) / energy(input, 20000, 20048)).toBeLessThan(0.7);
    expect(energy(output, 20048, 24000) / energy(input, 20048, 24000)).toBeLessThan(0.5);
    // five release times of 40 ms later the cut has fallen below a thousandth of a dB: e^−9
    expect(sameBits([output.subarray(43000)], [input.subarray(43000, 43000 + output.length - 43000)])).toBe(
      true,
    );
  });
});
