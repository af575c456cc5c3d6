import type { HumModel } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';
import { noise, playNew } from './laws.ts';

const kernels = freshKernels();
const RATE = 48000;

const MODEL: HumModel = {
  fundamentalHz: 60,
  hopSeconds: 0.1,
  phaseTurns: [0.25, 0.26, 0.28, 0.275, 0.27, 0.26],
  gains: [1, 1, 0.5, 0.5, 1, 1],
  harmonics: [
    { number: 1, re: [0.01, 0.02], im: [0.005, 0] },
    { number: 2, re: [0, 0.001], im: [-0.01, 0.003] },
    { number: 7, re: [0.003, -0.002], im: [0.001, 0.001] },
  ],
};

/** The definition: Σ Re(a·g·e^(i·n·2π·phase)). */
function humAt(frame: number, channel: number): number {
  const position = frame / RATE / MODEL.hopSeconds;
  const index = Math.floor(position);
  const u = position - index;
  const t = MODEL.phaseTurns;
  const at = (k: number) => (k < 0 ? 2 * t[0]! - t[1]! : t[k]!);
  const [a, b, c, d] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
  const curve = b + 0.5 * u * (c - a + u * (2 * a - 5 * b + 4 * c - d + u * (3 * (b - c) + d - a)));
  const gain = MODEL.gains[index]! + u * (MODEL.gains[index + 1]! - MODEL.gains[index]!);
  const phase = 2 * Math.PI * ((60 * frame) / RATE + curve);
  return MODEL.harmonics.reduce(
    (sum, { number, re, im }) =>
      sum + gain * (re[channel]! * Math.cos(number * phase) - im[channel]! * Math.sin(number * phase)),
    0,
  );
}

describe('makeDehum', () => {
  const make = () => kernels.makeDehum(MODEL, RATE, 2);

  it('subtracts exactly the hum that the model tells, within −90 dB of it', () => {
    const next = noise(2);
    const music = [0, 1].map(() => Float32Array.from({ length: 14000 }, () => 0.1 * next()));
    const humming = music.map((samples, channel) => samples.map((x, n) => x + humAt(n, channel)));
    const { output } = playNew(kernels, make, humming, [777]);
    let worst = 0;
    output.forEach((samples, channel) => {
      samples.forEach((x, n) => {
        worst = Math.max(worst, Math.abs(x - music[channel]![n]!));
      });
    });
    // the phase is straight over 64 frames, and the samples are float32
    expect(worst).toBeLessThan(1e-6);
  });

  it('leaves digital silence alone, at the start and after music', () => {
    const next = noise(3);
    const music = [0, 1].map(() =>
      Float32Array.from({ length: 6000 }, (_, n) => (n < 500 || n >= 3000 ? 0 : 0.1 * next())),
    );
    const { output } = playNew(kernels, make, music);
    for (const samples of output) {
      expect(samples.subarray(0, 500).every(x => x === 0)).toBe(true);
      // 32 zeros make silence
      expect(samples.subarray(3032).every(x => x === 0)).toBe(true);
      expect(samples.subarray(3000, 3030).some(x => x !== 0)).toBe(true);
    }
  });
});
