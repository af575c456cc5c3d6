import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { Place } from '../findings.ts';
import { makeFinding } from '../make-finding.ts';
import { sayTime } from './say.ts';

/** Distributors take half a second before the music and five after it; twice the former is still no fault. */
const HEAD_SECONDS = 1;
const TAIL_SECONDS = 5;
/** Broadcasters' checks stop at ten seconds inside a programme (Prime Video, 2024); between songs two are usual. */
const INSIDE_SECONDS = 4;
/** As quiet as the head and tail of the facts. */
const QUIET_LUFS = -60;

/** Silence at the ends or inside. */
export const detectLongSilence: Detector = ({ facts }) => {
  const { headSilenceSeconds, tailSilenceSeconds, durationSeconds } = facts;
  // a silent programme is refused elsewhere
  if (headSilenceSeconds >= durationSeconds) return [];
  const places: Place[] = [];
  if (headSilenceSeconds > HEAD_SECONDS)
    places.push({ startSeconds: 0, endSeconds: headSilenceSeconds, channel: null });
  places.push(
    ...silencesInside(facts.timeline.momentaryLufs, headSilenceSeconds, durationSeconds - tailSilenceSeconds),
  );
  if (tailSilenceSeconds > TAIL_SECONDS)
    places.push({
      startSeconds: durationSeconds - tailSilenceSeconds,
      endSeconds: durationSeconds,
      channel: null,
    });
  if (places.length === 0) return [];
  const longest = places.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a));
  const isInside = places.some(
    ({ startSeconds, endSeconds }) => startSeconds > 0 && endSeconds < durationSeconds,
  );
  return [
    makeFinding(facts, {
      id: 'long-silence',
      kind: 'long-silence',
      severity: isInside ? 'ask' : 'note',
      places,
      evidence: [
        { fact: 'silence at the head', found: headSilenceSeconds, limit: HEAD_SECONDS, unit: 's' },
        {
          fact: 'longest silence',
          found: jsonNumber(lengthOf(longest), 2),
          limit: INSIDE_SECONDS,
          unit: 's',
        },
        { fact: 'silence at the tail', found: tailSilenceSeconds, limit: TAIL_SECONDS, unit: 's' },
      ],
      confidenceFraction: 1,
      title: 'Long silence',
      sentence: `Silence of ${say(lengthOf(longest), 's')} from ${sayTime(longest.startSeconds)} on.`,
      proposal: 'Deadwax leaves the timing of the file as it is.',
      inTheMix: 'Trim the file to half a second before the music and to the end of its last reverb.',
      question: isInside
        ? {
            text: `The music stops for ${say(lengthOf(longest), 's')} at ${sayTime(longest.startSeconds)}: is that meant?`,
            choices: [
              { answer: 'intended', consequence: 'The pause stays and is not held against the mix.' },
              { answer: 'leave', consequence: 'The pause stays as it is.' },
            ],
            safeDefault: 'leave',
          }
        : null,
    }),
  ];
};

function lengthOf({ startSeconds, endSeconds }: Place): number {
  return endSeconds - startSeconds;
}

/** Runs of silent momentary windows; a window is 0.4 s long, so the silence began with the first and ends with the last. */
function silencesInside(
  momentaryLufs: readonly (number | null)[],
  fromSeconds: number,
  toSeconds: number,
): Place[] {
  const places: Place[] = [];
  let first = -1;
  momentaryLufs.forEach((lufs, hop) => {
    // the first windows of a programme have no value yet
    const isQuiet = hop > 3 && (lufs === null || lufs < QUIET_LUFS);
    if (isQuiet && first < 0) first = hop;
    if ((!isQuiet || hop === momentaryLufs.length - 1) && first >= 0) {
      const startSeconds = jsonNumber(Math.max(0, (first + 1) / 10 - 0.4), 1)!;
      const endSeconds = jsonNumber(hop / 10, 1)!;
      const isInside = startSeconds > fromSeconds && endSeconds < toSeconds;
      if (isInside && endSeconds - startSeconds > INSIDE_SECONDS)
        places.push({ startSeconds, endSeconds, channel: null });
      first = -1;
    }
  });
  return places;
}
