import { say, sayHz } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import { makeFinding } from '../make-finding.ts';
import { isOneSided } from './one-sided.ts';

/**
 * Side over mid below 120 Hz. Pop stands at −18.6 dB and in nine of ten records below −11; jazz and classical recordings
 * with spaced microphones reach −1.4 dB in one of ten, and there it is their sound.
 */
const LIMIT_DB = -2;
/** Bass this far below the loudest band is none. */
const QUIET_DB = 20;

/** Bass in the side. */
export const detectWideBass: Detector = ({ facts }) => {
  // one side alone has as much side as mid
  if (isOneSided(facts)) return [];
  const [bass] = facts.bands;
  if (facts.stereo === null || bass === undefined || bass.sideMidDb === null || bass.levelDb === null)
    return [];
  const loudest = Math.max(...facts.bands.map(({ levelDb }) => levelDb ?? Number.NEGATIVE_INFINITY));
  if (bass.sideMidDb < LIMIT_DB || bass.levelDb < loudest - QUIET_DB) return [];
  return [
    makeFinding(facts, {
      id: 'wide-bass',
      kind: 'wide-bass',
      severity: 'note',
      fromHz: bass.fromHz,
      toHz: bass.toHz,
      evidence: [
        { fact: 'side over mid', found: bass.sideMidDb, limit: LIMIT_DB, unit: 'dB' },
        { fact: 'correlation', found: bass.correlation, limit: null, unit: '' },
      ],
      confidenceFraction: 0.9,
      title: 'Wide bass',
      sentence: `Below ${sayHz(bass.toHz)} the side stands at ${say(bass.sideMidDb, 'dB')} of the middle: bass that wide weakens in mono and cannot be cut to vinyl.`,
      proposal: 'Where the plan asks for it, the low end is brought to the middle; nothing is repaired.',
      inTheMix: 'Keep kick and bass in the middle below 120 Hz, and high-pass the side of pads and reverbs.',
    }),
  ];
};
