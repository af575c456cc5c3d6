import { readFileSync } from 'node:fs';
import type { AudioBlock, Kernels } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';

/** The definition: two biquads in direct form I, coefficients by the formulas of BS.1770 for any rate, in doubles. */
function designOracle(sampleRateHz: number): { shelf: number[]; highPass: number[] } {
  const k1 = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz);
  const k2 = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz);
  const q1 = 0.7071752369554196;
  const q2 = 0.5003270373238773;
  const vh = 10 ** (3.999843853973347 / 20);
  const vb = vh ** 0.4996667741545416;
  const a1 = 1 + k1 / q1 + k1 * k1;
  const a2 = 1 + k2 / q2 + k2 * k2;
  const shelf = [vh + (vb * k1) / q1 + k1 * k1, 2 * (k1 * k1 - vh), vh - (vb * k1) / q1 + k1 * k1];
  shelf.push(2 * (k1 * k1 - 1), 1 - k1 / q1 + k1 * k1);
  return {
    shelf: shelf.map(value => value / a1),
    highPass: [1, -2, 1, (2 * (k2 * k2 - 1)) / a2, (1 - k2 / q2 + k2 * k2) / a2],
  };
}

function biquad([b0, b1, b2, a1, a2]: number[], x: ArrayLike<number>): Float64Array {
  const y = new Float64Array(x.length);
  for (let n = 0; n < x.length; n++) {
    y[n] = b0! * x[n]! + b1! * (x[n - 1] ?? 0) + b2! * (x[n - 2] ?? 0);
    y[n]! -= a1! * (y[n - 1] ?? 0) + a2! * (y[n - 2] ?? 0);
  }
  return y;
}

function hopsOracle(channels: readonly Float32Array[], weights: readonly number[], rateHz: number): number[] {
  const { shelf, highPass } = designOracle(rateHz);
  const weighted = channels.map(channel => biquad(highPass, biquad(shelf, channel)));
  const powers: number[] = [];
  for (let hop = 0; ; hop++) {
    const from = Math.floor((hop * rateHz) / 100);
    const to = Math.floor(((hop + 1) * rateHz) / 100);
    if (to > channels[0]!.length) return powers;
    let power = 0;
    weighted.forEach((y, c) => {
      for (let n = from; n < to; n++) power += weights[c]! * y[n]! * y[n]!;
    });
    powers.push(power);
  }
}

function makeNoise(kernels: Kernels, channelCount: number, frameCount: number): AudioBlock {
  const block = kernels.makeBlock(channelCount, frameCount);
  let state = 7;
  for (const channel of block.channels) {
    for (let i = 0; i < frameCount; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      channel[i] = state / 2 ** 31 - 1;
    }
  }
  return block;
}

/** Part of a block, as a block. */
function part(block: AudioBlock, from: number, to: number): AudioBlock {
  return { channels: block.channels.map(channel => channel.subarray(from, to)), frameCount: to - from };
}

/** Largest difference relative to the larger; 1e-9 leaves room for the other order of operations in doubles. */
function largestError(actual: ArrayLike<number>, expected: readonly number[]): number {
  return Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value) / Math.abs(value)));
}

// As printed: at 48 kHz by ITU-R BS.1770-5 annex 1 tables 1 and 2, at other rates computed from the same filters.
const PRINTED = {
  48000: [
    1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585,
    -1.99004745483398, 0.99007225036621,
  ],
  44100: [
    1.53084123005035, -2.65097999515473, 1.16907907992159, -1.66365511325602, 0.71259542807323,
    -1.9891696736298, 0.98919903578704,
  ],
  96000: [
    1.5597142289758, -2.92674157825108, 1.37826120231582, -1.84460946989011, 0.85584332293064,
    -1.99501754472472, 0.99502375904092,
  ],
} as const;

describe.each([44100, 48000, 96000] as const)('the weighting filters at %i Hz', rateHz => {
  it('have the printed coefficients', () => {
    const module = new WebAssembly.Module(readFileSync(new URL('../build/deadwax.wasm', import.meta.url)));
    const exports = new WebAssembly.Instance(module, {}).exports as {
      memory: WebAssembly.Memory;
      allocate(bytes: number): number;
      loudnessDesign(rateHz: number, to: number): void;
    };
    const at = exports.allocate(56);
    exports.loudnessDesign(rateHz, at);
    const [h1, h2, b0, b1, b2, a1, a2] = new Float64Array(exports.memory.buffer, at, 7);
    const coefficients = [b0!, b1! * b0!, b2! * b0!, a1!, a2!, h1!, h2!];
    // 2e-13: the last printed digit is the fourteenth or the thirteenth after the point.
    coefficients.forEach((value, i) => {
      expect(Math.abs(value - PRINTED[rateHz][i]!)).toBeLessThan(2e-13);
    });
  });
});

describe('hops', () => {
  it.each([
    [8000, [1]],
    [11025, [1, 1]],
    [22050, [1, 1]],
    [44100, [1]],
    [48000, [1, 1, 1, 1.41, 1.41]],
    [96000, [1, 1]],
    [384000, [1, 0.5]],
  ])('at %i Hz with weights %j equal the definition', (rateHz, weights) => {
    const kernels = freshKernels();
    const block = makeNoise(kernels, weights.length, Math.round(rateHz * 0.25) + 3);
    const expected = hopsOracle(block.channels, weights, rateHz);
    const hops = kernels.makeLoudnessHops({
      sampleRateHz: rateHz,
      channelWeights: weights,
      firstHop: 0,
      hopCapacity: 25,
    });
    expect(hops.process(block)).toBe(expected.length);
    expect(largestError(hops.powers, expected)).toBeLessThan(1e-9);
  });

  it('leave out a channel of weight 0, as the low-frequency effects are', () => {
    const kernels = freshKernels();
    const block = makeNoise(kernels, 6, 4800);
    const options = { sampleRateHz: 48000, firstHop: 0, hopCapacity: 10 };
    const six = kernels.makeLoudnessHops({ ...options, channelWeights: [1, 1, 1, 0, 1.41, 1.41] });
    six.process(block);
    const without = [0, 1, 2, 4, 5].map(channel => block.channels[channel]!);
    const five = kernels.makeLoudnessHops({ ...options, channelWeights: [1, 1, 1, 1.41, 1.41] });
    five.process({ channels: without, frameCount: 4800 });
    expect(six.powers).toEqual(five.powers);
  });

  it('do not change by one bit however the programme is cut into blocks', () => {
    const kernels = freshKernels();
    const block = makeNoise(kernels, 3, 6000);
    const options = { sampleRateHz: 11025, channelWeights: [1, 1, 1], firstHop: 17, hopCapacity: 60 };
    const whole = kernels.makeLoudnessHops(options);
    whole.prime(part(block, 0, 1500));
    whole.process(part(block, 1500, 6000));
    const pieces = kernels.makeLoudnessHops(options);
    for (let from = 0, size = 1; from < 1500; from += size, size = (size * 7) % 61) {
      pieces.prime(part(block, from, Math.min(from + size, 1500)));
    }
    for (let from = 1500, size = 1; from < 6000; from += size, size = (size * 11) % 127) {
      pieces.process(part(block, from, Math.min(from + size, 6000)));
    }
    expect(pieces.powers).toEqual(whole.powers);
    expect(whole.powers[39]).toBeGreaterThan(0);
  });

  // 110.25 frames a hop: the hops of 110 and 111 frames must fall where the programme has them.
  it('after a primed start in the middle equal those of a run from the start', () => {
    const kernels = freshKernels();
    const rateHz = 11025;
    const block = makeNoise(kernels, 2, 3 * rateHz);
    const options = { sampleRateHz: rateHz, channelWeights: [1, 1], hopCapacity: 300 };
    const whole = kernels.makeLoudnessHops({ ...options, firstHop: 0 });
    whole.process(block);
    const firstHop = 101;
    const start = Math.floor((firstHop * rateHz) / 100);
    const late = kernels.makeLoudnessHops({ ...options, firstHop });
    late.prime(part(block, start - Math.floor(0.3 * rateHz), start));
    expect(late.process(part(block, start, 3 * rateHz))).toBe(199);
    expect(largestError(late.powers, [...whole.powers.subarray(101)])).toBeLessThan(1e-9);
  });

  it('start over after a reset', () => {
    const kernels = freshKernels();
    const block = makeNoise(kernels, 2, 4410);
    const options = { sampleRateHz: 44100, channelWeights: [1, 1], firstHop: 0, hopCapacity: 10 };
    const hops = kernels.makeLoudnessHops(options);
    hops.process(block);
    const first = hops.powers.slice();
    hops.reset();
    expect(hops.powers[0]).toBe(0);
    expect(hops.process(block)).toBe(10);
    expect(hops.powers).toEqual(first);
  });

  it('fade to nothing, and not into denormal numbers', () => {
    const kernels = freshKernels();
    const block = makeNoise(kernels, 2, 480000);
    for (const channel of block.channels) channel.fill(0, 4800);
    const options = { sampleRateHz: 48000, channelWeights: [1, 1], firstHop: 0, hopCapacity: 1000 };
    const hops = kernels.makeLoudnessHops(options);
    hops.process(block);
    expect(hops.powers[999]).toBe(0);
    // A square below 2.3e-308 is denormal; states end at 1e-30, a hop after that at about 1e-63.
    const smallest = Math.min(...hops.powers.filter(power => power > 0));
    expect(smallest).toBeGreaterThan(1e-130);
  });

  it('refuse more than there is room for', () => {
    const kernels = freshKernels();
    const options = { sampleRateHz: 48000, channelWeights: [1], firstHop: 0, hopCapacity: 2 };
    const hops = kernels.makeLoudnessHops(options);
    expect(() => hops.process(kernels.makeBlock(1, 1440))).toThrow(RangeError);
  });

  // BS.1770-5 annex 1: 997 Hz at full scale in one channel reads −3.01 LKFS.
  it('of a full-scale 997 Hz sine read −3.01 LKFS', () => {
    const kernels = freshKernels();
    const block = kernels.makeBlock(1, 96000);
    const channel = block.channels[0]!;
    for (let i = 0; i < 96000; i++) channel[i] = Math.sin((2 * Math.PI * 997 * i) / 48000);
    const options = { sampleRateHz: 48000, channelWeights: [1], firstHop: 0, hopCapacity: 200 };
    const hops = kernels.makeLoudnessHops(options);
    hops.process(block);
    const power = hops.powers.subarray(100).reduce((sum, value) => sum + value, 0) / 48000;
    const loudnessLufs = -0.691 + 10 * Math.log10(power);
    console.log(`[bar] 997 Hz at 0 dBFS in one channel: ${loudnessLufs.toFixed(4)} LKFS`);
    expect(Math.abs(loudnessLufs + 3.01)).toBeLessThan(0.005);
  });
});
