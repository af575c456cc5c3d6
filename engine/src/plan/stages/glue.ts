import type { CompressorParameters } from '../../audio/index.ts';
import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import { type Decision, leave, type PlanContext, take } from '../context.ts';
import { GLUE_WORK_DB, reductionBudgetDb } from '../limits.ts';
import { reductionAtDb } from '../momentary-range.ts';
import type { Reason } from '../plan.ts';

/** A compressor that does nothing. */
export const IDLE_COMPRESSOR: CompressorParameters = {
  thresholdDbfs: 0,
  ratio: 1,
  kneeDb: 6,
  attackSeconds: 0.03,
  releaseSeconds: 0.25,
  makeupDb: 0,
  mixFraction: 1,
  detectorHighPassHz: 0,
};

/** Bass carries the most power and would steer everything: the detector does not hear it (common practice). */
const DETECTOR_HIGH_PASS_HZ = 90;

/** By how much the limiter alone would go past its budget at the wished loudness, dB; null where it cannot be told. */
export function limiterShortfallDb({ facts, brief, wishedLufs }: PlanContext): number | null {
  const reductionDb = reductionAtDb(facts, wishedLufs, brief.ceilingDbtp);
  return reductionDb === null ? null : reductionDb - reductionBudgetDb(wishedLufs);
}

/** More work: a little steeper and faster, within 1.5–2 and 20–30 ms (mastering practice). */
function settingsFor(workDb: number, levelDbfs: number): CompressorParameters {
  const firmness = (workDb - GLUE_WORK_DB.minimum) / (GLUE_WORK_DB.maximum - GLUE_WORK_DB.minimum);
  const ratio = 1.5 + 0.5 * firmness;
  return {
    ...IDLE_COMPRESSOR,
    thresholdDbfs: jsonNumber(levelDbfs - workDb / (1 - 1 / ratio), 1)!,
    ratio: jsonNumber(ratio, 2)!,
    attackSeconds: jsonNumber(0.03 - 0.01 * firmness, 3)!,
    detectorHighPassHz: DETECTOR_HIGH_PASS_HZ,
  };
}

function reasonOf(
  plrDb: number,
  usualDb: number,
  shortfallDb: number,
  workDb: number,
  label: string,
): Reason {
  return {
    fact: 'plrDb',
    found: jsonNumber(plrDb, 1),
    wanted: jsonNumber(usualDb, 1),
    unit: 'dB',
    sentence: `Peaks stand ${say(plrDb, 'dB')} over the loudness, more than nine in ten ${label} (${say(usualDb, 'dB')}), and at the wished loudness the limiter would work ${say(shortfallDb, 'dB')} past its budget. A slow compressor takes about ${say(workDb, 'dB', 1)} in the loud passages first.`,
  };
}

/** How much the compressor should take in the loud passages, dB; 0 where the facts do not ask for one. */
export function glueWorkDb(context: PlanContext): number {
  if (context.keep.keepsDynamics) return 0;
  const { plrDb, maxShortTermLufs } = context.facts;
  const usualDb = context.target.dynamics.plrDb.p90;
  const shortfallDb = limiterShortfallDb(context);
  if (plrDb === null || maxShortTermLufs === null || shortfallDb === null) return 0;
  if (plrDb <= usualDb || shortfallDb <= 0) return 0;
  const wanted = Math.min(shortfallDb, plrDb - usualDb);
  return Math.min(GLUE_WORK_DB.maximum, Math.max(GLUE_WORK_DB.minimum, wanted));
}

/** A bus compressor, only where peaks are far out of line and the wished loudness cannot be had from the limiter alone. */
export function decideGlue(context: PlanContext): Decision {
  const { facts, target, label, keep } = context;
  if (keep.keepsDynamics) return leave('Compressor: the brief keeps the dynamics, so none.');
  const { plrDb, maxShortTermLufs, minPsrDb } = facts;
  const usualDb = target.dynamics.plrDb.p90;
  const shortfallDb = limiterShortfallDb(context);
  if (plrDb === null || maxShortTermLufs === null || shortfallDb === null) {
    return leave('Compressor: too short to judge its dynamics, so none.');
  }
  if (plrDb <= usualDb) {
    return leave(
      `Compressor: peaks stand ${say(plrDb, 'dB')} over the loudness; up to ${say(usualDb, 'dB')} is usual in ${label}, so none.`,
    );
  }
  if (shortfallDb <= 0) {
    return leave(
      `Compressor: peaks stand ${say(plrDb, 'dB')} over the loudness, a lively mix, but the wished ${say(context.wishedLufs, 'LUFS')} need no help, so its dynamics stay.`,
    );
  }
  const workDb = glueWorkDb(context);
  // the detector rides between loudness and peaks of the loudest passage; half-way is an own estimate
  const levelDbfs = maxShortTermLufs + (minPsrDb ?? plrDb) / 2;
  return take({
    id: 'glue',
    processor: 'compressor',
    isEnabled: true,
    strengthFraction: 1,
    parameters: settingsFor(workDb, levelDbfs),
    because: [reasonOf(plrDb, usualDb, shortfallDb, workDb, label)],
    bounds: [
      { parameter: 'ratio', minimum: 1, maximum: 2, unit: '' },
      { parameter: 'attackSeconds', minimum: 0.02, maximum: 0.03, unit: 's' },
      { parameter: 'gainReductionDb', minimum: 0, maximum: GLUE_WORK_DB.maximum, unit: 'dB' },
    ],
  });
}
