import type { Facts } from '../analyze/facts.ts';
import { dbToPower } from '../units/index.ts';
import { overlapFraction } from './targets/derive.ts';
import { NINE_BAND_CENTRES_HZ } from './targets/nine-bands.ts';

/** Mid and side energy of one of the nine bands that the width tables are written in. */
export interface BandWidth {
  readonly mid: number;
  readonly side: number;
}

/** Side over mid below which a recording is mono to every ear, dB. */
export const MONO_BELOW_DB = -35;

/** Sums the thirds of mid and side into the nine bands. */
export function readWidths(facts: Facts): BandWidth[] {
  const { centresHz, midDb, sideDb } = facts.spectrum;
  return NINE_BAND_CENTRES_HZ.map((_, band) => {
    let mid = 0;
    let side = 0;
    centresHz.forEach((hz, index) => {
      const overlap = overlapFraction(hz, band);
      if (overlap === 0) return;
      mid += overlap * dbToPower(midDb[index] ?? -300);
      side += overlap * dbToPower(sideDb[index] ?? -300);
    });
    return { mid, side };
  });
}
