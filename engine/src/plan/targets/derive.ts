import { dbToPower, log2, powerToDb } from '../../units/index.ts';
import { NINE_BAND_CENTRES_HZ, NINE_BAND_EDGES_HZ } from './nine-bands.ts';
import type { Range } from './range.ts';
import { CENTRES_HZ, interpolateOctaves, lowerEdgeHz, meanOfMiddle, upperEdgeHz } from './third-octaves.ts';

/** A tonal curve in 1/3 octaves (CENTRES_HZ): the middle of the records, and how far 80 % of them stray from it. */
export interface TonalCurve {
  readonly levelDb: readonly number[];
  readonly spreadDb: readonly number[];
}

/** Least spread of any curve: the tightest region of the measured record curves, 85 % half-width. */
const LEAST_SPREAD_DB = 2.5;
/** Records stray further in the sub: measured 5.7–6.1 dB there against 2.9 dB in the bass. */
const SUB_EXTRA_SPREAD_DB = 2.5;
const SUB_BELOW_HZ = 50;

/** The same curve with 0 = mean of 200 Hz … 2 kHz. */
export function normalized(levelDb: readonly number[]): number[] {
  const middle = meanOfMiddle(CENTRES_HZ, levelDb);
  return levelDb.map(level => level - middle);
}

/** Share of a 1/3 octave that lies in nine-band `band`, 0…1 over log frequency. */
export function overlapFraction(centreHz: number, band: number): number {
  const fromHz = band === 0 ? 1 : NINE_BAND_EDGES_HZ[band - 1]!;
  const toHz = NINE_BAND_EDGES_HZ[band] ?? 96000;
  const low = Math.max(lowerEdgeHz(centreHz), fromHz);
  const high = Math.min(upperEdgeHz(centreHz), toHz);
  return high <= low ? 0 : log2(high / low) / log2(upperEdgeHz(centreHz) / lowerEdgeHz(centreHz));
}

const OVERLAPS: readonly (readonly number[])[] = NINE_BAND_CENTRES_HZ.map((_, band) =>
  CENTRES_HZ.map(centreHz => overlapFraction(centreHz, band)),
);

/** Sums a 1/3-octave curve into the nine broad bands. */
export function sumNineBands(levelDb: readonly number[]): number[] {
  return OVERLAPS.map(overlaps => {
    let power = 0;
    overlaps.forEach((overlap, index) => {
      if (overlap > 0) power += overlap * dbToPower(levelDb[index]!);
    });
    return powerToDb(power);
  });
}

/**
 * Bends a 1/3-octave curve, smoothly, until its nine broad bands have the published medians: the fine shape comes from
 * `base`, the balance from `bands`.
 */
export function deriveCurve(base: readonly number[], bands: readonly Range[]): TonalCurve {
  const bend = bands.map(() => 0);
  const bent = (): number[] =>
    base.map((level, index) => level + interpolateOctaves(NINE_BAND_CENTRES_HZ, bend, CENTRES_HZ[index]!));
  for (let round = 0; round < 20; round++) {
    const sums = sumNineBands(bent());
    const level = (sums[2]! + sums[3]! + sums[4]!) / 3;
    bands.forEach((band, index) => {
      bend[index]! += 0.8 * (band.p50 - (sums[index]! - level));
    });
  }
  const halfWidths = bands.map(band => (band.p90 - band.p10) / 2);
  const spreadDb = CENTRES_HZ.map(centreHz => {
    const spread = Math.max(LEAST_SPREAD_DB, interpolateOctaves(NINE_BAND_CENTRES_HZ, halfWidths, centreHz));
    return centreHz < SUB_BELOW_HZ ? spread + SUB_EXTRA_SPREAD_DB : spread;
  });
  return { levelDb: normalized(bent()), spreadDb };
}
