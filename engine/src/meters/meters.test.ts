import { describe, expect, it } from 'vitest';
import { HOPS_PER_SECOND } from '../standards/index.ts';
import {
  dynamicRange,
  integratedLoudness,
  loudnessRange,
  lufsToPower,
  maximumLoudness,
  peakToShortTerm,
  percentile,
  powerToLufs,
} from './index.ts';

const RATE = 48000;

/** Hops of constant loudness, one step after the other. */
function hopsOf(steps: readonly (readonly [lufs: number, seconds: number])[]) {
  const powers = steps.flatMap(([lufs, seconds]) =>
    Array.from({ length: seconds * HOPS_PER_SECOND }, () => (lufsToPower(lufs) * RATE) / HOPS_PER_SECOND),
  );
  return { sampleRateHz: RATE, powers: Float64Array.from(powers) };
}

describe('loudness from hops', () => {
  it('quiet parts below the relative gate do not count', () => {
    expect(
      integratedLoudness(
        hopsOf([
          [-36, 10],
          [-23, 60],
          [-36, 10],
        ]),
      ).integratedLufs,
    ).toBeCloseTo(-23, 1);
  });

  it('silence and less than one block have no loudness', () => {
    expect(integratedLoudness(hopsOf([[Number.NEGATIVE_INFINITY, 5]])).integratedLufs).toBe(
      Number.NEGATIVE_INFINITY,
    );
    expect(integratedLoudness(hopsOf([[-23, 0.3]])).integratedLufs).toBe(Number.NEGATIVE_INFINITY);
    expect(loudnessRange(hopsOf([[Number.NEGATIVE_INFINITY, 5]]))).toBe(Number.NEGATIVE_INFINITY);
  });

  it('a 400 ms burst is found at any hop', () => {
    const quiet = Number.NEGATIVE_INFINITY;
    for (const offset of [0, 0.03, 0.07]) {
      expect(
        maximumLoudness(
          hopsOf([
            [quiet, 1 + offset],
            [-23, 0.4],
            [quiet, 1],
          ]),
          40,
        ),
      ).toBeCloseTo(-23, 6);
    }
  });

  it('the range of two levels is their difference, and repeating the programme does not change it', () => {
    const once: [number, number][] = [
      [-20, 20],
      [-30, 20],
    ];
    expect(loudnessRange(hopsOf(once))).toBeCloseTo(10, 1);
    expect(loudnessRange(hopsOf([...once, ...once]))).toBeCloseTo(10, 1);
  });

  it('power and loudness are inverse', () => {
    expect(powerToLufs(lufsToPower(-14))).toBeCloseTo(-14, 12);
  });
});

describe('dynamic range', () => {
  it('a full-scale sine has none', () => {
    const block = { sumOfSquares: 0.5 * 144000, peakGain: 1, frameCount: 144000 };
    expect(dynamicRange([block, block, block])).toBeCloseTo(0, 9);
  });

  it('takes the second-highest peak over the loudest fifth', () => {
    const block = (rms: number, peakGain: number) => ({
      sumOfSquares: (rms * rms * 100) / 2,
      peakGain,
      frameCount: 100,
    });
    const blocks = [block(0.1, 1), block(0.1, 0.5), block(0.1, 0.4), block(0.01, 0.3), block(0.01, 0.2)];
    expect(dynamicRange(blocks)).toBeCloseTo(20 * Math.log10(0.5 / 0.1), 9);
  });
});

describe('peak to short-term loudness', () => {
  it('is the distance of the window’s peak from its loudness', () => {
    const hops = hopsOf([[-20, 6]]);
    const peaks = new Float32Array(hops.powers.length).fill(0.5);
    const { minimumDb, medianDb } = peakToShortTerm(hops, peaks, -70);
    expect(minimumDb).toBeCloseTo(-6.02 + 20, 2);
    expect(medianDb).toBeCloseTo(minimumDb, 9);
  });

  it('is unknown where nothing is above the gate', () => {
    expect(peakToShortTerm(hopsOf([[-80, 6]]), new Float32Array(600), -70).minimumDb).toBeNaN();
  });
});

describe('percentile', () => {
  it('takes the nearest rank, whatever the order', () => {
    expect(percentile([3, 1, 2], 0.5)).toBe(2);
    expect(percentile([3, 1, 2], 1)).toBe(3);
    expect(percentile([], 0.5)).toBeNaN();
  });
});
