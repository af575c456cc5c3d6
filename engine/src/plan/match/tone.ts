import type { FilterSpec } from '../../audio/index.ts';
import { type Decision, leave, type PlanContext, take } from '../context.ts';
import { makeResponseGrid } from '../fit/response.ts';
import { MATCH_MOVE_DB } from '../limits.ts';
import { boundOf, fitWish, MATCH_FIT } from '../stages/tone-fit.ts';
import type { Course } from './aim.ts';
import { matchTone, type ToneMatch } from './tone-wish.ts';
import { describeReached, describeUnreached, matchReason } from './tone-words.ts';

/** The smallest move worth a filter, dB. */
const LEAST_MOVE_DB = 0.5;

/** Root mean square of what is missing once `responseDb` is applied, by certainty, dB. */
function restDb({ courseDb, wish }: ToneMatch, responseDb: ArrayLike<number> | null): number {
  let sum = 0;
  let total = 0;
  courseDb.forEach((wanted, band) => {
    const rest = wanted - (responseDb?.[band] ?? 0);
    sum += wish.weight[band]! * rest * rest;
    total += wish.weight[band]!;
  });
  return total === 0 ? 0 : Math.sqrt(sum / total);
}

/** The tone of the references: broad moves toward their middle, within the bounds of what a reference licenses. */
export function decideMatchedTone(
  aim: Course,
  context: PlanContext,
  lowCut: readonly FilterSpec[],
  sideGainsDb: readonly number[] | null,
): Decision {
  const { facts, kernels, keep } = context;
  if (keep.keepsTone) return leave('Tone: the brief keeps it, so the references have no say in it.');
  const { label } = context.reference!;
  const centres = makeResponseGrid(facts.spectrum.centresHz, facts.sampleRateHz, kernels);
  const match = matchTone(aim, context, [...centres.chainResponseDb(lowCut)], sideGainsDb);
  if (match.missingDb.every(missing => missing === null)) {
    return leave(`Tone: the mix and ${label} share no part of the spectrum, so no equaliser.`);
  }
  const stays = (): Decision => {
    const unreached = describeUnreached(match, new Float64Array(match.centresHz.length), context);
    return { stage: null, leftAlone: describeReached(match, label), warnings: unreached };
  };
  if (Math.max(...match.wish.gainDb.map(Math.abs)) < LEAST_MOVE_DB) return stays();
  const bands = fitWish(match.wish, context, lowCut, MATCH_FIT);
  const response = centres.chainResponseDb(bands);
  if (bands.length === 0 || restDb(match, response) >= restDb(match, null)) {
    return stays();
  }
  return take(
    {
      id: 'tone',
      processor: 'eq',
      isEnabled: true,
      strengthFraction: 1,
      parameters: { bands },
      because: bands.map(band => matchReason(band, match, label)),
      bounds: [
        { parameter: 'gainDb', minimum: -MATCH_MOVE_DB, maximum: MATCH_MOVE_DB, unit: 'dB' },
        ...keep.regions.map(boundOf),
      ],
    },
    describeUnreached(match, response, context),
  );
}
