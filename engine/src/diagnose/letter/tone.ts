import type { Facts } from '../../analyze/facts.ts';
import { dbToPower, powerToDb } from '../../units/index.ts';
import type { TonalAim } from '../context.ts';

/** How one third of an octave stands to the aim. */
export interface ThirdDeviation {
  readonly centreHz: number;
  /** Mix − aim, dB. */
  readonly deviationDb: number;
  /** What is usual on either side, dB. */
  readonly toleranceDb: number;
}

/** Below, rooms and converters speak louder than mixers; above, converters do. */
const JUDGED_HZ = { from: 35, to: 16_500 } as const;
/** Triangle over an octave and a third: notes and keys are no matter of tone, regions are. */
const SMOOTHING: readonly number[] = [1, 2, 3, 2, 1];

/** Mid and side power of every third together, dB; null where there is nothing. */
function totalLevels({ spectrum }: Facts): (number | null)[] {
  return spectrum.centresHz.map((_, index) => {
    const powers = [spectrum.midDb[index] ?? null, spectrum.sideDb[index] ?? null].map(db =>
      db === null ? 0 : dbToPower(db),
    );
    const power = powers[0]! + powers[1]!;
    return power === 0 ? null : powerToDb(power);
  });
}

/** Mean of 200 Hz … 2 kHz, dB: what a level-free curve calls zero. */
function middleOf(centresHz: readonly number[], levels: readonly (number | null)[]): number {
  const inside = levels.filter(
    (level, index): level is number =>
      level !== null && centresHz[index]! >= 200 && centresHz[index]! <= 2000,
  );
  return inside.reduce((sum, level) => sum + level, 0) / Math.max(1, inside.length);
}

function smoothed(values: readonly (number | null)[], index: number): number {
  let sum = 0;
  let weightSum = 0;
  SMOOTHING.forEach((weight, tap) => {
    const value = values[index + tap - 2] ?? null;
    if (value === null) return;
    sum += weight * value;
    weightSum += weight;
  });
  return sum / weightSum;
}

/** The tone of a mix against an aim, third by third, where it can be judged; empty for silence. */
export function compareTone(facts: Facts, aim: TonalAim): readonly ThirdDeviation[] {
  const { centresHz } = facts.spectrum;
  const levels = totalLevels(facts);
  const middle = middleOf(centresHz, levels);
  const raw = levels.map((level, index) => {
    const aimDb = aim.levelDb[aim.centresHz.indexOf(centresHz[index]!)];
    return level === null || aimDb === undefined ? null : level - middle - aimDb;
  });
  const topHz = Math.min(JUDGED_HZ.to, 0.85 * (facts.upperCutoffHz ?? Number.POSITIVE_INFINITY));
  return centresHz.flatMap((centreHz, index) => {
    const toleranceDb = aim.toleranceDb[aim.centresHz.indexOf(centreHz)];
    if (raw[index] === null || toleranceDb === undefined) return [];
    if (centreHz < JUDGED_HZ.from || centreHz > topHz) return [];
    return [{ centreHz, deviationDb: smoothed(raw, index), toleranceDb }];
  });
}

/** By how much a third stands outside what is usual, dB; 0 inside. */
export function outsideDb({ deviationDb, toleranceDb }: ThirdDeviation): number {
  return Math.max(0, Math.abs(deviationDb) - toleranceDb);
}
