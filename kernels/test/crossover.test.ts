import type { CompressorParameters } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { levelDb, transformAt } from './fourier.ts';
import { freshKernels } from './kernels.ts';
import { playNew, RATES_HZ } from './laws.ts';

const kernels = freshKernels();

const NEUTRAL: CompressorParameters = {
  thresholdDbfs: 0,
  ratio: 1,
  kneeDb: 0,
  attackSeconds: 0.01,
  releaseSeconds: 0.1,
  makeupDb: 0,
  mixFraction: 1,
  detectorHighPassHz: 0,
};

const SPLITS: readonly (readonly number[])[] = [[150], [120, 2000], [90, 700, 6000], [300, 500, 800]];

/** What an impulse of one becomes; `gainsDb` per band, by make-up. */
function impulseResponse(
  crossoversHz: readonly number[],
  gainsDb: readonly number[],
  sampleRateHz: number,
  frameCount: number,
): Float32Array {
  const impulse = new Float32Array(frameCount);
  impulse[0] = 1;
  const bands = gainsDb.map(makeupDb => ({ ...NEUTRAL, makeupDb }));
  return playNew(kernels, k => k.makeMultibandCompressor({ crossoversHz, bands }, sampleRateHz, 1), [impulse])
    .output[0]!;
}

describe('the crossover of the multiband compressor', () => {
  it('adds up flat within 0.001 dB for two to four bands at every rate', () => {
    let worstDb = 0;
    for (const sampleRateHz of RATES_HZ) {
      for (const crossoversHz of SPLITS) {
        const gainsDb = [0, ...crossoversHz.map(() => 0)];
        const response = impulseResponse(crossoversHz, gainsDb, sampleRateHz, sampleRateHz / 4);
        for (let k = 0; k < 60; k++) {
          const hz = 20 * (0.48 * (sampleRateHz / 20)) ** (k / 59);
          worstDb = Math.max(worstDb, Math.abs(levelDb(transformAt(response, hz / sampleRateHz))));
        }
      }
    }
    console.log(`[bar] crossover sum, 2–4 bands: flat within ${worstDb.toFixed(6)} dB`);
    expect(worstDb).toBeLessThan(0.001); // the bar
  });

  it('turns the sum like the analytic all-passes of its splits', () => {
    const crossoversHz = [200, 3000];
    const response = impulseResponse(crossoversHz, [0, 0, 0], 48000, 24000);
    for (const hz of [50, 150, 400, 1500, 5000, 15000]) {
      // second-order all-pass, Q √½, on the bilinear axis: phase −2 atan(√2 x / (1 − x²)), x = tan(πf/fs) / tan(πfc/fs)
      const expected = crossoversHz.reduce((phase, corner) => {
        const x = Math.tan((Math.PI * hz) / 48000) / Math.tan((Math.PI * corner) / 48000);
        return phase - 2 * Math.atan2(Math.SQRT2 * x, 1 - x * x);
      }, 0);
      const [re, im] = transformAt(response, hz / 48000);
      expect(Math.cos(Math.atan2(im, re) - expected)).toBeGreaterThan(1 - 1e-6); // 0.08°, float32 rounding
    }
  });

  it('cuts each band by 24 dB per octave, −6 dB at its corner', () => {
    const silentDb = -200;
    const low = impulseResponse([1000], [0, silentDb], 48000, 12000);
    const high = impulseResponse([1000], [silentDb, 0], 48000, 12000);
    const at = (response: Float32Array, hz: number): number => levelDb(transformAt(response, hz / 48000));
    expect(at(low, 1000)).toBeCloseTo(-6.0206, 3);
    expect(at(high, 1000)).toBeCloseTo(-6.0206, 3);
    expect(at(low, 4000) - at(low, 2000)).toBeLessThan(-22); // −24 asymptotically
    expect(at(high, 250) - at(high, 500)).toBeLessThan(-22);
  });

  it('refuses crossovers that do not ascend and bands that do not fit', () => {
    const bands = [NEUTRAL, NEUTRAL, NEUTRAL];
    expect(() => kernels.makeMultibandCompressor({ crossoversHz: [500, 200], bands }, 48000, 2)).toThrow(
      /ascend/,
    );
    expect(() => kernels.makeMultibandCompressor({ crossoversHz: [500], bands }, 48000, 2)).toThrow(
      /3 bands/,
    );
  });
});
