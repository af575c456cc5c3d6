import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { Place } from '../findings.ts';
import { makeFinding } from '../make-finding.ts';
import { sayTime } from './say.ts';

/** Above full scale a converter has nothing left. */
const LIMIT_DBTP = 0;
/** Overs nearer to each other than this are one place. */
const APART_SECONDS = 0.5;

/** Peaks between the samples above full scale. */
export const detectInterSampleOvers: Detector = ({ facts }) => {
  const { truePeakDbtp, hopSeconds } = facts.timeline;
  const over = truePeakDbtp.flatMap((peak, hop) => (peak !== null && peak > LIMIT_DBTP ? [hop] : []));
  if (over.length === 0 || facts.truePeakDbtp === null) return [];
  const places: Place[] = [];
  for (const hop of over) {
    const [startSeconds, endSeconds] = [hop * hopSeconds, (hop + 1) * hopSeconds];
    const last = places.at(-1);
    if (last !== undefined && startSeconds - last.endSeconds < APART_SECONDS)
      places[places.length - 1] = { ...last, endSeconds: jsonNumber(endSeconds)! };
    else
      places.push({
        startSeconds: jsonNumber(startSeconds)!,
        endSeconds: jsonNumber(endSeconds)!,
        channel: null,
      });
  }
  const first = sayTime(places[0]!.startSeconds);
  return [
    makeFinding(facts, {
      id: 'inter-sample-overs',
      kind: 'inter-sample-overs',
      severity: 'note',
      places,
      evidence: [
        { fact: 'true peak', found: facts.truePeakDbtp, limit: LIMIT_DBTP, unit: 'dBTP' },
        { fact: 'tenths of a second above full scale', found: over.length, limit: 0, unit: '' },
      ],
      confidenceFraction: 1,
      title: 'Peaks between the samples',
      sentence: `Between its samples the mix reaches ${say(facts.truePeakDbtp, 'dBTP')}, in ${places.length} ${places.length === 1 ? 'place' : 'places'} from ${first} on: converters and coders clip there.`,
      proposal: 'Deadwax turns the mix down before it works and holds true peaks under the ceiling.',
      inTheMix: 'Export with a few dB of headroom, and take the limiter off the mix bus.',
    }),
  ];
};
