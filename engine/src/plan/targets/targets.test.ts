import { describe, expect, it } from 'vitest';
import { blendTargets } from './blend.ts';
import { deriveCurve, sumNineBands } from './derive.ts';
import { GENRE_NAMES, GENRE_TARGETS } from './genres.ts';
import { BAND_LEVELS_DB, DYNAMICS, SIDE_MID_DB } from './nine-bands.ts';
import { mixRanges, outsideBy, range } from './range.ts';
import { POP_RECORDS_DB, POPULAR_MEAN_DB, ROCK_RECORDS_DB } from './spectrum-sources.ts';
import { CENTRES_HZ, interpolateOctaves, meanOfMiddle } from './third-octaves.ts';

const ALL = [...GENRE_NAMES, 'unlabelled'] as const;

describe('the genre tables', () => {
  it.each(ALL)('%s has a level and a spread for every third octave, 0 = mean of 200 Hz … 2 kHz', name => {
    const { levelDb, spreadDb } = GENRE_TARGETS[name].tone;
    expect(levelDb).toHaveLength(CENTRES_HZ.length);
    expect(spreadDb).toHaveLength(CENTRES_HZ.length);
    expect(Math.abs(meanOfMiddle(CENTRES_HZ, levelDb))).toBeLessThan(0.05); // plans round to 0.01 dB
    for (const spread of spreadDb) expect(spread).toBeGreaterThanOrEqual(2);
  });

  it.each(ALL)('%s has ranges that rise from p10 over p50 to p90', name => {
    const { dynamics, deliveredLufs, sideMidDb } = GENRE_TARGETS[name];
    expect(sideMidDb).toHaveLength(9);
    for (const limits of [...Object.values(dynamics), deliveredLufs, ...sideMidDb]) {
      expect(limits.p10).toBeLessThan(limits.p50);
      expect(limits.p50).toBeLessThan(limits.p90);
    }
  });

  it.each(['classical', 'jazz', 'pop', 'unlabelled'] as const)(
    'the %s source tables have nine bands',
    name => {
      expect(BAND_LEVELS_DB[name]).toHaveLength(9);
      expect(SIDE_MID_DB[name]).toHaveLength(9);
      expect(DYNAMICS[name].plrDb.p10).toBeGreaterThan(0);
    },
  );

  it.each(['classical', 'jazz', 'unlabelled'] as const)(
    'the %s curve sums to the published nine-band medians',
    name => {
      const { levelDb } = deriveCurve(POPULAR_MEAN_DB, BAND_LEVELS_DB[name]);
      const sums = sumNineBands(levelDb);
      const middle = (sums[2]! + sums[3]! + sums[4]!) / 3;
      // the medians of three bands need not average to 0 as published; up to 0.2 dB of that stays in every band
      BAND_LEVELS_DB[name].forEach(({ p50 }, band) => {
        expect(Math.abs(sums[band]! - middle - p50), `band ${band}`).toBeLessThan(0.3);
      });
    },
  );

  it('the popular mean is the Elowsson & Friberg fit, turned into band levels', () => {
    // y = −0.000183x² + 0.0213x − 16.735, x = 1 + 60 log₂(f/30), dB per Hz; a band level adds 10 log₁₀ f
    const fit = CENTRES_HZ.map(hz => {
      const x = 1 + 60 * Math.log2(hz / 30);
      return -0.000183 * x * x + 0.0213 * x - 16.735 + 10 * Math.log10(hz);
    });
    const middle = meanOfMiddle(CENTRES_HZ, fit);
    CENTRES_HZ.forEach((hz, index) => {
      if (hz < 100 || hz > 16000) return;
      // printed to 0.1 dB, and nominal centres differ from exact ones by up to 1 %
      expect(Math.abs(fit[index]! - middle - POPULAR_MEAN_DB[index]!), `${hz} Hz`).toBeLessThan(0.15);
    });
  });

  it('the measured record curves have 0 = mean of 63 Hz … 12.5 kHz, as their source says', () => {
    for (const curve of [ROCK_RECORDS_DB, POP_RECORDS_DB]) {
      const inside = curve.filter((_, index) => CENTRES_HZ[index]! >= 63 && CENTRES_HZ[index]! <= 12500);
      const mean = inside.reduce((sum, level) => sum + level, 0) / inside.length;
      expect(Math.abs(mean)).toBeLessThan(0.1); // printed to 0.1 dB
    }
  });
});

describe('blending targets', () => {
  it('of one share is that target', () => {
    expect(blendTargets([{ name: 'rock', weightFraction: 1 }])).toEqual(GENRE_TARGETS.rock);
  });

  it('of disagreeing genres is wider than either', () => {
    const blend = blendTargets([
      { name: 'metal', weightFraction: 0.5 },
      { name: 'classical', weightFraction: 0.5 },
    ]);
    const bass = CENTRES_HZ.indexOf(63);
    expect(blend.tone.spreadDb[bass]!).toBeGreaterThan(GENRE_TARGETS.metal.tone.spreadDb[bass]!);
    expect(blend.tone.spreadDb[bass]!).toBeGreaterThan(GENRE_TARGETS.classical.tone.spreadDb[bass]!);
  });
});

describe('ranges', () => {
  it('tell how far outside a value lies', () => {
    const limits = range(-3, 0, 5);
    expect([-5, -3, 0, 5, 7].map(value => outsideBy(value, limits))).toEqual([-2, 0, 0, 0, 2]);
  });

  it('mix to themselves when all parts are equal', () => {
    const mixed = mixRanges([
      { weight: 1, range: range(-3, 1, 5) },
      { weight: 3, range: range(-3, 1, 5) },
    ]);
    expect(mixed).toEqual(range(-3, 1, 5));
  });
});

describe('interpolation over octaves', () => {
  it('meets its points and halves the way between them', () => {
    expect(interpolateOctaves([100, 400], [0, 2], 100)).toBe(0);
    expect(interpolateOctaves([100, 400], [0, 2], 200)).toBeCloseTo(1, 12);
    expect(interpolateOctaves([100, 400], [0, 2], 1000)).toBe(2);
  });
});
