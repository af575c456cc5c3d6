import { jsonNumber } from '../../units/index.ts';
import { say, sayHz } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import { makeFinding } from '../make-finding.ts';
import { isOneSided } from './one-sided.ts';

/** Uncorrelated sides lose 3 dB; from 6 dB on more than half cancels. */
const BAND_LIMIT_DB = -6;
const WHOLE_LIMIT_DB = -4.5;
/** Bands this far below the loudest are not missed. */
const QUIET_DB = 25;

/** What mono playback loses. */
export const detectMonoFold: Detector = ({ facts }) => {
  const wholeDb = facts.stereo?.monoFoldDb ?? null;
  if (facts.stereo === null || wholeDb === null || isOneSided(facts)) return [];
  const loudest = Math.max(...facts.bands.map(({ levelDb }) => levelDb ?? Number.NEGATIVE_INFINITY));
  const lossy = facts.bands.filter(
    ({ monoFoldDb, levelDb }) =>
      monoFoldDb !== null && levelDb !== null && monoFoldDb < BAND_LIMIT_DB && levelDb > loudest - QUIET_DB,
  );
  const [first] = lossy;
  const last = lossy.at(-1);
  if (wholeDb >= WHOLE_LIMIT_DB && first === undefined) return [];
  const bands = lossy.map(
    ({ fromHz, toHz, monoFoldDb }) => `${say(-monoFoldDb!, 'dB')} from ${sayHz(fromHz)} to ${sayHz(toHz)}`,
  );
  const what = bands.length > 0 ? bands.join(', ') : `${say(-wholeDb, 'dB')} of the whole`;
  return [
    makeFinding(facts, {
      id: 'mono-fold',
      kind: 'mono-fold',
      severity: 'note',
      fromHz: first?.fromHz ?? null,
      toHz: last?.toHz ?? null,
      evidence: [
        { fact: 'left over in mono', found: wholeDb, limit: WHOLE_LIMIT_DB, unit: 'dB' },
        ...lossy.map(({ fromHz, toHz, monoFoldDb }) => ({
          fact: `left over in mono, ${sayHz(fromHz)} to ${sayHz(toHz)}`,
          found: jsonNumber(monoFoldDb!, 1),
          limit: BAND_LIMIT_DB,
          unit: 'dB',
        })),
      ],
      confidenceFraction: 0.9,
      title: 'Mono loses much of it',
      sentence: `Played in mono, on a telephone or in a club, this mix loses ${what}.`,
      proposal: 'Deadwax does not widen these bands; what cancels it cannot bring back.',
      inTheMix:
        'Listen in mono and narrow what goes missing: wideners, doubled tracks, chorus and stereo samples.',
    }),
  ];
};
