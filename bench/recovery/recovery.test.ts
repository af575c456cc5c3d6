import { describe, expect, it } from 'vitest';
import { freshKernels } from '../../kernels/test/kernels.ts';
import { convolve, designLinearPhase } from '../support/convolve.ts';
import type { Material } from '../support/material.ts';
import { afDistance, audioFeatures } from './af-distance.ts';
import { distanceOf, measureMaterial } from './compare.ts';
import { degrade, drawDegradation } from './degrade.ts';
import { matchByMatchering } from './matchering.ts';
import { limitPeaks } from './matchering-limiter.ts';
import { joinPassages } from './passages.ts';

const kernels = freshKernels();
const RATE = 44100;

function noise(seconds: number, seed: number): Material {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 0.1 * (state / 2 ** 31 - 1);
  };
  const mid = Float32Array.from({ length: seconds * RATE }, next);
  const side = Float32Array.from({ length: seconds * RATE }, next);
  return {
    name: 'noise',
    sampleRateHz: RATE,
    channels: [mid.map((m, n) => m + 0.4 * side[n]!), mid.map((m, n) => m - 0.4 * side[n]!)],
  };
}

describe('convolution', () => {
  it('is the plain sum, its delay taken off', () => {
    const signal = Float32Array.from({ length: 5000 }, (_, n) => Math.sin(n * n));
    const taps = Float64Array.from({ length: 101 }, (_, n) => Math.cos(n) / (1 + n));
    const fast = convolve(signal, taps, kernels);
    for (let n = 0; n < signal.length; n += 37) {
      let sum = 0;
      for (let k = 0; k < taps.length; k++) sum += taps[k]! * (signal[n + 50 - k] ?? 0);
      expect(fast[n]).toBeCloseTo(sum, 4);
    }
  });

  it('with a flat filter gives the signal back', () => {
    const signal = Float32Array.from({ length: 20000 }, (_, n) => Math.sin(n / 7));
    const flat = convolve(
      signal,
      designLinearPhase(() => 1, RATE, 512, kernels),
      kernels,
    );
    signal.forEach((x, n) => {
      if (n % 97 === 0) expect(flat[n]).toBeCloseTo(x, 4);
    });
  });
});

describe('passages', () => {
  it('even and odd ones share nothing, and short rests are left out', () => {
    const ramp = Float32Array.from({ length: 34 * RATE }, (_, n) => Math.floor(n / (10 * RATE)));
    const piece = { name: '', sampleRateHz: RATE, channels: [ramp, ramp] };
    const middles = (first: 0 | 1) =>
      [...joinPassages(piece, first).channels[0]!].filter((_, n) => n % (10 * RATE) === 5 * RATE);
    expect(middles(0)).toEqual([0, 2]);
    expect(middles(1)).toEqual([1]);
    expect(joinPassages(piece, 0).channels[0]).toHaveLength(20 * RATE);
    expect(joinPassages(piece, 1).channels[0]).toHaveLength(10 * RATE);
  });
});

describe('the degradation', () => {
  it('is the same for the same seed, and moves what it says', async () => {
    const piece = noise(12, 1);
    const chain = drawDegradation(5, false);
    const [once, twice] = [
      degrade(piece, chain, kernels),
      degrade(piece, drawDegradation(5, false), kernels),
    ];
    expect(once.channels[0]).toEqual(twice.channels[0]);
    const [before, after] = [await measureMaterial(piece), await measureMaterial(once)];
    const ratio = 10 * Math.log10(after.features.width / before.features.width);
    expect(ratio).toBeCloseTo(20 * Math.log10(chain.sideGain), 1);
    const level = (band: number): number =>
      after.facts.spectrum.midDb[band]! - before.facts.spectrum.midDb[band]!;
    for (const [band, hz] of [
      [10, 250],
      [16, 1000],
      [22, 4000],
    ] as const) {
      expect(level(band)).toBeCloseTo(chain.gainDbAt(hz) + chain.levelDb, 0);
    }
  });

  it('keeps the equaliser within 6 dB for any seed', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { gainDbAt, sideGain, levelDb } = drawDegradation(seed, true);
      for (let hz = 20; hz < 20_000; hz *= 1.2) expect(Math.abs(gainDbAt(hz))).toBeLessThanOrEqual(6);
      expect(sideGain >= 0.3 && sideGain <= 1.6 && levelDb >= -18 && levelDb <= -6).toBe(true);
    }
  });
});

describe('the audio-feature distance', () => {
  it('is nothing between a programme and itself, and weighs a gain by its definition', () => {
    const piece = noise(4, 1);
    const half = { ...piece, channels: piece.channels.map(channel => channel.map(x => x / 2)) };
    const [a, b] = [audioFeatures(piece, kernels), audioFeatures(half, kernels)];
    expect(afDistance(a, a)).toBe(0);
    const rms = a.rms.reduce((sum, value) => sum + (value / 2) ** 2, 0) / 2;
    expect(afDistance(a, b)).toBeCloseTo(0.1 * rms + 0.1 * Math.LN2 ** 2, 6);
  });
});

describe('the distance', () => {
  it('takes the level out of the spectrum and not out of the loudness', async () => {
    const piece = noise(6, 1);
    const half = { ...piece, channels: piece.channels.map(channel => channel.map(x => x / 2)) };
    const distance = distanceOf(await measureMaterial(piece), await measureMaterial(half));
    expect(distance.spectrumDb).toBeLessThan(0.02);
    expect(distance.widthDb).toBeLessThan(0.02);
    expect(distance.loudnessLu).toBeCloseTo(6.02, 1);
  });
});

describe('the method of Matchering', () => {
  it('brings degraded noise near to other noise of the same kind, below full scale', async () => {
    const [piece, reference] = [noise(16, 1), noise(16, 2)];
    const bad = degrade(piece, drawDegradation(3, false), kernels);
    const original = await measureMaterial(piece);
    const before = distanceOf(original, await measureMaterial(bad));
    const matched = matchByMatchering(bad, reference, kernels);
    const after = distanceOf(original, await measureMaterial(matched));
    expect(after.spectrumDb).toBeLessThan(0.2 * before.spectrumDb);
    expect(after.widthDb).toBeLessThan(0.3);
    expect(after.loudnessLu).toBeLessThan(0.3);
  });

  it('has a limiter that no sample passes and that leaves quiet audio alone', () => {
    const loud = Float32Array.from(
      { length: RATE },
      (_, n) => (n > 20000 && n < 20100 ? 2 : 0.5) * Math.sin(n),
    );
    const quiet = loud.map(x => x / 8);
    const pair = [loud.slice(), loud.slice()] as const;
    limitPeaks(pair, 0.9, RATE);
    expect(pair[0].reduce((peak, x) => Math.max(peak, Math.abs(x)), 0)).toBeLessThanOrEqual(0.9 + 1e-6);
    const still = [quiet.slice(), quiet.slice()] as const;
    limitPeaks(still, 0.9, RATE);
    expect(still[0]).toEqual(quiet);
  });
});
