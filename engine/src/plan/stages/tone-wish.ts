import type { PlanContext } from '../context.ts';
import { keptMoveDb } from '../keep.ts';
import { largestMoveDb } from '../limits.ts';
import type { ToneDeviation } from '../tone-deviation.ts';

/** Below, the low cut is in charge. */
const LOWEST_HZ = 35;
/** Highest frequency that tone is judged at: above, records tell more of their converters than of their makers. */
const HIGHEST_HZ = 16500;
/**
 * What is clearly too much is brought inside rather than left on the edge: twice what stands out, at most to half of the
 * usual spread. What is too little is raised to the edge: a boost raises noise and leakage too (own estimates).
 */
const CUT_GRIP = 2;
const BOOST_GRIP = 1;
const INSIDE_FRACTION = 0.5;
/** Deficits of this size are instruments that are not there: no boost brings them (own estimate). */
const MISSING_FROM_DB = 10;
const MISSING_AT_DB = 15;
/** Where the mix shows nothing, the curve should stay flat, but not at the price of the rest. */
const SILENT_WEIGHT = 0.3;
/** Where nothing may move, a miss counts more than anywhere else: filters then stand clear of it. */
const KEPT_WEIGHT = 4;

export interface ToneWish {
  /** What the equaliser should do per third, dB. */
  readonly gainDb: readonly number[];
  readonly weight: readonly number[];
}

export function isJudged(hz: number): boolean {
  return hz >= LOWEST_HZ && hz <= HIGHEST_HZ;
}

/** How much of a deviation should go; 0 inside the spread. */
function correctionDb(deviationDb: number, spreadDb: number): number {
  const size = Math.abs(deviationDb);
  const grip = deviationDb > 0 ? CUT_GRIP : BOOST_GRIP;
  const amount = Math.min(grip * Math.max(0, size - spreadDb), size - INSIDE_FRACTION * spreadDb);
  return amount <= 0 ? 0 : Math.sign(deviationDb) * amount;
}

/** 1 where a deficit may be a matter of balance, 0 where the sound is not there at all. */
function presence(deviationDb: number): number {
  return Math.min(1, Math.max(0, (MISSING_AT_DB + deviationDb) / (MISSING_AT_DB - MISSING_FROM_DB)));
}

/** Corners of a dead zone would ask for narrow filters: a triangle over five thirds rounds them, the height is kept. */
function rounded(values: readonly number[]): number[] {
  const WEIGHTS = [1, 2, 3, 2, 1];
  const soft = values.map((_, index) => {
    let sum = 0;
    WEIGHTS.forEach((weight, tap) => {
      sum += weight * (values[index + tap - 2] ?? 0);
    });
    return sum / 9;
  });
  const largest = (list: readonly number[]): number => Math.max(1e-9, ...list.map(Math.abs));
  const scale = largest(values) / largest(soft);
  return soft.map(value => value * scale);
}

/** Beyond the judged range a cut goes on as it stood at the edge, and so does a boost where there is something to raise. */
function extended(gainDb: readonly number[], { centresHz, boostTrust }: ToneDeviation): number[] {
  const first = centresHz.findIndex(isJudged);
  const last = centresHz.findLastIndex(isJudged);
  return gainDb.map((gain, index) => {
    if (first < 0 || (index >= first && index <= last)) return gain;
    const edge = gainDb[index < first ? first : last]!;
    return edge < 0 || (index > last && boostTrust[index]! > 0.5) ? edge : 0;
  });
}

/** The part of the deviation outside the spread, turned round, weighted by trust and kept within the largest moves. */
export function wishTone(tone: ToneDeviation, context: PlanContext, already: readonly number[]): ToneWish {
  const capDb = (hz: number): number =>
    Math.min(largestMoveDb(0.87 * hz), largestMoveDb(1.15 * hz), keptMoveDb(context.keep, hz));
  const wantedDb = tone.centresHz.map((hz, index) => {
    const deviation = tone.deviationDb[index] ?? null;
    if (deviation === null || !isJudged(hz)) return 0;
    const boost = tone.boostTrust[index]! * presence(deviation);
    const trust = tone.trust[index]! * (deviation < 0 ? boost : 1);
    const wanted = -correctionDb(deviation, context.tonalSpreadDb[index]!) * trust;
    const left = wanted < 0 ? Math.min(0, wanted - already[index]!) : wanted; // what the low cut does is done
    return Math.min(capDb(hz), Math.max(-capDb(hz), left));
  });
  const gainDb = extended(rounded(wantedDb), tone).map((gain, index) => {
    const cap = capDb(tone.centresHz[index]!);
    return Math.min(cap, Math.max(-cap, gain));
  });
  return {
    gainDb,
    weight: tone.centresHz.map((hz, index) => {
      if (keptMoveDb(context.keep, hz) < Number.POSITIVE_INFINITY) return KEPT_WEIGHT;
      return tone.deviationDb[index] === null || !isJudged(hz) ? SILENT_WEIGHT : 1;
    }),
  };
}

/** Root mean square of what stands outside the usual spread once `responseDb` is applied, dB. */
export function outsideRmsDb(
  tone: ToneDeviation,
  context: PlanContext,
  responseDb: ArrayLike<number> | null,
): number {
  let sum = 0;
  let count = 0;
  tone.centresHz.forEach((hz, index) => {
    const deviation = tone.deviationDb[index] ?? null;
    if (deviation === null || !isJudged(hz)) return;
    const rest = Math.abs(deviation + (responseDb?.[index] ?? 0)) - context.tonalSpreadDb[index]!;
    sum += rest > 0 ? rest * rest : 0;
    count++;
  });
  return count === 0 ? 0 : Math.sqrt(sum / count);
}
