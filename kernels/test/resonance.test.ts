import type { Ring } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { levelDb, transformAt } from './fourier.ts';
import { freshKernels } from './kernels.ts';
import { noise, playNew, sameBits } from './laws.ts';

const kernels = freshKernels();
const RATE_HZ = 48000;
const RING: Ring = { frequencyHz: 2000, q: 15, maxCutDb: 8 };

type Section = { b: readonly number[]; a: readonly number[] };

/** Bilinear band-pass of gain 1 at its middle. @source Bristow-Johnson, Audio EQ cookbook, BPF (constant 0 dB peak gain) */
function bandPass(frequencyHz: number, q: number): Section {
  const w = (2 * Math.PI * frequencyHz) / RATE_HZ;
  const alpha = Math.sin(w) / (2 * q);
  return {
    b: [alpha / (1 + alpha), 0, -alpha / (1 + alpha)],
    a: [(-2 * Math.cos(w)) / (1 + alpha), (1 - alpha) / (1 + alpha)],
  };
}

function filter({ b, a }: Section, input: ArrayLike<number>): Float64Array {
  const output = new Float64Array(input.length);
  for (let n = 0; n < input.length; n++) {
    const x = (k: number) => input[n - k] ?? 0;
    output[n] =
      b[0]! * x(0) +
      b[1]! * x(1) +
      b[2]! * x(2) -
      a[0]! * (output[n - 1] ?? 0) -
      a[1]! * (output[n - 2] ?? 0);
  }
  return output;
}

/** Oracle: the suppressor as its source tells it, one channel and one ring, in plain loops. */
function suppress(input: Float32Array, { frequencyHz, q, maxCutDb }: Ring): Float64Array {
  const width = q * 10 ** (-maxCutDb / 40);
  const middle = filter(bandPass(frequencyHz, width), input);
  const sides = [2 ** -0.4, 2 ** 0.4].map(ratio => filter(bandPass(frequencyHz * ratio, width), input));
  const keep = (seconds: number) => Math.exp(-16 / RATE_HZ / seconds);
  let [power, around, cutDb, factor, slope] = [0, 0, 0, 0, 0];
  return Float64Array.from(input, (x, n) => {
    factor += slope;
    const y = x + factor * middle[n]!;
    if (n % 16 === 15) {
      const sum = (values: Float64Array) =>
        2 * values.subarray(n - 15, n + 1).reduce((total, value) => total + value * value, 0);
      power = keep(0.03) * power + (1 - keep(0.03)) * sum(middle);
      around = keep(0.03) * around + (1 - keep(0.03)) * 0.5 * (sum(sides[0]!) + sum(sides[1]!));
      const prominenceDb = 10 * Math.log10((power + 1e-20) / (around + 1e-20));
      const wantedDb = maxCutDb * Math.min(1, Math.max(0, (prominenceDb + 9) / 5));
      const pace = keep(wantedDb > cutDb ? 0.01 : 0.1);
      cutDb = wantedDb + pace * (cutDb - wantedDb);
      if (cutDb < 1e-3) cutDb = 0;
      slope = ((cutDb === 0 ? 0 : 10 ** (-cutDb / 20) - 1) - factor) / 16;
    }
    return y;
  });
}

function whiteNoise(frameCount: number, seed: number): Float32Array {
  const next = noise(seed);
  return Float32Array.from({ length: frameCount }, () => 0.2 * next());
}

const play = (input: readonly Float32Array[], rings: readonly Ring[]) =>
  playNew(kernels, k => k.makeRingSuppressor(rings, RATE_HZ, input.length), input).output;

describe('ring suppressor', () => {
  it('does what the plain version does, to the last bits of float32', () => {
    const input = whiteNoise(9000, 3);
    const [output] = play([input], [RING]);
    const expected = suppress(input, RING);
    // one rounding to float32 of samples up to 0.3
    expect(Math.max(...output!.map((y, n) => Math.abs(y - expected[n]!)))).toBeLessThan(3e-8);
  });

  it('undoes the bell of a ring that stands out, and leaves what lies an octave away', () => {
    const bell = kernels.designFilter({ shape: 'bell', frequencyHz: 2000, gainDb: 8, q: 15 }, RATE_HZ);
    const clean = whiteNoise(96000, 5);
    const [rung] = playNew(kernels, k => k.makeBiquads([bell], 1), [clean]).output;
    const [mended] = play([rung!], [RING]);
    const gainDb = (signal: Float32Array, hz: number) => {
      const power = (of: Float32Array) =>
        Array.from({ length: 21 }, (_, k) => levelDb(transformAt(of, (hz + 2 * (k - 10)) / RATE_HZ)));
      const sum = (levels: number[]) => 10 * Math.log10(levels.reduce((s, db) => s + 10 ** (db / 10), 0));
      return sum(power(signal)) - sum(power(clean));
    };
    expect(gainDb(rung!, 2000)).toBeGreaterThan(7); // the bell's 8 dB, less its slope over 40 Hz
    expect(gainDb(mended!, 2000)).toBeLessThan(2.5); // the bar: 5 dB of them go
    expect(Math.abs(gainDb(mended!, 1000))).toBeLessThan(0.1); // the skirt of a bell of Q 9 an octave away
  });

  it('leaves every bit alone while nothing rings', () => {
    const frames = 96000;
    const sine = Float32Array.from({ length: frames }, (_, n) => Math.sin((2 * Math.PI * 300 * n) / RATE_HZ));
    // a frequency whose band-passes see less at the ring than beside it
    const input = sine.map((x, n) => x + 0.3 * Math.sin((2 * Math.PI * 1515 * n) / RATE_HZ));
    const [output] = play([input], [RING]);
    expect(sameBits([output!.subarray(60000)], [input.subarray(60000)])).toBe(true); // the splash of the onset is released by then: nine times 100 ms
  });
});
