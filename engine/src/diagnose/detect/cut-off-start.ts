import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import { makeFinding } from '../make-finding.ts';
import { levelsOf } from './ends.ts';

/** Below this a beginning is heard as the room before the music. */
const LEAST_DBFS = -36;
/** A note that begins by itself is this far below its own level in its first 5 ms: attacks take longer, and bass a quarter of a period. */
const LIMIT_DB = 6;
/** The level of the first note: the highest of so many hops of 5 ms. */
const NOTE_HOPS = 6;
/** Long enough to take the click away, too short to soften the note. */
const FADE_SECONDS = 0.005;

/** The first note lacks its beginning. */
export const detectCutOffStart: Detector = ({ facts, traces }) => {
  const levels = levelsOf(traces.ends.headDbfs);
  const [first] = levels;
  if (first === undefined || levels.length < NOTE_HOPS || first < LEAST_DBFS) return [];
  const noteDbfs = Math.max(...levels.slice(0, NOTE_HOPS));
  if (first < noteDbfs - LIMIT_DB) return [];
  const frameCount = Math.round(FADE_SECONDS * facts.sampleRateHz);
  return [
    makeFinding(facts, {
      id: 'cut-off-start',
      kind: 'cut-off-start',
      severity: 'ask',
      places: [{ startSeconds: 0, endSeconds: 0.05, channel: null }],
      evidence: [
        { fact: 'level of the first 5 ms', found: jsonNumber(first, 1), limit: LEAST_DBFS, unit: 'dBFS' },
        {
          fact: 'level of the first 30 ms',
          found: jsonNumber(noteDbfs, 1),
          limit: jsonNumber(first + LIMIT_DB, 1),
          unit: 'dBFS',
        },
        { fact: 'first sample', found: traces.ends.firstSampleDbfs, limit: null, unit: 'dBFS' },
      ],
      confidenceFraction: Math.min(0.95, 0.7 + (LIMIT_DB - (noteDbfs - first)) / 40),
      title: 'The beginning is cut',
      sentence: `The file begins at full level (${say(first, 'dBFS')} in its first 5 ms): the attack of the first note is missing, or the file starts inside the music.`,
      proposal: 'Deadwax fades the first 5 ms in, so that it does not click; what is missing stays missing.',
      inTheMix: 'Export again from a little before the first note.',
      repair: {
        repair: 'fade',
        parameters: {
          fades: [{ startFrame: 0, frameCount, direction: 'in', curve: 's', silentFrames: 0 }],
        },
      },
      question: {
        text: 'The file begins inside a sound: is that meant?',
        choices: [
          {
            answer: 'intended',
            consequence: 'The beginning stays to the sample and is not held against the mix.',
          },
          { answer: 'repair', consequence: 'The first 5 ms are faded in.' },
          { answer: 'leave', consequence: 'The beginning stays as it is and may click.' },
        ],
        safeDefault: 'leave',
      },
    }),
  ];
};
