import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';
import { noise, playNew } from './laws.ts';

const kernels = freshKernels();
const RATE = 48000;

/** Uniform noise of a known density: variance 1/3 · gain², one side, all channels together. */
const GAIN = 0.003;
const DENSITY_DB = 10 * Math.log10((2 * GAIN * GAIN) / 3 / (RATE / 2));
const PRINT = { centresHz: [20, 24000], densityDb: [DENSITY_DB, DENSITY_DB] };

function hiss(frameCount: number, seed: number): Float32Array {
  const next = noise(seed);
  return Float32Array.from({ length: frameCount }, () => GAIN * next());
}

function levelDb(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
}

describe('makeDenoise', () => {
  const make = (reductionDb: number) => () => kernels.makeDenoise({ print: PRINT, reductionDb }, RATE, 2);

  it.each([6, 12, 20])('makes noise alone quieter by %i dB, within 0.5 dB', reductionDb => {
    const input = [hiss(RATE, 1), hiss(RATE, 77)];
    const { output, latencyFrames } = playNew(kernels, make(reductionDb), input);
    const change = levelDb(output[0]!.subarray(2 * latencyFrames)) - levelDb(input[0]!);
    // a few bins in a thousand look like sound in any frame: at −20 dB they show
    expect(Math.abs(change + reductionDb)).toBeLessThan(0.5);
  });

  it('loses less than 0.05 dB of a tone 40 dB over the noise, and less than 0.1 of a click', () => {
    const tone = Float32Array.from(
      { length: RATE },
      (_, n) => 0.1 * Math.cos((2 * Math.PI * 1003 * n) / RATE),
    );
    const input = [hiss(RATE, 1), hiss(RATE, 77)].map(samples => samples.map((x, n) => x + tone[n]!));
    for (const samples of input) samples[30000]! += 0.9;
    const { output, latencyFrames } = playNew(kernels, make(12), input);
    let along = 0;
    let square = 0;
    for (let n = 4096; n < RATE - latencyFrames; n++) {
      along += output[0]![n + latencyFrames]! * tone[n]!;
      square += tone[n]! ** 2;
    }
    expect(Math.abs(20 * Math.log10(along / square))).toBeLessThan(0.05);
    expect(output[0]![30000 + latencyFrames]! / input[0]![30000]!).toBeGreaterThan(0.9);
  });

  it('keeps the energy of sound that lies 3 dB under the noise in its band, within 0.4 dB', () => {
    const next = noise(5);
    // band-limited sound, steady: 4 … 8 kHz by difference, under a noise that is everywhere
    const sound = Float32Array.from({ length: 2 * RATE }, () => 0.7 * GAIN * next());
    const input = [hiss(2 * RATE, 1), hiss(2 * RATE, 77)].map(samples =>
      samples.map((x, n) => x + sound[n]!),
    );
    const { output, latencyFrames } = playNew(kernels, make(12), input);
    const kept = levelDb(output[0]!.subarray(RATE / 2 + latencyFrames)) - levelDb(sound);
    expect(kept).toBeGreaterThan(-0.4);
    expect(kept).toBeLessThan(0.4);
  });

  it('leaves bands alone of which nothing is known', () => {
    const print = { centresHz: [20, 2000, 2500, 24000], densityDb: [null, null, DENSITY_DB, DENSITY_DB] };
    const low = Float32Array.from(
      { length: RATE },
      (_, n) => GAIN * Math.cos((2 * Math.PI * 500 * n) / RATE),
    );
    const { output, latencyFrames } = playNew(
      kernels,
      () => kernels.makeDenoise({ print, reductionDb: 12 }, RATE, 2),
      [low, low],
    );
    let worst = 0;
    for (let n = 8192; n < RATE - latencyFrames; n++)
      worst = Math.max(worst, Math.abs(output[0]![n + latencyFrames]! - low[n]!));
    // float32 transforms
    expect(worst).toBeLessThan(1e-3 * GAIN);
  });
});
