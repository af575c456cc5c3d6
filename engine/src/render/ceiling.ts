import type { LoudnessPlan } from '../plan/plan.ts';
import { dbToGain } from '../units/index.ts';

/** The limiter aims this far under the ceiling: gain that moves adds a little between the samples. */
export const LIMITER_MARGIN_DB = 0.02;
/** The guard takes out what is above this line … */
const GUARD_MARGIN_DB = 0.015;
/** … and the meter has the last word above this one. What is left is room for dither: shaped to 16 bits, 0.005 dB. */
const METER_MARGIN_DB = 0.008;

/** The lines that finished audio is held under, as float32 amplitudes: so exact comparisons with samples hold. */
export interface CeilingLines {
  readonly guardGain: number;
  readonly meterGain: number;
}

/** @returns null where a plan leaves the level as it is */
export function ceilingLines({ method, ceilingDbtp }: LoudnessPlan): CeilingLines | null {
  if (method === 'none') return null;
  return {
    guardGain: Math.fround(dbToGain(ceilingDbtp - GUARD_MARGIN_DB)),
    meterGain: Math.fround(dbToGain(ceilingDbtp - METER_MARGIN_DB)),
  };
}
