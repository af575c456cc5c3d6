import type { PlannedLimiter } from './plan.ts';

/** Largest automatic move of the equaliser: less where rooms and ears are least to be trusted. */
const MOVE_DB = 4;
const EDGE_MOVE_DB = 3;
const EDGE_LOW_HZ = 60;
const EDGE_HIGH_HZ = 12000;

/** How far the summed equaliser may move at a frequency, dB. */
export function largestMoveDb(frequencyHz: number): number {
  return frequencyHz < EDGE_LOW_HZ || frequencyHz > EDGE_HIGH_HZ ? EDGE_MOVE_DB : MOVE_DB;
}

/** Largest move toward a reference: the client asked for that sound, and past this it is another mix. */
export const MATCH_MOVE_DB = 6;
/** Largest change of the sides toward a reference, dB. */
export const MATCH_WIDTH_DB = 12;

/** How the limiter moves, where the plan has no reason for anything else. */
export const LIMITER_DEFAULTS: PlannedLimiter = {
  lookaheadSeconds: 0.003,
  releaseSeconds: 0.04,
  slowReleaseSeconds: 0.5,
  cancelledPeaksDb: 9,
};

/**
 * What the 95th percentile of gain reduction may cost at a loudness, dB: where the damage that listeners hear breaks
 * upward, from 1058 renders of 23 songs.
 * @source felitronics-mastering-core, changelog
 */
export function reductionBudgetDb(targetLufs: number): number {
  if (targetLufs < -10) return 4;
  return targetLufs <= -8 ? 7 : 7.5;
}

/** Strongest a bus compressor works on its own account, and least that is worth having. */
export const GLUE_WORK_DB = { minimum: 1, maximum: 3 } as const;

/** Largest automatic change of width in a band, dB of side. */
export const WIDTH_MOVE_DB = 3;
