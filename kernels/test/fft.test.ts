import type { Kernels } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';

const POWERS = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17];

/** White noise from a seed (Numerical Recipes' LCG). */
function fillNoise(samples: Float32Array, seed: number): void {
  let state = seed >>> 0;
  for (let i = 0; i < samples.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    samples[i] = state / 2 ** 31 - 1;
  }
}

/** One bin by the definition, in float64. */
function bin(samples: Float32Array, k: number): { re: number; im: number } {
  const count = samples.length;
  let re = 0;
  let im = 0;
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * ((i * k) % count)) / count;
    re += samples[i]! * Math.cos(angle);
    im -= samples[i]! * Math.sin(angle);
  }
  return { re, im };
}

/** Both ends, the bins where the four quarters meet, and a spread of others; all of them while that is quick. */
function binsToCheck(frameCount: number): number[] {
  const last = frameCount / 2;
  if (frameCount <= 1024) return Array.from({ length: last + 1 }, (_, k) => k);
  const seams = [0, last / 4, last / 2, (3 * last) / 4, last];
  const near = seams.flatMap(k => [k - 4, k - 3, k - 1, k, k + 1, k + 3, k + 4]);
  return near.concat(77, 1001 % last).filter(k => k >= 0 && k <= last);
}

const decibels = (ratio: number) => 10 * Math.log10(ratio);

function transformed(kernels: Kernels, frameCount: number) {
  const fft = kernels.makeRealFft(frameCount);
  const input = kernels.makeFloats(frameCount);
  const spectrum = kernels.makeFloats(frameCount + 2);
  const output = kernels.makeFloats(frameCount);
  fillNoise(input, frameCount);
  fft.forward(input, spectrum);
  fft.inverse(spectrum, output);
  return { input, spectrum, output };
}

describe('real FFT', () => {
  it.each(POWERS)('agrees with the definition within −135 dB of the bins at 2^%i frames', power => {
    // The float32 figure of pffft, 2^-24 growing with the logarithm of the length.
    const { input, spectrum } = transformed(freshKernels(), 2 ** power);
    let error = 0;
    let total = 0;
    for (const k of binsToCheck(2 ** power)) {
      const { re, im } = bin(input, k);
      error += (re - spectrum[2 * k]!) ** 2 + (im - spectrum[2 * k + 1]!) ** 2;
      total += re ** 2 + im ** 2;
    }
    console.log(`[bar] real FFT of ${2 ** power}: error ${decibels(error / total).toFixed(1)} dB`);
    expect(decibels(error / total)).toBeLessThan(-135);
  });

  it.each(POWERS)('the inverse gives back 2^%i frames within −130 dB', power => {
    // Two transforms of −135 dB each.
    const { input, output } = transformed(freshKernels(), 2 ** power);
    let error = 0;
    let total = 0;
    input.forEach((x, i) => {
      error += (x - output[i]!) ** 2;
      total += x ** 2;
    });
    expect(decibels(error / total)).toBeLessThan(-130);
  });

  it('the outermost bins of a real signal have no imaginary part', () => {
    const { spectrum } = transformed(freshKernels(), 4096);
    expect(Math.abs(spectrum[1]!)).toBe(0);
    expect(Math.abs(spectrum[4097]!)).toBe(0);
  });

  it('leaves its input as it is', () => {
    const kernels = freshKernels();
    const { input, spectrum } = transformed(kernels, 1024);
    const expected = new Float32Array(1024);
    fillNoise(expected, 1024);
    expect([...input]).toEqual([...expected]);
    const before = spectrum.slice();
    kernels.makeRealFft(1024).inverse(spectrum, kernels.makeFloats(1024));
    expect([...spectrum]).toEqual([...before]);
  });

  it('records its speed', () => {
    for (const frameCount of [4096, 16384, 65536]) {
      const kernels = freshKernels();
      const fft = kernels.makeRealFft(frameCount);
      const input = kernels.makeFloats(frameCount);
      const spectrum = kernels.makeFloats(frameCount + 2);
      fillNoise(input, 1);
      const turns = 400_000 / frameCount;
      let best = Number.POSITIVE_INFINITY;
      for (let run = 0; run < 30; run++) {
        const start = performance.now();
        for (let i = 0; i < turns; i++) fft.forward(input, spectrum);
        best = Math.min(best, ((performance.now() - start) * 1000) / Math.ceil(turns));
      }
      console.log(`[bar] real FFT of ${frameCount}: ${best.toFixed(1)} µs`);
      expect(best).toBeGreaterThan(0);
    }
  });

  it.each([0, 128, 300, 262144, Number.NaN])('refuses %d frames', frameCount => {
    expect(() => freshKernels().makeRealFft(frameCount)).toThrow(TypeError);
  });
});
