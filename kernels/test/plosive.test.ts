import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';
import { sameBits } from './laws.ts';

const kernels = freshKernels();
const RATE_HZ = 48000;
const FRAMES = 48000;
const [FROM, TO] = [20000, 28000];

function dip(input: Float32Array, cutDb: number): Float32Array {
  const mark = kernels.mark();
  const block = kernels.makeBlock(1, FRAMES);
  block.channels[0]!.set(input);
  kernels.dipLowShelf(block, {
    fromFrame: FROM,
    toFrame: TO,
    edgeSeconds: 0.015,
    cornerHz: 120,
    cutDb,
    sampleRateHz: RATE_HZ,
  });
  const output = block.channels[0]!.slice();
  kernels.release(mark);
  return output;
}

const sine = (hz: number) =>
  Float32Array.from({ length: FRAMES }, (_, n) => 0.5 * Math.sin((2 * Math.PI * hz * n) / RATE_HZ));

/** Power in the middle of the region, after over before, dB. */
function movedDb(hz: number, cutDb: number): number {
  const power = (signal: Float32Array) => signal.subarray(22000, 26000).reduce((sum, x) => sum + x * x, 0);
  return 10 * Math.log10(power(dip(sine(hz), cutDb)) / power(sine(hz)));
}

describe('plosive shelf', () => {
  it('takes its cut far below the corner, half the amplitude’s share at it, nothing far above', () => {
    expect(movedDb(12, 9)).toBeCloseTo(-9, 1);
    // a Linkwitz-Riley low-pass stands at ½ there: 1 + ½ (g − 1)
    expect(movedDb(120, 9)).toBeCloseTo(20 * Math.log10(1 + 0.5 * (10 ** (-9 / 20) - 1)), 1);
    expect(movedDb(1200, 9)).toBeCloseTo(0, 2);
  });

  it('moves no phase: what it takes from a sine is that sine', () => {
    const input = sine(60);
    const output = dip(input, 9);
    let [inPhase, total] = [0, 0];
    for (let n = 22000; n < 26000; n++) {
      inPhase += (input[n]! - output[n]!) * input[n]!;
      total += input[n]! * input[n]!;
    }
    const share = inPhase / total;
    const rest = Math.max(
      ...Array.from({ length: 4000 }, (_, k) =>
        Math.abs(input[22000 + k]! * (1 - share) - output[22000 + k]!),
      ),
    );
    expect(rest).toBeLessThan(1e-4); // the filter's memory of the ends, 0.4 s away
  });

  it('leaves every bit outside the region alone, and starts and ends without a step', () => {
    const input = sine(40);
    const output = dip(input, 12);
    expect(sameBits([output.subarray(0, FROM)], [input.subarray(0, FROM)])).toBe(true);
    expect(sameBits([output.subarray(TO)], [input.subarray(TO)])).toBe(true);
    // the first of 720 steps of a raised cosine: (π/721)²/4 of half the sine
    for (const edge of [FROM, TO - 1]) expect(Math.abs(output[edge]! - input[edge]!)).toBeLessThan(1e-5);
  });
});
