import { dbToPower, powerToDb } from '../../units/index.ts';
import type { PlanContext } from '../context.ts';
import { keptMoveDb } from '../keep.ts';
import { MATCH_MOVE_DB } from '../limits.ts';
import type { ToneWish } from '../stages/tone-wish.ts';
import { type Course, levelFree, ownDoubtDb } from './aim.ts';
import { likelyCourse } from './smooth.ts';

/** How the mix stands to the references in each third, and what may be done about it. */
export interface ToneMatch {
  readonly centresHz: readonly number[];
  /** Reference − mix, level-free, as measured; null where one of them has nothing. */
  readonly missingDb: readonly (number | null)[];
  /** The likeliest broad course behind it: what an equaliser without bounds would do. */
  readonly courseDb: readonly number[];
  /** 1 where the mix has music that a boost would raise, 0 where there is nothing. */
  readonly presence: readonly number[];
  readonly wish: ToneWish;
}

/** What is known of tonal differences: a few dB, broad as an octave and a half (own estimate: the moves of mastering). */
const EXPECTED = { shapeDb: 3, levelDb: 20, reachOctaves: 1.3 } as const;
/** Thirds this far under the strongest hold noise and leakage: from the first on a boost is held back, from the second there is none. */
const FAINT_BELOW_DB = 55;
const EMPTY_BELOW_DB = 70;
/** Deficits of this size are instruments that are not there: no boost brings them (own estimate). */
const MISSING_FROM_DB = 12;
const MISSING_AT_DB = 20;
/** Where nothing is known, the curve should go on, but not at the price of the rest. */
const UNKNOWN_WEIGHT = 0.3;
const KEPT_WEIGHT = 4;

function fade(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - to) / (from - to)));
}

/** Loud sections as they will be once the sides have been moved, dB. */
function afterWidth(
  levels: readonly (number | null)[],
  sideMidDb: readonly (number | null)[],
  sideGainsDb: readonly number[] | null,
): (number | null)[] {
  return levels.map((level, band) => {
    const ratioDb = sideMidDb[band] ?? null;
    if (level === null || ratioDb === null || sideGainsDb === null) return level;
    const ratio = dbToPower(ratioDb);
    return level + powerToDb((1 + ratio * dbToPower(sideGainsDb[band]!)) / (1 + ratio));
  });
}

/**
 * What an equaliser should do to bring a mix to its references.
 * @param already      what runs before and cannot be changed, dB per third
 * @param sideGainsDb  what the width stage will do to the sides in each third; null where nothing
 */
export function matchTone(
  aim: Course,
  context: PlanContext,
  already: readonly number[],
  sideGainsDb: readonly number[] | null,
): ToneMatch {
  const { facts, keep } = context;
  const { centresHz, midDb, sideDb } = facts.spectrum;
  const ratios = midDb.map((mid, band) => {
    const side = sideDb[band] ?? null;
    return mid === null || side === null ? null : side - mid;
  });
  const levels = afterWidth(levelFree(facts), ratios, sideGainsDb);
  const strongest = Math.max(...levels.map(level => level ?? Number.NEGATIVE_INFINITY));
  const missingDb = centresHz.map((_, band) => {
    const [wanted, found] = [aim.levelDb[band] ?? null, levels[band] ?? null];
    return wanted === null || found === null ? null : wanted - found - already[band]!;
  });
  const own = ownDoubtDb(facts);
  const doubtDb = centresHz.map((_, band) =>
    Math.sqrt(own[band]! * own[band]! + aim.doubtDb[band]! * aim.doubtDb[band]!),
  );
  const cutoffHz = facts.upperCutoffHz ?? Number.POSITIVE_INFINITY;
  const body = levels.map((found, band) =>
    found === null || centresHz[band]! > cutoffHz
      ? 0
      : fade(found, strongest - FAINT_BELOW_DB, strongest - EMPTY_BELOW_DB),
  );
  // what holds no music tells nothing of the tone: it must not bend its neighbours
  const telling = missingDb.map((missing, band) =>
    missing === null || body[band]! === 0 || missing > MISSING_AT_DB ? null : missing,
  );
  const certainty = doubtDb.map((doubt, band) => (telling[band] === null ? 0 : 1 / (doubt * doubt)));
  const course = likelyCourse(centresHz, telling, doubtDb, EXPECTED);
  const total = certainty.reduce((sum, value) => sum + value, 0);
  const level = course.reduce(
    (sum, value, band) => sum + (value * certainty[band]!) / Math.max(1e-9, total),
    0,
  );
  const courseDb = course.map(value => value - level); // the level is for the loudness to set
  const presence = body.map((there, band) => {
    const missing = Math.max(courseDb[band]!, missingDb[band] === null ? 0 : missingDb[band]! - level);
    return there * fade(-missing, -MISSING_FROM_DB, -MISSING_AT_DB);
  });
  const gainDb = courseDb.map((wanted, band) => {
    const most = Math.min(MATCH_MOVE_DB, keptMoveDb(keep, centresHz[band]!));
    const heard = wanted > 0 ? wanted * presence[band]! : wanted;
    return Math.min(most, Math.max(-most, heard));
  });
  const usual = total / Math.max(1, certainty.filter(value => value > 0).length);
  const weight = centresHz.map((hz, band) => {
    if (keptMoveDb(keep, hz) < MATCH_MOVE_DB) return KEPT_WEIGHT;
    return Math.max(UNKNOWN_WEIGHT, Math.min(1, certainty[band]! / Math.max(1e-9, usual)));
  });
  return {
    centresHz,
    missingDb: missingDb.map(missing => (missing === null ? null : missing - level)),
    courseDb,
    presence,
    wish: { gainDb, weight },
  };
}
