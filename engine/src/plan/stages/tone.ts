import type { FilterSpec } from '../../audio/index.ts';
import { type Decision, leave, type PlanContext, take } from '../context.ts';
import { fitBands } from '../fit/fit.ts';
import { makeResponseGrid, octaveGrid } from '../fit/response.ts';
import { type KeptRegion, sayRegion } from '../keep.ts';
import type { Bound } from '../plan.ts';
import { interpolateOctaves } from '../targets/third-octaves.ts';
import { compareTone } from '../tone-deviation.ts';
import { keepOutOfRegions, keepWithinMoves, roundBand } from './tone-bounds.ts';
import { outsideRmsDb, type ToneWish, wishTone } from './tone-wish.ts';
import { bandReason, describeNoTone, describeRest } from './tone-words.ts';

/** The smallest move that engineers make on a master, dB. */
const LEAST_MOVE_DB = 0.5;
const LEAST_BAND_DB = 0.25;
const BAND_COUNT = 8;
const ENOUGH_DB = 0.2;

function fitWish(
  wish: ToneWish,
  { facts, kernels, keep }: PlanContext,
  lowCut: readonly FilterSpec[],
): readonly FilterSpec[] {
  const topHz = Math.min(18000, 0.45 * facts.sampleRateHz);
  const grid = makeResponseGrid(octaveGrid(25, topHz, 6), facts.sampleRateHz, kernels);
  const { centresHz } = facts.spectrum;
  const read = (values: readonly number[]): Float64Array =>
    Float64Array.from(grid.frequenciesHz, hz => interpolateOctaves(centresHz, values, hz));
  const limits = {
    fromHz: 30,
    toHz: Math.min(14000, 0.8 * topHz),
    bellQ: { minimum: 0.4, maximum: 1.4 },
    shelfQ: { minimum: 0.5, maximum: 0.8 },
    gainDb: 4,
  };
  const target = { gainDb: read(wish.gainDb), weight: read(wish.weight) };
  const { bands } = fitBands(grid, target, {
    limits,
    bandCount: BAND_COUNT,
    enoughDb: ENOUGH_DB,
    mayCompensate: false,
  });
  const worth = bands.filter(band => Math.abs(band.gainDb) >= LEAST_BAND_DB).map(roundBand);
  const ordered = worth.sort((a, b) => a.frequencyHz - b.frequencyHz);
  const { sampleRateHz } = facts;
  const within = keepWithinMoves(ordered, sampleRateHz, kernels);
  return keepOutOfRegions(within, lowCut, keep, { sampleRateHz, kernels, leastGainDb: LEAST_BAND_DB });
}

function boundOf(region: KeptRegion): Bound {
  const { largestMoveDb } = region;
  return {
    parameter: `gainDb ${sayRegion(region)}`,
    minimum: -largestMoveDb,
    maximum: largestMoveDb,
    unit: 'dB',
  };
}

/** Few broad moves toward the edge of what the genre's records do; nothing inside it. */
export function decideTone(context: PlanContext, lowCut: readonly FilterSpec[]): Decision {
  const { facts, kernels, keep } = context;
  if (keep.keepsTone) return leave('Tone: the brief keeps it, so no equaliser.');
  const tone = compareTone(facts, context.tonalDb, context.format.isLossy);
  if (tone === null) return leave('Tone: the spectrum is empty, so there is nothing to equalise.');
  const centres = makeResponseGrid(facts.spectrum.centresHz, facts.sampleRateHz, kernels);
  const wish = wishTone(tone, context, [...centres.chainResponseDb(lowCut)]);
  if (Math.max(...wish.gainDb.map(Math.abs)) < LEAST_MOVE_DB) return leave(describeNoTone(tone, context));
  const bands = fitWish(wish, context, lowCut);
  const before = outsideRmsDb(tone, context, centres.chainResponseDb(lowCut));
  const response = centres.chainResponseDb([...lowCut, ...bands]);
  if (outsideRmsDb(tone, context, response) >= before) return leave(describeNoTone(tone, context));
  return take(
    {
      id: 'tone',
      processor: 'eq',
      isEnabled: true,
      strengthFraction: 1,
      parameters: { bands },
      because: bands.map(band => bandReason(band, tone, context)),
      bounds: [
        { parameter: 'gainDb', minimum: -4, maximum: 4, unit: 'dB' },
        { parameter: 'gainDb below 60 Hz and above 12 kHz', minimum: -3, maximum: 3, unit: 'dB' },
        ...keep.regions.map(boundOf),
      ],
    },
    describeRest(tone, context, response),
  );
}
