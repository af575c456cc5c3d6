import { describe, expect, it } from 'vitest';
import { transformAt } from './fourier.ts';
import { freshKernels } from './kernels.ts';
import { noise } from './laws.ts';

const FRAMES = 1024;
const kernels = freshKernels();

function makeStereo(frameCount: number, leftLaterFrames: number, gain: number) {
  const block = kernels.makeBlock(2, frameCount);
  const next = noise(11);
  const source = Float32Array.from({ length: frameCount + 64 }, next);
  block.channels[0]!.set(source.subarray(32 - leftLaterFrames, 32 - leftLaterFrames + frameCount));
  block.channels[1]!.set(source.subarray(32, 32 + frameCount).map(x => gain * x));
  return block;
}

describe('makeCrossSpectrum', () => {
  it('sums L·R*, |L|² and |R|² as the definition does', () => {
    const block = makeStereo(3 * FRAMES, 3, 0.5);
    const cross = kernels.makeCrossSpectrum(FRAMES);
    const starts = [0, 700, 1500];
    for (const start of starts) cross.add(block, start, 20);
    for (const bin of [0, 1, 2, 3, 77, 300, 511, 512]) {
      const expected = [0, 0, 0, 0];
      for (const start of starts) {
        const [l, r] = [0, 20].map((later, c) => {
          const part = block.channels[c]!.subarray(start + later, start + later + FRAMES);
          const windowed = part.map((x, n) => x * (0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / FRAMES)));
          return transformAt(windowed, bin / FRAMES);
        });
        expected[0]! += l![0] * r![0] + l![1] * r![1];
        expected[1]! += l![1] * r![0] - l![0] * r![1];
        expected[2]! += l![0] ** 2 + l![1] ** 2;
        expected[3]! += r![0] ** 2 + r![1] ** 2;
      }
      const found = [cross.crossRe, cross.crossIm, cross.leftPowers, cross.rightPowers].map(sum => sum[bin]!);
      const scale = expected[2]! + expected[3]!;
      found.forEach((value, i) => {
        expect(Math.abs(value - expected[i]!) / scale).toBeLessThan(2e-6); // float32 transforms
      });
    }
  });

  it('finds a lag where the left is late, at its sign, near 1 for one and the same signal', () => {
    for (const [later, gain] of [
      [5, 0.5],
      [-7, -0.3],
      [0, 1],
    ] as const) {
      const cross = kernels.makeCrossSpectrum(FRAMES);
      const block = makeStereo(32 * FRAMES, later, gain);
      for (let start = 0; start + FRAMES <= block.frameCount; start += FRAMES) cross.add(block, start, 0);
      const correlations = kernels.makeFloats(2 * 80 + 1);
      cross.correlate(1, 512, correlations);
      const sign = Math.sign(gain);
      const best = correlations.reduce(
        (most, value, i) => (sign * value > sign * correlations[most]! ? i : most),
        0,
      );
      expect((best - 80) / 8).toBe(later);
      // the windows do not hold the very same frames: 7 of 1024 differ
      expect(sign * correlations[best]!).toBeGreaterThan(0.95);
      expect(sign * correlations[best]!).toBeLessThan(1.0001);
    }
  });
});
