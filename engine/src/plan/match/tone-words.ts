import type { FilterSpec } from '../../audio/index.ts';
import { jsonNumber } from '../../units/index.ts';
import { regionName, say, sayHz, sentenceCase } from '../../units/words.ts';
import type { PlanContext } from '../context.ts';
import { keptMoveDb } from '../keep.ts';
import { MATCH_MOVE_DB } from '../limits.ts';
import type { Reason } from '../plan.ts';
import { placeOf, workingHz } from '../stages/tone-words.ts';
import { interpolateOctaves } from '../targets/third-octaves.ts';
import { CODED_FROM_HZ, type ToneMatch } from './tone-wish.ts';

/** What of a difference deserves a word once the equaliser is done, dB (own estimate). */
const WORTH_SAYING_DB = 2;
/** Outside, records tell more of rooms and converters than of their makers. */
const SAID_FROM_HZ = 35;
const SAID_TO_HZ = 16_500;

/** Why a band stands where it stands. */
export function matchReason(band: FilterSpec, { centresHz, courseDb }: ToneMatch, label: string): Reason {
  const hz = workingHz(band);
  const missing = interpolateOctaves(centresHz, courseDb, hz);
  const move = `${say(Math.abs(band.gainDb), 'dB')} ${band.gainDb < 0 ? 'less' : 'more'} ${placeOf(band)}`;
  // a band that does far more than is missing there holds up against its neighbours
  const isCause = missing > 0 === band.gainDb > 0 && Math.abs(missing) >= 0.5 * Math.abs(band.gainDb);
  const cause = isCause
    ? `${regionName(hz)} is ${say(Math.abs(missing), 'dB')} ${missing > 0 ? 'weaker' : 'stronger'} than in ${label}, loud sections against loud sections`
    : `it shapes the moves beside it, so that ${regionName(hz)} comes out as in ${label}`;
  return {
    fact: 'spectrum.loudDb',
    found: jsonNumber(-missing, 1),
    wanted: 0,
    unit: 'dB',
    sentence: `${sentenceCase(move)}: ${cause}.`,
  };
}

/** Why there is no equaliser. */
export function describeReached({ courseDb, centresHz, presence }: ToneMatch, label: string): string[] {
  let worst = 0;
  courseDb.forEach((missing, band) => {
    if (presence[band]! > 0.5 && Math.abs(missing) > Math.abs(courseDb[worst]!)) worst = band;
  });
  const missing = courseDb[worst]!;
  return [
    `Tone: the mix stands where ${label} stand${label.endsWith('s') ? '' : 's'}; the widest broad difference is ${say(Math.abs(missing), 'dB')} around ${sayHz(centresHz[worst]!)}, so no equaliser.`,
  ];
}

type Cause = 'empty' | 'coded' | 'kept' | 'bound' | 'steep' | 'narrow';

function causeOf(match: ToneMatch, band: number, movedDb: number, context: PlanContext): Cause {
  const missing = match.missingDb[band]!;
  if (keptMoveDb(context.keep, match.centresHz[band]!) < Math.abs(missing)) return 'kept';
  const { isLossy } = context.format;
  if (missing > 0 && isLossy && match.centresHz[band]! > CODED_FROM_HZ) return 'coded';
  if (missing > 0 && match.presence[band]! < 0.7) return 'empty';
  if (Math.abs(match.courseDb[band]!) <= MATCH_MOVE_DB - 0.5) return 'narrow';
  return Math.abs(movedDb) > MATCH_MOVE_DB - 1.5 ? 'bound' : 'steep';
}

const BECAUSE: Readonly<Record<Exclude<Cause, 'narrow'>, string>> = {
  empty: 'the mix has next to nothing there that could be raised',
  coded: 'the mix was coded with loss, and more of it would raise what the encoder left',
  kept: 'the brief keeps that part',
  steep: 'only broad moves are made',
  bound: `no move goes past ${say(MATCH_MOVE_DB, 'dB', 0)}`,
};

/** What stays between the mix and its references, the largest of each cause, with the reason. */
export function describeUnreached(
  match: ToneMatch,
  responseDb: ArrayLike<number>,
  context: PlanContext,
): string[] {
  const worst = new Map<Exclude<Cause, 'narrow'>, { readonly band: number; readonly restDb: number }>();
  match.missingDb.forEach((missing, band) => {
    const hz = match.centresHz[band]!;
    if (missing === null || hz < SAID_FROM_HZ || hz > SAID_TO_HZ) return;
    const moved = responseDb[band]!;
    const restDb = missing > 0 ? missing - moved : moved - missing; // what is moved too far is no lack
    const cause = causeOf(match, band, moved, context);
    if (cause === 'narrow' || restDb < WORTH_SAYING_DB || restDb <= (worst.get(cause)?.restDb ?? 0)) return;
    worst.set(cause, { band, restDb });
  });
  const { label, isOne } = context.reference!;
  return [...worst].map(([cause, { band }]) => {
    const missing = match.missingDb[band]!;
    const moved = responseDb[band]!;
    const isToward = missing > 0 === moved > 0 && Math.abs(moved) >= 0.1;
    const done = isToward ? `the equaliser moves ${say(Math.abs(moved), 'dB')} of that` : 'it stays';
    return `${sentenceCase(label)} ${isOne ? 'is' : 'are'} ${say(Math.abs(missing), 'dB')} ${missing > 0 ? 'stronger' : 'weaker'} around ${sayHz(match.centresHz[band]!)}; ${done}, because ${BECAUSE[cause]}.`;
  });
}
