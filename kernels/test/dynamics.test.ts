import type { CompressorParameters } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';
import { makeProgramme, playNew, RATES_HZ } from './laws.ts';

const kernels = freshKernels();

const PARAMETERS: CompressorParameters = {
  thresholdDbfs: -20,
  ratio: 3,
  kneeDb: 0,
  attackSeconds: 0.005,
  releaseSeconds: 0.1,
  makeupDb: 0,
  mixFraction: 1,
  detectorHighPassHz: 0,
};

/** Oracle: the static curve. @source Giannoulis et al., JAES 60(6) 2012, eq. (4) */
function staticCurveDb(levelDb: number, { thresholdDbfs, ratio, kneeDb }: CompressorParameters): number {
  const over = levelDb - thresholdDbfs;
  if (2 * over < -kneeDb) return levelDb;
  if (2 * Math.abs(over) <= kneeDb && kneeDb > 0) {
    return levelDb + ((1 / ratio - 1) * (over + kneeDb / 2) ** 2) / (2 * kneeDb);
  }
  return thresholdDbfs + over / ratio;
}

/** Oracle: the smooth decoupled detector in doubles; returns the reduction in dB per frame. */
function reductionDb(input: Float32Array, parameters: CompressorParameters, sampleRateHz: number): number[] {
  const release = Math.exp(-1 / (parameters.releaseSeconds * sampleRateHz));
  const attack = Math.exp(-1 / (parameters.attackSeconds * sampleRateHz));
  let held = 0;
  let smooth = 0;
  return Array.from(input, x => {
    const levelDb = 20 * Math.log10(Math.max(Math.abs(x), 1e-10));
    const wanted = levelDb - staticCurveDb(levelDb, parameters);
    held = Math.max(wanted, release * held + (1 - release) * wanted);
    smooth = attack * smooth + (1 - attack) * held;
    return smooth;
  });
}

function compress(
  channels: readonly Float32Array[],
  parameters: CompressorParameters,
  sampleRateHz = 48000,
): Float32Array[] {
  return playNew(kernels, k => k.makeCompressor(parameters, sampleRateHz, channels.length), channels).output;
}

describe('makeCompressor', () => {
  it('settles on the static curve within 0.001 dB: hard and soft knees, ratios to 20, −70 … +6 dBFS', () => {
    let worstDb = 0;
    for (const kneeDb of [0, 6, 18]) {
      for (const ratio of [1.2, 2, 4, 20]) {
        const parameters = { ...PARAMETERS, kneeDb, ratio, attackSeconds: 0, releaseSeconds: 0.005 };
        for (let levelDb = -70; levelDb <= 6; levelDb += 0.7) {
          const input = new Float32Array(64).fill(10 ** (levelDb / 20));
          const [output] = compress([input], parameters);
          const foundDb = 20 * Math.log10(output!.at(-1)!);
          const exactDb = 20 * Math.log10(input[0]!); // the level as float32 holds it
          worstDb = Math.max(worstDb, Math.abs(foundDb - staticCurveDb(exactDb, parameters)));
        }
      }
    }
    console.log(`[bar] compressor static curve: within ${worstDb.toFixed(6)} dB`);
    expect(worstDb).toBeLessThan(0.001); // the bar
    expect(worstDb).toBeLessThan(2e-5); // ours: the kernel's logarithm and power
  });

  it.each(RATES_HZ.map(rate => ({ rate })))(
    'makes 63 % of a step in the attack time at $rate Hz',
    ({ rate }) => {
      const attackSeconds = 0.02;
      const input = new Float32Array(rate / 4).fill(0.5);
      const parameters = { ...PARAMETERS, attackSeconds };
      const [output] = compress([input], parameters, rate);
      const finalDb = 20 * Math.log10(output!.at(-1)! / 0.5);
      const at = output!.findIndex(y => 20 * Math.log10(y / 0.5) <= (1 - Math.exp(-1)) * finalDb);
      console.log(
        `[bar] attack ${attackSeconds} s, 63 % after ${((at + 1) / rate).toFixed(5)} s at ${rate} Hz`,
      );
      expect(Math.abs(at + 1 - attackSeconds * rate)).toBeLessThanOrEqual(2); // two frames: where the step falls between frames
    },
  );

  it('gives back 63 % of a reduction after the release time', () => {
    const rate = 48000;
    const parameters = { ...PARAMETERS, attackSeconds: 0, releaseSeconds: 0.1 };
    const input = new Float32Array(rate).fill(0.01);
    input.fill(0.8, 0, rate / 4);
    const [output] = compress([input], parameters, rate);
    const fullDb = 20 * Math.log10(output![rate / 4 - 1]! / 0.8);
    const tail = output!.subarray(rate / 4);
    const at = tail.findIndex(y => 20 * Math.log10(y / 0.01) >= fullDb * Math.exp(-1));
    expect(Math.abs(at + 1 - 0.1 * rate)).toBeLessThanOrEqual(2);
  });

  it('follows the detector’s definition on moving sound within 0.001 dB', () => {
    const [input] = makeProgramme(1, 12000, 21);
    const parameters = { ...PARAMETERS, kneeDb: 6, thresholdDbfs: -26 };
    const [output] = compress([input!], parameters);
    const expected = reductionDb(input!, parameters, 48000);
    let worstDb = 0;
    input!.forEach((x, n) => {
      if (Math.abs(x) < 1e-3) return;
      worstDb = Math.max(worstDb, Math.abs(20 * Math.log10(output![n]! / x) + expected[n]!));
    });
    expect(worstDb).toBeLessThan(0.001); // logarithm and power of the kernel: 1e-4 dB
  });

  it('adds the make-up to the compressed part and mixes the dry part back', () => {
    const input = new Float32Array(4000).fill(0.5);
    const parameters = { ...PARAMETERS, attackSeconds: 0, makeupDb: 4, mixFraction: 0.6 };
    const [output] = compress([input], parameters);
    const levelDb = 20 * Math.log10(0.5);
    const wet = 10 ** ((staticCurveDb(levelDb, parameters) - levelDb + 4) / 20);
    const foundDb = 20 * Math.log10(output!.at(-1)! / (0.5 * (0.4 + 0.6 * wet)));
    expect(Math.abs(foundDb)).toBeLessThan(0.001);
  });

  it('does not let bass below the detector’s high-pass steer the gain', () => {
    const sine = (hz: number): Float32Array =>
      Float32Array.from({ length: 24000 }, (_, n) => 0.9 * Math.sin((2 * Math.PI * hz * n) / 48000));
    const parameters = { ...PARAMETERS, detectorHighPassHz: 200 };
    const peak = (hz: number): number =>
      Math.max(
        ...compress([sine(hz)], parameters)[0]!
          .subarray(12000)
          .map(Math.abs),
      );
    expect(20 * Math.log10(peak(25) / 0.9)).toBeGreaterThan(-0.1); // 36 dB under the corner's 0 dB
    expect(20 * Math.log10(peak(2000) / 0.9)).toBeLessThan(-10);
  });

  it('tells the deepest reduction once', () => {
    const reducer = kernels.makeCompressor({ ...PARAMETERS, attackSeconds: 0 }, 48000, 1);
    const block = kernels.makeBlock(1, 1000);
    block.channels[0]!.fill(0.5);
    reducer.process(block);
    const levelDb = 20 * Math.log10(0.5);
    const expectedDb = staticCurveDb(levelDb, PARAMETERS) - levelDb;
    expect(Math.abs(reducer.takeGainReductionDb() - expectedDb)).toBeLessThan(0.001);
    expect(reducer.takeGainReductionDb()).toBe(0);
  });

  it('takes the louder channel for both', () => {
    const loud = new Float32Array(2000).fill(0.5);
    const quiet = new Float32Array(2000).fill(-0.25);
    const [left, right] = compress([quiet, loud], PARAMETERS);
    left!.forEach((y, n) => {
      expect(y).toBe(-0.5 * right![n]!);
    });
  });

  it('refuses more than two channels and ratios below one', () => {
    expect(() => kernels.makeCompressor(PARAMETERS, 48000, 6)).toThrow(/one or two/);
    expect(() => kernels.makeCompressor({ ...PARAMETERS, ratio: 0.5 }, 48000, 2)).toThrow(/ratio/);
  });
});
