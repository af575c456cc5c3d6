import { jsonNumber, powerToDb } from '../../units/index.ts';
import { say, sayHz } from '../../units/words.ts';
import { type Decision, leave, type PlanContext, take } from '../context.ts';
import { MONO_BELOW_DB, readWidths } from '../widths.ts';

/** Corner of the elliptical filter: between the customary 80 and 150 Hz. */
const CORNER_HZ = 120;
/** Upper edge of the lowest band of the width tables. */
const EDGE = '148 Hz';
/** From here on the steeper filter. */
const STEEP_FROM_DB = 6;
/** Where the sides carry more than the middle, bass is out of phase: it would vanish, not move. */
const CANCELS_FROM_DB = 3;
/** Bass this far under the strongest band carries nothing that width could spoil. */
const QUIET_BELOW_DB = 25;

/** Brings the bass to the middle, only where its sides stand higher than the genre's records allow. */
export function decideLowEnd({ facts, target, label, keep }: PlanContext): Decision {
  const widths = readWidths(facts);
  const { mid, side } = widths[0]!;
  if (facts.stereo === null || mid + side === 0) return leave();
  if (keep.keepsLowEnd) return leave('Low end: the brief keeps it, so the bass stays where it stands.');
  const sideMidDb = powerToDb(side / Math.max(1e-30, mid));
  const strongest = Math.max(...widths.map(band => band.mid + band.side));
  const limit = target.sideMidDb[0]!.p90;
  const excessDb = sideMidDb - limit;
  if (sideMidDb < MONO_BELOW_DB)
    return leave(`Low end: below ${EDGE} the bass stands in the middle already.`);
  const found = `below ${EDGE} the sides stand at ${say(sideMidDb, 'dB')} against the middle`;
  if (excessDb <= 0 || powerToDb((mid + side) / strongest) < -QUIET_BELOW_DB) {
    return leave(
      `Low end: ${found}; up to ${say(limit, 'dB')} is usual in ${label}, so the bass stays as it is.`,
    );
  }
  if (sideMidDb > CANCELS_FROM_DB) {
    return leave(
      `Low end: ${found}, so most of it cancels in mono; the filter would take the bass away and is left out. One channel is probably inverted: that must be mended in the mix.`,
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
        fact: 'spectrum.sideDb',
        found: jsonNumber(sideMidDb, 1),
        wanted: jsonNumber(limit, 1),
        unit: 'dB',
        sentence: `The bass is wide: ${found}, and nine in ten ${label} stay under ${say(limit, 'dB')}. Below ${sayHz(CORNER_HZ)} it moves to the middle, where it is firm and plays from every system.`,
      },
    ],
    bounds: [{ parameter: 'cornerHz', minimum: 80, maximum: 150, unit: 'Hz' }],
  });
}
