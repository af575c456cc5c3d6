import type { Facts } from '../analyze/facts.ts';
import { dbToPower, powerToDb } from '../units/index.ts';
import { meanOfMiddle, upperEdgeHz } from './targets/third-octaves.ts';

/** How the tone of a mix, mid and side together, stands to a target: 1/3 octaves. */
export interface ToneDeviation {
  readonly centresHz: readonly number[];
  /** Mix − target, smoothed over an octave, both with 0 = mean of 200 Hz … 2 kHz; null where there is nothing. */
  readonly deviationDb: readonly (number | null)[];
  /** How far each third may be trusted to hold music worth raising, 0…1. */
  readonly boostTrust: readonly number[];
  /** How far each third may be trusted at all: less where it comes and goes, 0…1. */
  readonly trust: readonly number[];
}

/** Triangle over an octave and a third: notes and keys are no matter of tone, regions are. */
const SMOOTHING: readonly number[] = [1, 2, 3, 2, 1];
/** Thirds this far below the strongest hold overtones, noise and leakage: not what a boost is meant for (own estimate). */
const EMPTY_BELOW_DB = 38;
const FAINT_BELOW_DB = 26;
/** A third whose level strays this much over time (standard deviation) gets half the trust (own estimate). */
const RESTLESS_DB = 10;

/** Mid and side power of every third in dB; null where empty. */
export function totalLevels(facts: Facts): (number | null)[] {
  const { centresHz, midDb, sideDb } = facts.spectrum;
  return centresHz.map((_, index) => {
    const mid = midDb[index] ?? null;
    const side = sideDb[index] ?? null;
    if (mid === null) return side;
    return side === null ? mid : powerToDb(dbToPower(mid) + dbToPower(side));
  });
}

function smoothed(levels: readonly (number | null)[]): (number | null)[] {
  return levels.map((level, index) => {
    if (level === null) return null;
    let sum = 0;
    let weightSum = 0;
    SMOOTHING.forEach((weight, tap) => {
      const neighbour = levels[index + tap - 2];
      if (neighbour === undefined || neighbour === null) return;
      sum += weight * neighbour;
      weightSum += weight;
    });
    return sum / weightSum;
  });
}

/** 1 above `fromDb`, 0 below `toDb`, straight between. */
function fade(value: number, fromDb: number, toDb: number): number {
  return Math.min(1, Math.max(0, (value - toDb) / (fromDb - toDb)));
}

/**
 * Compares the tone of a mix with a target.
 * @param targetDb  level-free target, one per centre
 * @returns null where the spectrum is empty
 */
export function compareTone(
  facts: Facts,
  targetDb: readonly number[],
  isLossy: boolean,
): ToneDeviation | null {
  const { centresHz, spreadDb } = facts.spectrum;
  const levels = totalLevels(facts);
  const strongest = Math.max(...levels.map(level => level ?? Number.NEGATIVE_INFINITY));
  if (!Number.isFinite(strongest)) return null;
  const middle = meanOfMiddle(
    centresHz,
    levels.map(level => level ?? Number.NaN),
  );
  const cutoffHz = facts.upperCutoffHz ?? Number.POSITIVE_INFINITY;
  return {
    centresHz,
    // the difference is smoothed, not the levels: a steep target keeps its corners
    deviationDb: smoothed(
      levels.map((level, index) => (level === null ? null : level - middle - targetDb[index]!)),
    ),
    trust: levels.map((level, index) => {
      if (level === null) return 0;
      const restlessness = (spreadDb[index] ?? 0) / RESTLESS_DB;
      return 1 / (1 + restlessness * restlessness);
    }),
    boostTrust: levels.map((level, index) => {
      const centreHz = centresHz[index]!;
      if (level === null || upperEdgeHz(centreHz) > cutoffHz) return 0;
      const present = fade(level, strongest - FAINT_BELOW_DB, strongest - EMPTY_BELOW_DB);
      return isLossy && centreHz > 9000 ? present / 2 : present; // raising what an encoder left raises its artefacts
    }),
  };
}
