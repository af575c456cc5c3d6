import type { Facts } from '../analyze/facts.ts';
import type { TonalAim } from '../diagnose/context.ts';
import { jsonNumber } from '../units/index.ts';
import type { Brief } from './brief.ts';
import { atCentres } from './context.ts';
import { type ChosenTarget, chooseTarget } from './genre.ts';
import type { TargetProfile } from './profile.ts';
import { meanOfMiddle } from './targets/third-octaves.ts';

/** A target's tone at the centres of the facts, 0 = mean of 200 Hz … 2 kHz. */
export function tonalDbOf({ target }: ChosenTarget, centresHz: readonly number[]): number[] {
  const tonal = atCentres(centresHz, target.tone.levelDb);
  const middle = meanOfMiddle(centresHz, tonal);
  return tonal.map(level => level - middle);
}

/** The tone that a mix is held against while it is assessed. */
export function makeTonalAim(
  brief: Brief,
  facts: Facts,
  isLossy: boolean,
  profile: TargetProfile | null = null,
): TonalAim {
  const chosen = chooseTarget(brief, facts, isLossy, profile);
  const { centresHz } = facts.spectrum;
  return {
    label: chosen.label,
    confidenceFraction: profile === null ? chosen.choice.confidenceFraction : 1,
    centresHz,
    levelDb: tonalDbOf(chosen, centresHz).map(level => jsonNumber(level, 2)!),
    toleranceDb: atCentres(centresHz, chosen.target.tone.spreadDb).map(spread => jsonNumber(spread, 2)!),
  };
}
