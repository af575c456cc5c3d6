import { jsonNumber } from '../../units/index.ts';
import { say, sayPercent } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import { makeFinding } from '../make-finding.ts';
import { sayTime } from './say.ts';

/**
 * Peaks of 10 ms within 0.1 dB of the highest, as a share of those with sound. Music that nobody limited has one to four
 * in ten seconds; peaks thin out towards the top, and under a limiter they crowd there.
 */
const LEAST_FRACTION = 0.01;
const LEAST_COUNT = 8;
/** Within 0.1 dB against the 0.4 dB below: a tail that thins out has four times as many there, or more. */
const LEAST_CROWDING = 1;
/** Steps of 0.1 dB in the trace. */
const NEAR_STEP = 0;
const BELOW_STEP = 4;
/** Where this share of the crowd has flat tops, it was clipped and not limited. */
const MOST_CLIPPED = 0.3;

/** A limiter that has been at work. */
export const detectLimiter: Detector = ({ facts, traces }) => {
  const { within, hopCount, peakDbfs, seconds } = traces.peaks;
  const near = within[NEAR_STEP] ?? 0;
  const below = (within[BELOW_STEP] ?? 0) - near;
  const fraction = near / Math.max(1, hopCount);
  if (peakDbfs === null || near < LEAST_COUNT || fraction < LEAST_FRACTION) return [];
  if (near < LEAST_CROWDING * below || facts.clipping.runCount > MOST_CLIPPED * near) return [];
  return [
    makeFinding(facts, {
      id: 'limiter',
      kind: 'limiter',
      severity: 'note',
      places: seconds.map(startSeconds => ({
        startSeconds,
        endSeconds: jsonNumber(startSeconds + 0.01, 2)!,
        channel: null,
      })),
      placeCount: near,
      evidence: [
        {
          fact: 'peaks of 10 ms within 0.1 dB of the highest',
          found: near,
          limit: Math.max(LEAST_COUNT, Math.ceil(LEAST_FRACTION * hopCount)),
          unit: '',
        },
        { fact: 'peaks in the 0.4 dB below', found: below, limit: near, unit: '' },
        { fact: 'highest sample', found: peakDbfs, limit: null, unit: 'dBFS' },
      ],
      confidenceFraction: Math.min(0.97, 0.75 + 2 * fraction),
      title: 'Already limited',
      sentence: `${sayPercent(fraction)} of the peaks stand at one ceiling, ${say(peakDbfs, 'dBFS')}, from ${sayTime(seconds[0] ?? 0)} on, without flat tops: a limiter has been at work.`,
      proposal: 'Deadwax leaves more of the loudness alone: what a limiter has taken it cannot give back.',
      inTheMix: 'Take the limiter off the mix bus and export with 3 to 6 dB of headroom.',
    }),
  ];
};
