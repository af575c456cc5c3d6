import { type AudioSource, checkCancelled, type Powers, type Watch } from '../audio/index.ts';
import type { BoundName, GainReductionFacts, LoudnessPlan } from '../plan/plan.ts';
import { dbToGain, gainToDb } from '../units/index.ts';
import { LIMITER_MARGIN_DB } from './ceiling.ts';
import type { Demand } from './demand.ts';
import { drivenLoudness } from './driven-loudness.ts';
import { type GainCurve, type LimiterTry, playGainCurve } from './gain-curve.ts';
import { reductionFacts, reductionP95Db, undrivenLoudness } from './reduction.ts';

/** Where drive, loudness and ceiling came to rest. */
export interface Settled {
  readonly driveDb: number;
  readonly inputLufs: number;
  readonly integratedLufs: number;
  readonly bound: BoundName | null;
  /** null where only the level is set. */
  readonly curve: GainCurve | null;
  readonly gainReduction: GainReductionFacts;
  readonly rounds: number;
}

/** Landed when nearer than this. */
const TOLERANCE_LU = 0.01;
const MOST_ROUNDS = 12;
/** More drive than this makes nothing louder that anybody would want. */
const MOST_DRIVE_DB = 40;
/** LU gained per dB of drive below which the limiter gives all back. */
const SATURATED_SLOPE = 0.02;
/** The budget counts as spent from this far under it. */
const BUDGET_TOLERANCE_DB = 0.1;

/** What the settling loop works on. */
export interface SettleJob {
  readonly source: AudioSource;
  readonly demand: Demand;
  readonly loudness: LoudnessPlan;
  readonly powers: Powers;
  readonly watch: Watch;
}

/** Lands integrated loudness and ceiling together; the one loop of the house. */
export async function settle(job: SettleJob): Promise<Settled> {
  const { loudness, demand } = job;
  const inputLufs = undrivenLoudness(demand, job.source.sampleRateHz);
  if (loudness.method === 'none' || !Number.isFinite(inputLufs)) return levelOnly(job, inputLufs, 0, null);
  const wantedDb = loudness.targetLufs === null ? 0 : loudness.targetLufs - inputLufs;
  if (loudness.method === 'limit') return landInLimiter(job, inputLufs, wantedDb);
  const roomDb = loudness.ceilingDbtp - LIMITER_MARGIN_DB - gainToDb(demand.truePeakGain);
  const isBound = loudness.targetLufs !== null && wantedDb > roomDb;
  return levelOnly(job, inputLufs, Math.min(wantedDb, roomDb), isBound ? 'true-peak-ceiling' : null);
}

/** Plays the settled drive again: what recall does. */
export async function replay(job: SettleJob, driveDb: number, bound: BoundName | null): Promise<Settled> {
  const inputLufs = undrivenLoudness(job.demand, job.source.sampleRateHz);
  if (job.loudness.method !== 'limit') return levelOnly(job, inputLufs, driveDb, bound);
  const curve = playGainCurve(job.demand, limiterTry(job, driveDb), job.source, job.powers);
  const integratedLufs = await drivenLoudness(job.source, job.demand, curve, job.powers);
  return limited(job, inputLufs, { driveDb, curve, integratedLufs, bound, rounds: 1 });
}

function levelOnly(job: SettleJob, inputLufs: number, driveDb: number, bound: BoundName | null): Settled {
  return {
    driveDb,
    inputLufs,
    integratedLufs: inputLufs + driveDb,
    bound,
    curve: null,
    gainReduction: reductionFacts(new Float32Array(0), job.demand, {
      driveGain: dbToGain(driveDb),
      sampleRateHz: job.source.sampleRateHz,
    }),
    rounds: 1,
  };
}

function limiterTry(job: SettleJob, driveDb: number): LimiterTry {
  return {
    ...job.loudness.limiter,
    driveDb,
    ceilingDbtp: job.loudness.ceilingDbtp - LIMITER_MARGIN_DB,
  };
}

interface Landing {
  readonly driveDb: number;
  readonly curve: GainCurve;
  readonly integratedLufs: number;
  readonly bound: BoundName | null;
  readonly rounds: number;
}

async function landInLimiter(job: SettleJob, inputLufs: number, wantedDb: number): Promise<Settled> {
  return limited(
    job,
    inputLufs,
    await searchDrive(job, inputLufs + wantedDb, Math.min(wantedDb, MOST_DRIVE_DB)),
  );
}

function limited(job: SettleJob, inputLufs: number, landing: Landing): Settled {
  const format = { driveGain: landing.curve.driveGain, sampleRateHz: job.source.sampleRateHz };
  return {
    ...landing,
    inputLufs,
    gainReduction: reductionFacts(landing.curve.hopReductions, job.demand, format),
  };
}

/** One round of the search: what a drive gave. */
interface Round {
  readonly driveDb: number;
  /** Target − loudness. */
  readonly missingLu: number;
  /** 95th percentile of reduction − budget; −Infinity where the budget only warns. */
  readonly excessDb: number;
  /** dB of loudness and of reduction per dB of drive, from the last two rounds. */
  readonly loudnessSlope: number;
  readonly reductionSlope: number;
}

/**
 * Secant search over the drive. Loudness rises with drive, ever slower as the limiter takes more; each round plays the
 * whole programme, so what is reached is measured, not estimated.
 */
async function searchDrive(job: SettleJob, targetLufs: number, firstDb: number): Promise<Landing> {
  let driveDb = firstDb;
  let last: Round | null = null;
  for (let rounds = 1; ; rounds++) {
    checkCancelled(job.watch);
    const curve = playGainCurve(job.demand, limiterTry(job, driveDb), job.source, job.powers);
    const integratedLufs = await drivenLoudness(job.source, job.demand, curve, job.powers);
    job.watch.report?.({ stage: 'settle', fraction: rounds / MOST_ROUNDS });
    const round = weigh(job, last, { driveDb, missingLu: targetLufs - integratedLufs, curve });
    const outcome = outcomeOf(round, rounds);
    if (outcome !== 'go on') {
      return { driveDb, curve, integratedLufs, bound: outcome === 'landed' ? null : outcome, rounds };
    }
    curve.gains.bytes.discard();
    driveDb = nextDrive(round);
    last = round;
  }
}

function weigh(
  job: SettleJob,
  last: Round | null,
  now: { readonly driveDb: number; readonly missingLu: number; readonly curve: GainCurve },
): Round {
  const { driveDb, missingLu, curve } = now;
  const format = { driveGain: curve.driveGain, sampleRateHz: job.source.sampleRateHz };
  const excessDb =
    job.loudness.chosenBy === 'auto'
      ? reductionP95Db(curve.hopReductions, job.demand, format) - job.loudness.reductionBudgetDb
      : Number.NEGATIVE_INFINITY;
  if (last === null || driveDb === last.driveDb) {
    return { driveDb, missingLu, excessDb, loudnessSlope: 1, reductionSlope: 1 };
  }
  const step = driveDb - last.driveDb;
  return {
    driveDb,
    missingLu,
    excessDb,
    loudnessSlope: (last.missingLu - missingLu) / step,
    reductionSlope: Number.isFinite(excessDb) ? (excessDb - last.excessDb) / step : 1,
  };
}

function outcomeOf(round: Round, rounds: number): BoundName | 'landed' | 'go on' {
  const isWithinBudget = round.excessDb <= 0;
  if (isWithinBudget && Math.abs(round.missingLu) <= TOLERANCE_LU) return 'landed';
  if (isWithinBudget && round.missingLu > 0) {
    if (round.excessDb >= -BUDGET_TOLERANCE_DB) return 'limiter-budget';
    if (round.driveDb >= MOST_DRIVE_DB) return 'gain-limit';
    if (rounds > 1 && round.loudnessSlope < SATURATED_SLOPE) return 'limiter-saturated';
  }
  return rounds >= MOST_ROUNDS ? 'limiter-saturated' : 'go on';
}

/** The drive that should land, or spend the budget to its middle tolerance, whichever is less. */
function nextDrive(round: Round): number {
  const towardTarget = round.missingLu / Math.min(1, Math.max(round.loudnessSlope, 0.1));
  const towardBudget =
    -(round.excessDb + BUDGET_TOLERANCE_DB / 2) / Math.min(2, Math.max(round.reductionSlope, 0.3));
  const step = Math.min(towardTarget, towardBudget);
  return Math.min(MOST_DRIVE_DB, round.driveDb + Math.max(-6, Math.min(6, step)));
}
