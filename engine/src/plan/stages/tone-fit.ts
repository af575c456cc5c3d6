import type { FilterSpec } from '../../audio/index.ts';
import type { PlanContext } from '../context.ts';
import { fitBands } from '../fit/fit.ts';
import { makeResponseGrid, octaveGrid } from '../fit/response.ts';
import { type KeptRegion, sayRegion } from '../keep.ts';
import { largestMoveDb, MATCH_MOVE_DB } from '../limits.ts';
import type { Bound } from '../plan.ts';
import { interpolateOctaves } from '../targets/third-octaves.ts';
import { keepOutOfRegions, keepWithinMoves, roundBand } from './tone-bounds.ts';
import type { ToneWish } from './tone-wish.ts';

/** How freely an equaliser may be fitted. */
export interface FitLicence {
  readonly bandCount: number;
  readonly bandGainDb: number;
  readonly leastBandDb: number;
  readonly enoughDb: number;
  readonly bellQ: { readonly minimum: number; readonly maximum: number };
  readonly toHz: number;
  /** Whether bands may stand against the wish to correct their neighbours. */
  readonly mayCompensate: boolean;
  largestMoveDb(frequencyHz: number): number;
}

/** A genre is a guess at what is wanted: few and careful moves. */
export const GENRE_FIT: FitLicence = {
  bandCount: 8,
  bandGainDb: 4,
  leastBandDb: 0.25,
  enoughDb: 0.2,
  bellQ: { minimum: 0.4, maximum: 1.4 },
  toHz: 14_000,
  mayCompensate: false,
  largestMoveDb,
};

/** A reference is an order: the same broad filters, as many and as strong as its curve needs. */
export const MATCH_FIT: FitLicence = {
  bandCount: 10,
  bandGainDb: 8,
  leastBandDb: 0.15,
  enoughDb: 0.1,
  bellQ: { minimum: 0.3, maximum: 1.4 },
  toHz: 16_000,
  mayCompensate: false,
  largestMoveDb: () => MATCH_MOVE_DB,
};

/** Bells and shelves for a wish, within the moves of the licence and what the brief keeps, in the order of frequency. */
export function fitWish(
  wish: ToneWish,
  { facts, kernels, keep }: PlanContext,
  lowCut: readonly FilterSpec[],
  licence: FitLicence,
): readonly FilterSpec[] {
  const { sampleRateHz } = facts;
  const topHz = Math.min(18_000, 0.45 * sampleRateHz);
  const grid = makeResponseGrid(octaveGrid(25, topHz, 6), sampleRateHz, kernels);
  const { centresHz } = facts.spectrum;
  const read = (values: readonly number[]): Float64Array =>
    Float64Array.from(grid.frequenciesHz, hz => interpolateOctaves(centresHz, values, hz));
  const { bands } = fitBands(
    grid,
    { gainDb: read(wish.gainDb), weight: read(wish.weight) },
    {
      limits: {
        fromHz: 30,
        toHz: Math.min(licence.toHz, 0.8 * topHz),
        bellQ: licence.bellQ,
        shelfQ: { minimum: 0.5, maximum: 0.8 },
        gainDb: licence.bandGainDb,
      },
      bandCount: licence.bandCount,
      enoughDb: licence.enoughDb,
      mayCompensate: licence.mayCompensate,
    },
  );
  const worth = bands.filter(band => Math.abs(band.gainDb) >= licence.leastBandDb).map(roundBand);
  const ordered = worth.sort((a, b) => a.frequencyHz - b.frequencyHz);
  const within = keepWithinMoves(ordered, sampleRateHz, kernels, licence.largestMoveDb);
  return keepOutOfRegions(within, lowCut, keep, { sampleRateHz, kernels, leastGainDb: licence.leastBandDb });
}

/** What a kept region means for the gains, as a bound of the plan. */
export function boundOf(region: KeptRegion): Bound {
  return {
    parameter: `gainDb ${sayRegion(region)}`,
    minimum: -region.largestMoveDb,
    maximum: region.largestMoveDb,
    unit: 'dB',
  };
}
