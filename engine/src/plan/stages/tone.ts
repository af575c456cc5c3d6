import type { FilterSpec } from '../../audio/index.ts';
import { type Decision, leave, type PlanContext, take } from '../context.ts';
import { makeResponseGrid } from '../fit/response.ts';
import { compareTone } from '../tone-deviation.ts';
import { boundOf, fitWish, GENRE_FIT } from './tone-fit.ts';
import { outsideRmsDb, wishTone } from './tone-wish.ts';
import { bandReason, describeNoTone, describeRest } from './tone-words.ts';

/** The smallest move that engineers make on a master, dB. */
const LEAST_MOVE_DB = 0.5;

/** Few broad moves toward the edge of what the genre's records do; nothing inside it. */
export function decideTone(context: PlanContext, lowCut: readonly FilterSpec[]): Decision {
  const { facts, kernels, keep } = context;
  if (keep.keepsTone) return leave('Tone: the brief keeps it, so no equaliser.');
  const tone = compareTone(facts, context.tonalDb, context.format.isLossy);
  if (tone === null) return leave('Tone: the spectrum is empty, so there is nothing to equalise.');
  const centres = makeResponseGrid(facts.spectrum.centresHz, facts.sampleRateHz, kernels);
  const wish = wishTone(tone, context, [...centres.chainResponseDb(lowCut)]);
  if (Math.max(...wish.gainDb.map(Math.abs)) < LEAST_MOVE_DB) return leave(describeNoTone(tone, context));
  const bands = fitWish(wish, context, lowCut, GENRE_FIT);
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
