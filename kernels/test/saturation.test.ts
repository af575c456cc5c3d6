import type { Kernels, Processor } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { transformAt } from './fourier.ts';
import { freshKernels } from './kernels.ts';
import { makeProgramme, playNew, RATES_HZ } from './laws.ts';

const kernels = freshKernels();

function maker(driveDb: number, mixFraction: number, rate: number): (k: Kernels) => Processor {
  return k => k.makeSaturation({ driveDb, mixFraction }, rate, 1);
}

function saturate(input: Float32Array, driveDb: number, mixFraction: number, rate: number): Float32Array {
  const { output, latencyFrames } = playNew(kernels, maker(driveDb, mixFraction, rate), [input]);
  return output[0]!.subarray(latencyFrames);
}

/** Amplitude at one frequency over a whole number of periods. */
function amplitudeAt(signal: Float32Array, hz: number, rate: number): number {
  return (2 * Math.hypot(...transformAt(signal, hz / rate))) / signal.length;
}

/** A sine of amplitude 1, a quarter of a second of it, after the filters have filled. */
function steady(hz: number, driveDb: number, rate: number): Float32Array {
  const input = Float32Array.from({ length: rate / 4 + 2000 }, (_, n) =>
    Math.sin((2 * Math.PI * hz * n) / rate),
  );
  return saturate(input, driveDb, 1, rate).subarray(1000, 1000 + rate / 4);
}

/** The strongest line up to 20 kHz that is no harmonic, against the fundamental. */
function worstAliasDb(hz: number, driveDb: number, rate: number): number {
  const output = steady(hz, driveDb, rate);
  const fundamental = amplitudeAt(output, hz, rate);
  let worst = 0;
  for (let order = 3; order * hz < 24 * rate; order += 2) {
    const folded = Math.abs(order * hz - rate * Math.round((order * hz) / rate));
    if (order * hz <= rate / 2 || folded > 20000 || folded % hz === 0) continue;
    worst = Math.max(worst, amplitudeAt(output, folded, rate));
  }
  return 20 * Math.log10(worst / fundamental);
}

describe('makeSaturation', () => {
  it('keeps aliases of a 5 kHz tone at 12 dB drive 90 dB under the tone', () => {
    for (const rate of RATES_HZ) {
      // 4996 Hz: its folded harmonics fall beside the true ones, and a quarter second holds whole periods of all
      const aliasDb = worstAliasDb(4996, 12, rate);
      console.log(`[bar] saturation, 5 kHz at 12 dB drive, ${rate} Hz: aliases ${aliasDb.toFixed(1)} dB`);
      expect(aliasDb).toBeLessThan(-90); // the bar
      expect(aliasDb).toBeLessThan(-120); // ours; without the antiderivatives −111 dB, the bare curve −22 dB
    }
  });

  it('bends a slow sine as f(x) = x / √(1 + (g − 1)²x²), within −70 dB', () => {
    const rate = 48000;
    const output = steady(50, 6, rate);
    const k = 10 ** (6 / 20) - 1;
    let worst = 0;
    output.forEach((y, n) => {
      const x = Math.sin((2 * Math.PI * 50 * (n + 1000)) / rate);
      worst = Math.max(worst, Math.abs(y - x / Math.sqrt(1 + k * k * x * x)));
    });
    expect(20 * Math.log10(worst)).toBeLessThan(-70); // antiderivatives average two neighbours: slope × half a frame²
  });

  it('keeps every bit of quiet sound but its declared delay', () => {
    const input = makeProgramme(1, 4000, 5)[0]!.map(x => x * 1e-6);
    const output = saturate(input, 12, 1, 44100);
    expect(output).toEqual(input.subarray(0, output.length));
  });

  it('mixes dry and wet in step: half the mix is the mean of both', () => {
    const input = makeProgramme(1, 4000, 6)[0]!;
    const wet = saturate(input, 9, 1, 96000);
    const half = saturate(input, 9, 0.5, 96000);
    half.forEach((y, n) => {
      expect(Math.abs(y - 0.5 * (wet[n]! + input[n]!))).toBeLessThan(2 ** -22); // rounding of float32 sums
    });
  });

  it('grows from nothing: 0.01 dB of drive changes −60 dB at most', () => {
    const input = makeProgramme(1, 4000, 8)[0]!;
    const output = saturate(input, 0.01, 1, 48000);
    const change = Math.max(...output.map((y, n) => Math.abs(y - input[n]!)));
    expect(20 * Math.log10(change)).toBeLessThan(-60);
  });
});
