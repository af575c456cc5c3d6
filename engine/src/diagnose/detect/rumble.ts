import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import { makeFinding } from '../make-finding.ts';

/** From here on what nobody hears costs headroom and moves woofers: dBFS, in the quiet tenth. */
const LEAST_DBFS = -50;
/** Further under the bass than this it costs less than 0.1 dB of headroom (10 lg (1 + 10^−1.8)). */
const LEAST_UNDER_BASS_DB = -18;
/** What goes up and down with the bass, by as much, is the skirt of the bass. */
const MOST_FOLLOWING_DB = 0.3;
/** What runs on under the music is nearly as strong in the quiet tenth as in the median; drums and voices come and go. */
const MOST_OVER_FLOOR_DB = 6;

/** Energy below 24 Hz that does not belong to the music. */
export const detectRumble: Detector = ({ facts, traces }) => {
  const { floorDbfs, medianDbfs, bassFloorDbfs, followsBassDb } = traces.rumble;
  if (floorDbfs === null || medianDbfs === null || floorDbfs < LEAST_DBFS) return [];
  if (medianDbfs - floorDbfs > MOST_OVER_FLOOR_DB) return [];
  const underBassDb = floorDbfs - (bassFloorDbfs ?? -200);
  if (underBassDb < LEAST_UNDER_BASS_DB || (followsBassDb ?? 0) >= MOST_FOLLOWING_DB) return [];
  return [
    makeFinding(facts, {
      id: 'rumble',
      kind: 'rumble',
      severity: 'note',
      fromHz: 5,
      toHz: 24,
      evidence: [
        { fact: 'level of 5 … 24 Hz in the quiet tenth', found: floorDbfs, limit: LEAST_DBFS, unit: 'dBFS' },
        {
          fact: 'level of 5 … 24 Hz, median',
          found: medianDbfs,
          limit: jsonNumber(floorDbfs + MOST_OVER_FLOOR_DB, 1),
          unit: 'dBFS',
        },
        {
          fact: 'over the bass of 34 … 78 Hz, both in the quiet tenth',
          found: jsonNumber(underBassDb, 1),
          limit: LEAST_UNDER_BASS_DB,
          unit: 'dB',
        },
        { fact: 'moves with 1 dB of bass by', found: followsBassDb, limit: MOST_FOLLOWING_DB, unit: 'dB' },
      ],
      confidenceFraction: 0.8,
      title: 'Rumble below hearing',
      sentence: `Below 24 Hz there are ${say(floorDbfs, 'dBFS')} even in the quiet passages, and they do not move with the bass.`,
      proposal: 'The low cut of the master takes it out where it costs headroom.',
      inTheMix:
        'Look for footsteps, wind, traffic or a turntable on an open microphone, and cut that track below 30 Hz.',
    }),
  ];
};
