import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import { makeFinding } from '../make-finding.ts';
import { floorOf, levelsOf } from './ends.ts';

/** Below this nobody hears a sound end. */
const LEAST_DBFS = -57;
/** The last hops of 5 ms that are looked at: two cycles of 50 Hz. */
const LAST_HOPS = 8;
/** A fade of 20 ms has fallen this far in its last 5 ms. */
const FADE_DB = 12;
/** A tail stands over the noise under it. */
const FLOOR_DB = 10;
/** A loud end is taken down quickly, so that it stays an end; a tail is helped on its way. */
const LOUD_DBFS = -30;
const SHORT_SECONDS = 0.05;
const LONG_SECONDS = 0.5;

/** Music or its reverberation ends at once. */
export const detectCutOffEnd: Detector = ({ facts, traces }) => {
  const levels = levelsOf(traces.ends.tailDbfs);
  if (levels.length < 2 * LAST_HOPS) return [];
  const lastDbfs = Math.max(...levels.slice(-LAST_HOPS));
  const endDbfs = levels.at(-1)!;
  // a short fade of the last milliseconds is a choice; a step is none
  if (lastDbfs < LEAST_DBFS || endDbfs < lastDbfs - FADE_DB) return [];
  // what never gets quieter is the noise of the room, not a tail
  if (lastDbfs < floorOf(traces.ends) + FLOOR_DB) return [];
  const seconds = lastDbfs > LOUD_DBFS ? SHORT_SECONDS : LONG_SECONDS;
  const frameCount = Math.min(facts.frameCount, Math.round(seconds * facts.sampleRateHz));
  const { durationSeconds } = facts;
  return [
    makeFinding(facts, {
      id: 'cut-off-end',
      kind: 'cut-off-end',
      severity: 'ask',
      places: [
        { startSeconds: Math.max(0, durationSeconds - 0.05), endSeconds: durationSeconds, channel: null },
      ],
      evidence: [
        { fact: 'level of the last 40 ms', found: jsonNumber(lastDbfs, 1), limit: LEAST_DBFS, unit: 'dBFS' },
        { fact: 'last sample', found: traces.ends.lastSampleDbfs, limit: null, unit: 'dBFS' },
      ],
      confidenceFraction: Math.min(0.95, 0.7 + (lastDbfs - LEAST_DBFS) / 60),
      title: 'The end is cut',
      sentence: `The file ends at ${say(lastDbfs, 'dBFS')}: the last sound or its reverberation is cut before it has died away.`,
      proposal: `Deadwax fades the last ${say(1000 * seconds, 'ms', 0)} out; what is missing stays missing.`,
      inTheMix: 'Export again with the region drawn out until the last reverb is gone.',
      repair: {
        repair: 'fade',
        parameters: {
          fades: [
            {
              startFrame: facts.frameCount - frameCount,
              frameCount,
              direction: 'out',
              curve: 's',
              silentFrames: 0,
            },
          ],
        },
      },
      question: {
        text: `The file ends inside a sound, at ${say(lastDbfs, 'dBFS')}: is that meant?`,
        choices: [
          { answer: 'intended', consequence: 'The end stays to the sample and is not held against the mix.' },
          { answer: 'repair', consequence: `The last ${say(1000 * seconds, 'ms', 0)} are faded out.` },
          { answer: 'leave', consequence: 'The end stays as it is and may click.' },
        ],
        safeDefault: 'leave',
      },
    }),
  ];
};
