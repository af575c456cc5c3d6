import type { Kernels, Processor } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { levelDb, transformAt } from './fourier.ts';
import { freshKernels } from './kernels.ts';
import { makeProgramme, playNew, RATES_HZ } from './laws.ts';

const kernels = freshKernels();

/** The level of the side at one frequency, from the response to an impulse in the side alone. */
function sideResponseDb(
  make: (kernels: Kernels) => Processor,
  hz: readonly number[],
  sampleRateHz: number,
): number[] {
  const left = new Float32Array(sampleRateHz / 2);
  left[0] = 0.5;
  const [l, r] = playNew(kernels, make, [left, left.map(x => -x)]).output;
  const side = l!.map((x, n) => x - r![n]!);
  return hz.map(frequencyHz => levelDb(transformAt(side, frequencyHz / sampleRateHz)));
}

/** Level of what changed in the mono sum, against the sum. */
function monoChangeDb(make: (kernels: Kernels) => Processor): number {
  const input = makeProgramme(2, 20000, 31);
  const output = playNew(kernels, make, input).output;
  let change = 0;
  let sum = 0;
  for (let n = 0; n < 20000; n++) {
    const before = input[0]![n]! + input[1]![n]!;
    change += (output[0]![n]! + output[1]![n]! - before) ** 2;
    sum += before ** 2;
  }
  return 10 * Math.log10(change / sum);
}

describe('makeWidth', () => {
  it('changes the side in the middle of each band as commanded, within 0.1 dB', () => {
    let worstDb = 0;
    for (const rate of RATES_HZ) {
      const crossoversHz = [160, 1000, 6000];
      const sideGainsDb = [-6, -1, 2, 4];
      const middlesHz = [40, 400, 2450, 20000 > 0.45 * rate ? 18000 : 20000];
      const found = sideResponseDb(k => k.makeWidth({ crossoversHz, sideGainsDb }, rate), middlesHz, rate);
      found.forEach((db, band) => {
        worstDb = Math.max(worstDb, Math.abs(db - sideGainsDb[band]!));
      });
    }
    console.log(`[bar] width, side gain in the middle of a band: within ${worstDb.toFixed(3)} dB`);
    expect(worstDb).toBeLessThan(0.1); // the bar
  });

  it('is a plain gain where all bands have the same', () => {
    const input = makeProgramme(2, 5000, 3);
    const make = (k: Kernels): Processor =>
      k.makeWidth({ crossoversHz: [200, 3000], sideGainsDb: [3, 3, 3] }, 44100);
    const [left] = playNew(kernels, make, input).output;
    const gain = 10 ** (3 / 20);
    left!.forEach((y, n) => {
      const mid = (input[0]![n]! + input[1]![n]!) / 2;
      const side = (input[0]![n]! - input[1]![n]!) / 2;
      expect(Math.abs(y - (mid + gain * side))).toBeLessThan(2 ** -23); // rounding to float32
    });
  });

  it('leaves the mono sum alone, −130 dB', () => {
    const make = (k: Kernels): Processor =>
      k.makeWidth({ crossoversHz: [200, 3000], sideGainsDb: [-12, 2, 12] }, 44100);
    const changeDb = monoChangeDb(make);
    console.log(`[bar] width, change of the mono sum: ${changeDb.toFixed(1)} dB`);
    expect(changeDb).toBeLessThan(-130); // −90 dB asked; rounding of two float32 is left
  });

  it('turns the side by at most 30° while it changes by 3 dB', () => {
    const rate = 48000;
    const impulse = new Float32Array(8192);
    impulse[0] = 0.5;
    const make = (k: Kernels): Processor => k.makeWidth({ crossoversHz: [1000], sideGainsDb: [-3, 0] }, rate);
    const [left, right] = playNew(kernels, make, [impulse, impulse.map(x => -x)]).output;
    let worst = 0;
    const side = left!.map((x, n) => x - right![n]!);
    for (let hz = 50; hz < 20000; hz *= 1.1) {
      const [re, im] = transformAt(side, hz / rate);
      worst = Math.max(worst, Math.abs(Math.atan2(im, re)));
    }
    const degrees = (worst * 180) / Math.PI;
    console.log(`[bar] width, phase of the side against the mid for a 3 dB step: ${degrees.toFixed(1)}°`);
    expect(degrees).toBeLessThan(30); // a crossover sum would turn it by 360°
  });
});

describe('makeEllipticalLowEnd', () => {
  it.each([2, 4] as const)('fades the side by order %i below its corner, −6 dB there', order => {
    for (const rate of RATES_HZ) {
      const make = (k: Kernels): Processor => k.makeEllipticalLowEnd({ cornerHz: 120, order }, rate);
      const [corner, low, lower, high] = sideResponseDb(make, [120, 40, 20, 3000], rate);
      expect(corner).toBeCloseTo(-6.02, 1); // Linkwitz-Riley
      expect(Math.abs(low! - lower! - 6.02 * order)).toBeLessThan(order * 0.6); // per octave, asymptotically
      expect(Math.abs(high!)).toBeLessThan(0.05);
    }
  });

  it('leaves the mono sum alone, −130 dB', () => {
    const changeDb = monoChangeDb(k => k.makeEllipticalLowEnd({ cornerHz: 150, order: 4 }, 48000));
    expect(changeDb).toBeLessThan(-130);
  });

  it('makes bass of one channel mono', () => {
    const left = Float32Array.from({ length: 96000 }, (_, n) => Math.sin((2 * Math.PI * 20 * n) / 48000));
    const [l, r] = playNew(kernels, k => k.makeEllipticalLowEnd({ cornerHz: 150, order: 4 }, 48000), [
      left,
      new Float32Array(96000),
    ]).output;
    const side = Math.max(...l!.subarray(48000).map((x, n) => Math.abs(x - r![48000 + n]!)));
    expect(20 * Math.log10(side)).toBeLessThan(-65); // 24 dB per octave over 2.9 octaves
  });
});
