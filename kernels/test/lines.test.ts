import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';
import { noise } from './laws.ts';

const kernels = freshKernels();

/** Two lines and some noise. */
function render(sampleRateHz: number, frameCount: number, startFrame: number): Float32Array {
  const next = noise(4);
  return Float32Array.from({ length: frameCount }, (_, n) => {
    const t = (n + startFrame) / sampleRateHz;
    const fifty = 0.1 * Math.cos(2 * Math.PI * 50 * t + 0.7);
    const high = 0.01 * Math.cos(2 * Math.PI * 720 * t - 2);
    return fifty + high + 1e-6 * next();
  });
}

describe('makeLineProbe', () => {
  it.each([44100, 48000, 96000, 192000])(
    'reads amplitude and phase of a line at %i Hz within −80 dB of it',
    rate => {
      const mark = kernels.mark();
      const probe = kernels.makeLineProbe({ sampleRateHz: rate, frequenciesHz: [50, 720, 100] });
      const startFrame = 7 * rate + 13;
      const samples = kernels.makeFloats(rate);
      samples.set(render(rate, rate, startFrame));
      const results = kernels.makeFloats(2 * 3 * 8);
      probe.read(samples, probe.reachFrames, startFrame + probe.reachFrames, 8, results);
      for (let k = 0; k < 8; k++) {
        const [re, im, highRe, highIm, offRe, offIm] = results.subarray(6 * k, 6 * k + 6);
        expect(Math.hypot(re! - 0.1 * Math.cos(0.7), im! - 0.1 * Math.sin(0.7))).toBeLessThan(1e-5);
        expect(Math.hypot(highRe! - 0.01 * Math.cos(-2), highIm! - 0.01 * Math.sin(-2))).toBeLessThan(1e-5);
        // 50 Hz off is x = 13.3 bins of the window, whose transform is sin(πx)/(πx(1 − x²)) there: −78.6 dB
        expect(Math.hypot(offRe!, offIm!)).toBeLessThan(1.2e-5);
      }
      kernels.release(mark);
    },
  );

  it('agrees with the plain windowed sum of the audio at full rate within −70 dB', () => {
    const rate = 48000;
    const next = noise(9);
    const samples = kernels.makeFloats(rate / 2);
    samples.set(Float32Array.from({ length: rate / 2 }, () => 0.1 * next()));
    const probe = kernels.makeLineProbe({ sampleRateHz: rate, frequenciesHz: [150] });
    const results = kernels.makeFloats(2);
    const centre = 10000;
    probe.read(samples, centre, centre, 1, results);
    const length = Math.round(probe.windowSeconds * rate);
    let re = 0;
    let im = 0;
    let sum = 0;
    for (let n = 0; n < length; n++) {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length);
      const at = centre + n - length / 2;
      re += hann * samples[at]! * Math.cos((2 * Math.PI * 150 * at) / rate);
      im -= hann * samples[at]! * Math.sin((2 * Math.PI * 150 * at) / rate);
      sum += hann;
    }
    // the low-pass folds what lies beyond 2.25 kHz at less than −70 dB of it
    expect(Math.hypot(results[0]! - (2 * re) / sum, results[1]! - (2 * im) / sum)).toBeLessThan(3e-5);
  });

  it('refuses to read beyond the audio', () => {
    const probe = kernels.makeLineProbe({ sampleRateHz: 48000, frequenciesHz: [50] });
    expect(() => probe.read(kernels.makeFloats(1000), 500, 500, 1, kernels.makeFloats(2))).toThrow(TypeError);
  });
});
