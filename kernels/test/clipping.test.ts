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

describe('peaks', () => {
  const noise = Float32Array.from({ length: 5003 }, (_, n) => Math.sin(n * n * 0.37) * Math.sin(n / 90));

  function findPeaks(samples: Float32Array, fromFrame: number, toFrame: number, reachFrames: number) {
    const kernels = freshKernels();
    const floats = kernels.makeFloats(samples.length);
    floats.set(samples);
    const search = { frameCount: samples.length, fromFrame, toFrame, floorGain: 0.5, reachFrames };
    return {
      peaks: kernels.findPeaks(floats, search),
      highest: kernels.findHighest(floats, fromFrame, toFrame),
    };
  }

  it.each([
    [0, 5003, 1],
    [7, 4001, 2],
    [1001, 1003, 1],
  ])('of frames %d to %d and a reach of %d are those of a plain search, exactly', (from, to, reach) => {
    const naive: { frame: number; heightGain: number; bendGain: number }[] = [];
    for (let n = Math.max(from, reach); n < Math.min(to, noise.length - reach); n++) {
      const sign = noise[n]! < 0 ? -1 : 1;
      const heightGain = sign * noise[n]!;
      const before = [...noise.subarray(n - reach, n)].map(x => sign * x);
      const after = [...noise.subarray(n + 1, n + 1 + reach)].map(x => sign * x);
      if (heightGain < 0.5 || Math.max(...before) >= heightGain || Math.max(...after) > heightGain) continue;
      const beside = Math.fround(Math.fround(before[0]! + after.at(-1)!) / 2);
      naive.push({ frame: n, heightGain, bendGain: Math.fround(heightGain - beside) });
    }
    expect(findPeaks(noise, from, to, reach).peaks).toEqual(naive);
  });

  it('are no higher than the highest sample, of either polarity, and of silence it is 0', () => {
    for (const [from, to] of [
      [0, 5003],
      [13, 19],
      [40, 41],
    ] as const) {
      const most = noise.subarray(from, to).reduce((m, x) => Math.max(m, Math.abs(x)), 0);
      expect(findPeaks(noise, from, to, 1).highest).toBe(most);
    }
    const silence = findPeaks(new Float32Array(100), 0, 100, 1);
    expect(silence).toEqual({ peaks: [], highest: 0 });
  });

  it('of a tone bend by half of what its frequency makes of its height, and less where it is pressed', () => {
    const tone = makeTone(0.6, 1000);
    // the second difference of a sine is −(2·sin(ω/2))² of it; a sampled peak lies at most half a sample off
    const share = (2 * Math.sin((Math.PI * 1000) / RATE)) ** 2 / 2;
    for (const { heightGain, bendGain } of findPeaks(tone, 0, 8192, 1).peaks)
      expect(bendGain / heightGain).toBeCloseTo(share, 4);
    const pressed = findPeaks(
      tone.map(x => Math.tanh(3 * x)),
      0,
      8192,
      1,
    ).peaks;
    expect(pressed.length).toBeGreaterThan(300);
    for (const { heightGain, bendGain } of pressed) expect(bendGain / heightGain).toBeLessThan(share / 2);
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
