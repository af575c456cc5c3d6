import { describe, expect, it } from 'vitest';
import { transformAt } from './fourier.ts';
import { freshKernels } from './kernels.ts';
import { makeProgramme } from './laws.ts';

const kernels = freshKernels();
const RATE_HZ = 8192;
const FRAMES = 2048;

/** Oracle: mean square per bin of a Hann window, one-sided, mid and side together. */
function binPower(channels: readonly Float32Array[], bin: number): number {
  const [left, right] = channels;
  const windowed = (pick: (n: number) => number) =>
    Float32Array.from(
      { length: FRAMES },
      (_, n) => pick(n) * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / FRAMES)),
    );
  const power = (signal: Float32Array) => {
    const [re, im] = transformAt(signal, bin / FRAMES);
    return (re * re + im * im) * (2 / FRAMES / FRAMES / (3 / 8));
  };
  const mid = windowed(n => (left![n]! + right![n]!) * Math.SQRT1_2);
  const side = windowed(n => (left![n]! - right![n]!) * Math.SQRT1_2);
  return power(mid) + power(side);
}

describe('fine spectrum', () => {
  it('gives the mean and the quantile of the bins of every band, as sorting by hand does', () => {
    const mark = kernels.mark();
    const channels = makeProgramme(2, FRAMES + 500, 3);
    const block = kernels.makeBlock(2, FRAMES + 500);
    channels.forEach((channel, c) => void block.channels[c]!.set(channel));
    const bandsHz = [
      [400, 480],
      [440, 640],
      [2000, 2100],
    ] as const;
    const spectrum = kernels.makeFineSpectrum({
      sampleRateHz: RATE_HZ,
      windowFrames: FRAMES,
      bandsHz,
      quantileFraction: 0.25,
    });
    const [powers, floors] = [new Float32Array(3), new Float32Array(3)];
    spectrum.analyze(block, 500, powers, floors);
    const late = channels.map(channel => channel.subarray(500));
    bandsHz.forEach(([fromHz, toHz], band) => {
      const bins = Array.from({ length: (toHz - fromHz) / 4 }, (_, k) => binPower(late, fromHz / 4 + k));
      const sorted = bins.toSorted((a, b) => a - b);
      const mean = bins.reduce((sum, power) => sum + power, 0) / bins.length;
      const floor = sorted[Math.floor(0.25 * (bins.length - 1) + 0.5)]!;
      // float32 transform: 1e-5 of the strongest bin
      expect(Math.abs(powers[band]! / mean - 1)).toBeLessThan(1e-4);
      expect(Math.abs(floors[band]! - floor)).toBeLessThan(1e-5 * sorted.at(-1)!);
    });
    kernels.release(mark);
  });

  it('refuses a window that reaches out of its block', () => {
    const mark = kernels.mark();
    const block = kernels.makeBlock(1, FRAMES);
    const spectrum = kernels.makeFineSpectrum({
      sampleRateHz: RATE_HZ,
      windowFrames: FRAMES,
      bandsHz: [[100, 200]],
      quantileFraction: 0.5,
    });
    const one = new Float32Array(1);
    expect(() => spectrum.analyze(block, 1, one, one)).toThrow(TypeError);
    kernels.release(mark);
  });
});
