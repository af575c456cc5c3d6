import { percentile } from '../../meters/index.ts';
import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { EndsTrace } from '../inspect/ends.ts';
import { makeFinding } from '../make-finding.ts';
import { levelsOf } from './ends.ts';

/** Two bars at the most. */
const LEAST_STROKES = 3;
const MOST_STROKES = 12;
/** 30 to 240 beats a minute. */
const SHORTEST_BEAT_SECONDS = 0.25;
const LONGEST_BEAT_SECONDS = 2;
/** Sticks are hit by hand. */
const LEAST_EVEN = 0.1;
/** Between strokes there is nothing: this far below them. */
const GAP_DB = 15;
/** A stroke lasts no longer, or it is a note. */
const STROKE_SECONDS = 0.12;
/** What comes right before the music is its own beginning; the last stroke is a beat away. */
const RISE_SECONDS = 0.15;
/** The music stands for a second. */
const MUSIC_SECONDS = 1;

interface Strokes {
  readonly seconds: readonly number[];
  readonly beatSeconds: number;
  readonly musicSeconds: number;
  readonly levelDbfs: number;
}

/** Sticks or clicks before the music. */
export const detectCountIn: Detector = ({ facts, traces }) => {
  const found = findStrokes(traces.ends);
  if (found === null) return [];
  const { seconds, beatSeconds, musicSeconds } = found;
  const fadeFrames = Math.round(0.005 * facts.sampleRateHz);
  const musicFrame = Math.round(musicSeconds * facts.sampleRateHz);
  const startFrame = Math.max(0, musicFrame - 2 * fadeFrames);
  return [
    makeFinding(facts, {
      id: 'count-in',
      kind: 'count-in',
      severity: 'ask',
      places: [{ startSeconds: 0, endSeconds: jsonNumber(musicSeconds, 2)!, channel: null }],
      evidence: [
        { fact: 'single strokes before the music', found: seconds.length, limit: LEAST_STROKES, unit: '' },
        {
          fact: 'beats a minute of the strokes',
          found: jsonNumber(60 / beatSeconds, 1),
          limit: null,
          unit: '',
        },
        { fact: 'level of the strokes', found: jsonNumber(found.levelDbfs, 1), limit: null, unit: 'dBFS' },
      ],
      confidenceFraction: 0.9,
      title: 'Count-in left in',
      sentence: `Before the music begins at ${say(musicSeconds, 's')} there are ${seconds.length} strokes at ${Math.round(60 / beatSeconds)} beats a minute.`,
      proposal: 'Deadwax can mute everything before the music.',
      inTheMix: 'Mute the click and the sticks, or begin the export at the first note.',
      repair: {
        repair: 'fade',
        parameters: {
          fades: [
            { startFrame, frameCount: fadeFrames, direction: 'in', curve: 's', silentFrames: startFrame },
          ],
        },
      },
      question: {
        text: `There is a count-in of ${seconds.length} strokes before the music: shall it stay?`,
        choices: [
          { answer: 'intended', consequence: 'The count-in stays and is not held against the mix.' },
          { answer: 'repair', consequence: 'Everything before the music is muted.' },
          { answer: 'leave', consequence: 'The count-in stays.' },
        ],
        safeDefault: 'leave',
      },
    }),
  ];
};

function findStrokes({ headDbfs, hopSeconds }: EndsTrace): Strokes | null {
  const levels = levelsOf(headDbfs);
  const start = musicStart(levels, hopSeconds);
  if (start === null) return null;
  const before = levels.slice(0, Math.max(0, start - Math.round(RISE_SECONDS / hopSeconds)));
  const levelDbfs = before.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  // most of what comes before the music is quiet
  if (before.length === 0 || percentile(before, 0.6) > levelDbfs - GAP_DB) return null;
  const strokes = strokesIn(before, levelDbfs - GAP_DB, Math.round(STROKE_SECONDS / hopSeconds));
  if (strokes === null || strokes.length < LEAST_STROKES || strokes.length > MOST_STROKES) return null;
  const seconds = strokes.map(hop => hop * hopSeconds);
  const beats = seconds.slice(1).map((second, i) => second - seconds[i]!);
  const beatSeconds = beats.reduce((a, b) => a + b, 0) / beats.length;
  const isEven = beats.every(beat => Math.abs(beat - beatSeconds) <= LEAST_EVEN * beatSeconds);
  const isBeat = beatSeconds >= SHORTEST_BEAT_SECONDS && beatSeconds <= LONGEST_BEAT_SECONDS;
  if (!isEven || !isBeat) return null;
  return { seconds, beatSeconds, musicSeconds: start * hopSeconds, levelDbfs };
}

/** The first hop from which on the music stays for a second. */
function musicStart(levels: readonly number[], hopSeconds: number): number | null {
  const hops = Math.round(MUSIC_SECONDS / hopSeconds);
  const loudDbfs = percentile(levels, 0.75);
  const isLoud = levels.map(level => (level > loudDbfs - GAP_DB ? 1 : 0));
  let loud = 0;
  for (let hop = 0; hop < levels.length; hop++) {
    loud += isLoud[hop]! - (isLoud[hop - hops] ?? 0);
    if (hop >= hops && loud > 0.6 * hops) return firstLoud(isLoud, hop - hops + 1);
  }
  return null;
}

/** The first hop after which half of the next tenth of a second is loud. */
function firstLoud(isLoud: readonly number[], from: number): number {
  for (let hop = from; hop < isLoud.length; hop++) {
    if (isLoud[hop] === 1 && isLoud.slice(hop, hop + 30).reduce((a, b) => a + b, 0) >= 24) return hop;
  }
  return from;
}

/** Beginnings of the runs above a level; null where one lasts too long. */
function strokesIn(levels: readonly number[], limit: number, mostHops: number): readonly number[] | null {
  const strokes: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let hop = 0; hop < levels.length; hop++) {
    if (levels[hop]! < limit) continue;
    const start = strokes.at(-1);
    if (hop - last > 6) strokes.push(hop);
    else if (start !== undefined && hop - start > mostHops) return null;
    last = hop;
  }
  return strokes;
}
