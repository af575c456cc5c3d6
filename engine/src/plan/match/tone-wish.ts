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
/** Raising what an encoder left raises its artefacts. */
export const CODED_FROM_HZ = 9000;
const CODED_TRUST = 0.5;

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

/** Loud sections of the mix with the sides where they will be, level-free. */
function levelsOf({ facts }: PlanContext, sideGainsDb: readonly number[] | null): (number | null)[] {
  const { midDb, sideDb } = facts.spectrum;
  const sideMidDb = midDb.map((mid, band) => {
    const side = sideDb[band] ?? null;
    return mid === null || side === null ? null : side - mid;
  });
  return afterWidth(levelFree(facts), sideMidDb, sideGainsDb);
}

/** How much music each third holds: 1 where there is, 0 beyond the upper end or far under the strongest. */
function bodyOf(levels: readonly (number | null)[], { facts }: PlanContext): number[] {
  const strongest = Math.max(...levels.map(level => level ?? Number.NEGATIVE_INFINITY));
  const cutoffHz = facts.upperCutoffHz ?? Number.POSITIVE_INFINITY;
  return levels.map((found, band) =>
    found === null || facts.spectrum.centresHz[band]! > cutoffHz
      ? 0
      : fade(found, strongest - FAINT_BELOW_DB, strongest - EMPTY_BELOW_DB),
  );
}

/** Mean of the course by certainty: the level, which is for the loudness to set. */
function levelOf(course: readonly number[], certainty: readonly number[]): number {
  const total = Math.max(
    1e-9,
    certainty.reduce((sum, value) => sum + value, 0),
  );
  return course.reduce((sum, value, band) => sum + (value * certainty[band]!) / total, 0);
}

/** Sure thirds count fully, doubtful ones less, kept ones more than all. */
function weightOf(certainty: readonly number[], { facts, keep }: PlanContext): number[] {
  const known = certainty.filter(value => value > 0);
  const usual = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  return certainty.map((value, band) => {
    if (keptMoveDb(keep, facts.spectrum.centresHz[band]!) < MATCH_MOVE_DB) return KEPT_WEIGHT;
    return Math.max(UNKNOWN_WEIGHT, Math.min(1, value / Math.max(1e-9, usual)));
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
  const { facts, keep, format } = context;
  const { centresHz } = facts.spectrum;
  const levels = levelsOf(context, sideGainsDb);
  const body = bodyOf(levels, context);
  const differenceDb = levels.map((found, band) => {
    const wanted = aim.levelDb[band] ?? null;
    return wanted === null || found === null ? null : wanted - found - already[band]!;
  });
  // what holds no music tells nothing of the tone: it must not bend its neighbours
  const telling = differenceDb.map((difference, band) =>
    difference === null || body[band]! === 0 || difference > MISSING_AT_DB ? null : difference,
  );
  const doubtDb = ownDoubtDb(facts).map((own, band) =>
    Math.sqrt(own * own + aim.doubtDb[band]! * aim.doubtDb[band]!),
  );
  const certainty = doubtDb.map((doubt, band) => (telling[band] === null ? 0 : 1 / (doubt * doubt)));
  const course = likelyCourse(centresHz, telling, doubtDb, EXPECTED);
  const level = levelOf(course, certainty);
  const courseDb = course.map(value => value - level);
  const missingDb = differenceDb.map(difference => (difference === null ? null : difference - level));
  const presence = body.map((there, band) => {
    const missing = Math.max(courseDb[band]!, missingDb[band] ?? 0);
    const isCoded = format.isLossy && centresHz[band]! > CODED_FROM_HZ;
    return there * fade(-missing, -MISSING_FROM_DB, -MISSING_AT_DB) * (isCoded ? CODED_TRUST : 1);
  });
  const gainDb = courseDb.map((wanted, band) => {
    const most = Math.min(MATCH_MOVE_DB, keptMoveDb(keep, centresHz[band]!));
    const heard = wanted > 0 ? wanted * presence[band]! : wanted;
    return Math.min(most, Math.max(-most, heard));
  });
  return { centresHz, missingDb, courseDb, presence, wish: { gainDb, weight: weightOf(certainty, context) } };
}
