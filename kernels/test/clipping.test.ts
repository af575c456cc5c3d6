import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';

const RATE = 44100;
const STEP = 2 ** -15;

const makeTone = (gain: number, hz: number): Float32Array =>
  Float32Array.from({ length: 8192 }, (_, n) => gain * Math.sin((2 * Math.PI * hz * n) / RATE));

function findTops(samples: Float32Array, polarity: 1 | -1) {
  const kernels = freshKernels();
  const floats = kernels.makeFloats(samples.length);
  floats.set(samples);
  return kernels.findFlatTops(floats, {
    frameCount: samples.length,
    fromFrame: 0,
    toFrame: samples.length,
    polarity,
    toleranceGain: 1.5 * STEP,
    leastGain: 0.003,
    sampleRateHz: RATE,
    reachSeconds: 0.1,
    capacity: 1000,
  });
}

const round16 = (samples: Float32Array): Float32Array => samples.map(x => Math.round(x / STEP) * STEP);

describe('flat tops', () => {
  it('are found where, how long and how high a clipped tone has them, on the side that is clipped', () => {
    const clipped = makeTone(0.5, 441).map(x => Math.min(x, 0.3));
    const tops = findTops(clipped, 1);
    const naive: number[] = [];
    clipped.forEach((x, n) => {
      if (x === Math.fround(0.3) && clipped[n - 1] !== x) naive.push(n);
    });
    expect(tops.map(top => top.startFrame)).toEqual(naive);
    for (const top of tops) {
      expect(clipped.subarray(top.startFrame, top.startFrame + top.frameCount)).toEqual(
        new Float32Array(top.frameCount).fill(0.3),
      );
      expect(top.levelGain).toBe(Math.fround(0.3));
    }
    expect(findTops(clipped, -1)).toEqual([]);
  });

  it.each([20, 60, 200, 997])('are not the round tops of a %d Hz tone in 16 bits', hz => {
    expect(findTops(round16(makeTone(0.9, hz)), 1)).toEqual([]);
  });

  it('are not found in silence or direct current', () => {
    expect(findTops(new Float32Array(8192), 1)).toEqual([]);
    expect(findTops(new Float32Array(8192).fill(0.25), 1)).toEqual([]);
  });
});

describe('roundness', () => {
  function medianOf(samples: Float32Array, levelGain: number): number {
    const kernels = freshKernels();
    const floats = kernels.makeFloats(samples.length);
    floats.set(samples);
    const search = {
      frameCount: samples.length,
      fromFrame: 0,
      toFrame: samples.length,
      polarity: 1 as const,
    };
    const ratios = kernels.measureRoundness(floats, { ...search, levelGain }).sort();
    return ratios[Math.floor(ratios.length / 2)]!;
  }

  it('is 1 for a tone and near 0 for one that is pressed flat', () => {
    // the last and the first sample of a run lie up to a sample inside the crossing: a tenth for thirty samples
    expect(medianOf(makeTone(0.5, 200), 0.47)).toBeCloseTo(1, 0);
    const pressed = makeTone(3, 200).map(x => 0.5 * Math.tanh(x));
    expect(medianOf(pressed, 0.47)).toBeLessThan(0.5);
  });
});

describe('the smallest step', () => {
  it('is the step of the quantisation', () => {
    const kernels = freshKernels();
    const floats = kernels.makeFloats(8192);
    floats.set(makeTone(0.5, 441).map(x => Math.round(x * 128) / 128));
    expect(kernels.findSampleStep(floats, 8192, 1e-6)).toBe(1 / 128);
  });
});
