import type { Facts } from '../analyze/facts.ts';
import { jsonNumber } from '../units/index.ts';
import { say } from '../units/words.ts';
import type { Brief, LoudnessWish } from './brief.ts';
import type { PlanContext } from './context.ts';
import { LIMITER_DEFAULTS, reductionBudgetDb } from './limits.ts';
import { momentaryRangeLu, reductionAtDb } from './momentary-range.ts';
import type { LoudnessPlan, Reason } from './plan.ts';
import type { GenreTarget } from './targets/genres.ts';

/**
 * What a master looks like that somebody else has made already.
 * @source felitronics-mastering-core: louder than −12 LUFS, true peak above −1.5 dBTP, PLR below 11 dB
 */
const MASTERED = { loudnessLufs: -12, truePeakDbtp: -1.5, plrDb: 11 } as const;

/** Music more dynamic than nine in ten records of its kind is asked for less: half of the surplus, at most this much. */
const DYNAMIC_CONCESSION_LU = 2;
const STEP_LU = 0.1;
/** A peak this close under the ceiling may still pass it in a finer meter: then the level is watched, not left. */
const METER_DOUBT_DB = 0.1;
/** The estimate from peaks per 100 ms is this good; rendering holds the budget itself. */
const ESTIMATE_DOUBT_DB = 1;
/** Differences that need no explanation. */
const SLIGHT_LU = 0.3;
/** No automatic target is quieter than this. */
const QUIETEST_LUFS = -24;
/** A reference may be quieter, but a plan holds no target below this. */
const QUIETEST_REFERENCE_LUFS = -40;

/** Whether this is a finished master that should not be limited again. */
export function isAlreadyMastered({ integratedLufs, truePeakDbtp, plrDb }: Facts): boolean {
  return (
    integratedLufs !== null &&
    truePeakDbtp !== null &&
    plrDb !== null &&
    integratedLufs > MASTERED.loudnessLufs &&
    truePeakDbtp > MASTERED.truePeakDbtp &&
    plrDb < MASTERED.plrDb
  );
}

/** Where a wish in words lies among the genre's records, LUFS. */
function wishedOf(wish: Exclude<LoudnessWish, 'auto'>, { deliveredLufs }: GenreTarget): number {
  return { open: deliveredLufs.p10, balanced: deliveredLufs.p50, loud: deliveredLufs.p90 }[wish];
}

/** What the limiter may take at a loudness, the brief's own bounds taken in, dB. */
function budgetDb({ keep }: PlanContext, lufs: number): number {
  return Math.min(reductionBudgetDb(lufs), keep.limiterBudgetDb ?? Number.POSITIVE_INFINITY);
}

/** Loudness before any bound: the brief's, the references', or the genre's typical one, less for unusually dynamic music. */
export function wishLoudness(
  brief: Brief,
  facts: Facts,
  target: GenreTarget,
  referenceLufs: number | null,
): number {
  if (brief.targetLufs !== 'auto') return brief.targetLufs;
  if (brief.loudnessWish !== 'auto') return Math.round(10 * wishedOf(brief.loudnessWish, target)) / 10;
  if (referenceLufs !== null) return Math.round(10 * Math.max(QUIETEST_REFERENCE_LUFS, referenceLufs)) / 10;
  const typical = target.deliveredLufs.p50;
  const surplus = Math.max(0, (momentaryRangeLu(facts) ?? 0) - target.dynamics.momentaryRangeLu.p90);
  const wish = typical - Math.min(DYNAMIC_CONCESSION_LU, surplus / 2);
  // a mix that is louder than usual, but not more than records are, keeps its level
  const own = Math.min(facts.integratedLufs ?? wish, target.deliveredLufs.p90);
  return Math.round(Math.max(wish, own) * 10) / 10;
}

/** 95th percentile of the reduction that the limiter would have to do, dB. */
function reductionAt(targetLufs: number, { facts, brief }: PlanContext, glueDb: number): number {
  return Math.max(0, (reductionAtDb(facts, targetLufs, brief.ceilingDbtp) ?? 0) - glueDb);
}

/** The loudest target up to the wish that stays within the limiter's budget. */
function affordable(context: PlanContext, glueDb: number): { lufs: number; reductionDb: number } {
  const { wishedLufs } = context;
  const atWishDb = reductionAt(wishedLufs, context, 0);
  for (let step = 0; ; step++) {
    const lufs = Math.round((wishedLufs - step * STEP_LU) * 10) / 10;
    const reductionDb = Math.max(0, atWishDb - (wishedLufs - lufs) - glueDb);
    if (reductionDb <= budgetDb(context, lufs) + ESTIMATE_DOUBT_DB || lufs <= QUIETEST_LUFS) {
      return { lufs, reductionDb };
    }
  }
}

function planOf(
  context: PlanContext,
  method: LoudnessPlan['method'],
  targetLufs: number | null,
  because: readonly Reason[],
): LoudnessPlan {
  return {
    method,
    targetLufs,
    chosenBy: context.brief.targetLufs === 'auto' ? 'auto' : 'brief',
    ceilingDbtp: context.brief.ceilingDbtp,
    limiter: LIMITER_DEFAULTS,
    reductionBudgetDb: budgetDb(context, targetLufs ?? context.wishedLufs),
    because,
  };
}

function reason(
  fact: string,
  found: number | null,
  wanted: number | null,
  unit: string,
  sentence: string,
): Reason {
  return { fact, found, wanted, unit, sentence };
}

/** A finished master keeps its sound; only peaks over the ceiling bring its level down. */
function masteredPlan(context: PlanContext): LoudnessPlan {
  const { integratedLufs, truePeakDbtp, plrDb } = context.facts;
  const { ceilingDbtp } = context.brief;
  const overDb = Math.max(0, truePeakDbtp! - ceilingDbtp);
  const known = `This is a finished master already: ${say(integratedLufs!, 'LUFS')}, true peak ${say(truePeakDbtp!, 'dBTP')}, peaks only ${say(plrDb!, 'dB')} over the loudness.`;
  const rest =
    overDb > 0
      ? `It is not limited again; its level comes down by ${say(overDb, 'dB', 2)}, so that the peaks keep to ${say(ceilingDbtp, 'dBTP')}.`
      : `It is not limited again, and its peaks keep to ${say(ceilingDbtp, 'dBTP')} as they are.`;
  const fact = reason('plrDb', jsonNumber(plrDb!, 1), MASTERED.plrDb, 'dB', `${known} ${rest}`);
  if (truePeakDbtp! < ceilingDbtp - METER_DOUBT_DB)
    return planOf(context, 'none', jsonNumber(integratedLufs!, 2), [fact]);
  return planOf(context, 'gain', jsonNumber(integratedLufs! - overDb, 2), [fact]);
}

function sayLimiting(reductionDb: number): string {
  return reductionDb < 0.1
    ? 'with next to no limiting'
    : `with about ${say(reductionDb, 'dB')} of limiting in the peaks`;
}

function briefPlan(context: PlanContext, glueDb: number): LoudnessPlan {
  const { facts, wishedLufs } = context;
  const reductionDb = reductionAt(wishedLufs, context, glueDb);
  const found = facts.integratedLufs!;
  return planOf(context, 'limit', wishedLufs, [
    reason(
      'brief.targetLufs',
      jsonNumber(found, 2),
      wishedLufs,
      'LUFS',
      `The brief asks for ${say(wishedLufs, 'LUFS')} and the mix has ${say(found, 'LUFS')}: ${say(Math.abs(wishedLufs - found), 'dB')} ${wishedLufs < found ? 'down' : 'up'}, ${sayLimiting(reductionDb)}.`,
    ),
  ]);
}

const WISHES: Readonly<Record<Exclude<LoudnessWish, 'auto'>, (label: string) => string>> = {
  open: label => `open: one in ten ${label} is quieter`,
  balanced: label => `balanced: half of all ${label} are quieter`,
  loud: label => `loud: one in ten ${label} is louder`,
};

/** The level stays; only peaks over the ceiling bring it down. */
function keptPlan(context: PlanContext): LoudnessPlan {
  const { integratedLufs, truePeakDbtp } = context.facts;
  const { ceilingDbtp } = context.brief;
  const overDb = Math.max(0, (truePeakDbtp ?? ceilingDbtp) - ceilingDbtp);
  const rest =
    overDb > 0
      ? `only its peaks, at ${say(truePeakDbtp!, 'dBTP')}, bring it down by ${say(overDb, 'dB', 2)} to the ceiling of ${say(ceilingDbtp, 'dBTP')}.`
      : 'nothing is limited.';
  const sentence = `The brief keeps the loudness of ${say(integratedLufs!, 'LUFS')}; ${rest}`;
  const target = jsonNumber(integratedLufs! - overDb, 2)!;
  const because = [reason('brief.keep', jsonNumber(integratedLufs!, 2), target, 'LUFS', sentence)];
  const isUnderCeiling = (truePeakDbtp ?? ceilingDbtp) < ceilingDbtp - METER_DOUBT_DB;
  return planOf(context, isUnderCeiling ? 'none' : 'gain', target, because);
}

function autoPlan(context: PlanContext, glueDb: number): LoudnessPlan {
  const { facts, label, wishedLufs, target, reference } = context;
  const { lufs, reductionDb } = affordable(context, glueDb);
  const referenceLufs = reference?.loudnessLufs ?? null;
  const found = facts.integratedLufs!;
  const typical = target.deliveredLufs.p50;
  const usual = `The mix has ${say(found, 'LUFS')}; ${label} are released around ${say(typical, 'LUFS')}`;
  const { loudnessWish } = context.brief;
  const isFollowed = loudnessWish === 'auto' && referenceLufs !== null;
  const level = isFollowed
    ? `The mix has ${say(found, 'LUFS')}, ${reference!.label} ${say(referenceLufs, 'LUFS')}, so the target is ${say(lufs, 'LUFS')}`
    : loudnessWish !== 'auto'
      ? `The mix has ${say(found, 'LUFS')}; the brief wishes it ${WISHES[loudnessWish](label)}, so the target is ${say(lufs, 'LUFS')}`
      : wishedLufs > typical + SLIGHT_LU
        ? `${usual}. It is louder than that but not louder than such records can be, so the target is ${say(lufs, 'LUFS')}`
        : `${usual}, so the target is ${say(lufs, 'LUFS')}`;
  const because = [
    reason(
      loudnessWish === 'auto' ? 'integratedLufs' : 'brief.loudnessWish',
      jsonNumber(found, 2),
      lufs,
      'LUFS',
      `${level}, ${sayLimiting(reductionDb)}.`,
    ),
  ];
  if (loudnessWish === 'auto' && !isFollowed && wishedLufs < typical - SLIGHT_LU) {
    const momentaryRange = momentaryRangeLu(facts)!;
    because.push(
      reason(
        'timeline.momentaryLufs',
        jsonNumber(momentaryRange, 1),
        jsonNumber(target.dynamics.momentaryRangeLu.p90, 1),
        'LU',
        `Its loudness moves over ${say(momentaryRange, 'LU')}, more than nine in ten ${label} (${say(target.dynamics.momentaryRangeLu.p90, 'LU')}): ${say(typical - wishedLufs, 'LU')} less are asked, so that the quiet stays quiet.`,
      ),
    );
  }
  if (lufs < wishedLufs - SLIGHT_LU) {
    const needed = reductionAt(wishedLufs, context, glueDb);
    because.push(
      reason(
        'timeline.truePeakDbtp',
        jsonNumber(needed, 1),
        budgetDb(context, wishedLufs),
        'dB',
        `At ${say(wishedLufs, 'LUFS')} the limiter would take about ${say(needed, 'dB')} off the peaks; ${say(budgetDb(context, lufs), 'dB')} is ${context.keep.limiterBudgetDb === null ? `what passes unheard at ${say(lufs, 'LUFS')}` : 'all that is taken where the brief keeps the dynamics'}, so the target stays there.`,
      ),
    );
  }
  return planOf(context, 'limit', lufs, because);
}

/** @param glueDb  what the compressor before takes off the peaks already */
export function planLoudness(context: PlanContext, isMastered: boolean, glueDb: number): LoudnessPlan {
  if (context.facts.integratedLufs === null) {
    const silent =
      'No loudness can be measured: the programme is silent or shorter than 0.4 s. Its level stays.';
    return planOf(context, 'none', null, [reason('integratedLufs', null, null, 'LUFS', silent)]);
  }
  if (context.brief.targetLufs !== 'auto') return briefPlan(context, glueDb);
  if (isMastered) return masteredPlan(context);
  return context.keep.keepsLoudness ? keptPlan(context) : autoPlan(context, glueDb);
}
