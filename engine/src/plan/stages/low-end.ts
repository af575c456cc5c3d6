import type { BandFacts } from '../../analyze/facts.ts';
import { jsonNumber } from '../../units/index.ts';
import { type Decision, leave, type PlanContext, take } from '../context.ts';
import { nineBandIndex } from '../targets/band-index.ts';
import { say, sayHz } from '../words.ts';

/** Corner of the elliptical filter: between the customary 80 and 150 Hz. */
const CORNER_HZ = 120;
/** From here on the steeper filter. */
const STEEP_FROM_DB = 6;
/** Bass this far under the strongest band carries nothing that width could spoil. */
const QUIET_BELOW_DB = 25;

function bassBand(bands: readonly BandFacts[]): BandFacts | null {
  const band = bands[0];
  return band !== undefined && bands.length > 1 && nineBandIndex(band) === 0 ? band : null;
}

/** Brings the bass to the middle, only where its sides stand higher than the genre's records allow. */
export function decideLowEnd({ facts, target, label }: PlanContext): Decision {
  const band = bassBand(facts.bands);
  if (facts.stereo === null || band === null || band.sideMidDb === null || band.levelDb === null) {
    return leave();
  }
  const strongest = Math.max(...facts.bands.map(other => other.levelDb ?? -300));
  const limit = target.sideMidDb[0]!.p90;
  const excessDb = band.sideMidDb - limit;
  const found = `below ${sayHz(band.toHz)} the sides stand at ${say(band.sideMidDb, 'dB')} against the middle`;
  if (excessDb <= 0 || band.levelDb < strongest - QUIET_BELOW_DB) {
    return leave(
      `Low end: ${found}; up to ${say(limit, 'dB')} is usual in ${label}, so the bass stays as it is.`,
    );
  }
  return take({
    id: 'low-end',
    processor: 'low-end',
    isEnabled: true,
    strengthFraction: 1,
    parameters: { cornerHz: CORNER_HZ, order: excessDb > STEEP_FROM_DB ? 4 : 2 },
    because: [
      {
        fact: 'bands.sideMidDb',
        found: jsonNumber(band.sideMidDb, 1),
        wanted: jsonNumber(limit, 1),
        unit: 'dB',
        sentence: `The bass is wide: ${found}, and nine in ten ${label} stay under ${say(limit, 'dB')}. Below ${sayHz(CORNER_HZ)} it moves to the middle, where it is firm and plays from every system.`,
      },
    ],
    bounds: [{ parameter: 'cornerHz', minimum: 80, maximum: 150, unit: 'Hz' }],
  });
}
