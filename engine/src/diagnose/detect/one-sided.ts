import type { Facts } from '../../analyze/facts.ts';
import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import { makeFinding } from '../make-finding.ts';
import { SIDES } from './say.ts';

/** No mix leans as far; what is left on the quiet side is crosstalk or noise. */
const LIMIT_DB = 20;

/** How far the quieter channel lies below the other; NaN for silence and for other than two channels. */
export function sideGapDb({ channels }: Pick<Facts, 'channels'>): number {
  if (channels.length !== 2) return Number.NaN;
  const [left, right] = channels.map(({ rmsDbfs }) => rmsDbfs ?? Number.NEGATIVE_INFINITY);
  return Math.abs(left! - right!);
}

/** Whether one channel is as good as absent. */
export function isOneSided(facts: Pick<Facts, 'channels'>): boolean {
  return sideGapDb(facts) >= LIMIT_DB;
}

/** A stereo file with one side missing. */
export const detectOneSided: Detector = ({ facts }) => {
  if (!isOneSided(facts)) return [];
  const levels = facts.channels.map(({ rmsDbfs }) => rmsDbfs ?? Number.NEGATIVE_INFINITY);
  const [left, right] = [levels[0]!, levels[1]!];
  const quieter = left < right ? 0 : 1;
  const gapDb = sideGapDb(facts);
  const silent = levels[quieter] === Number.NEGATIVE_INFINITY;
  const how = silent ? 'is silent' : `is ${say(gapDb, 'dB')} below the other`;
  return [
    makeFinding(facts, {
      id: 'one-sided',
      kind: 'one-sided',
      severity: 'ask',
      places: [{ startSeconds: 0, endSeconds: facts.durationSeconds, channel: quieter }],
      evidence: [
        {
          fact: `level of the ${SIDES[quieter]!} channel`,
          found: jsonNumber(levels[quieter]!, 1),
          limit: jsonNumber(levels[1 - quieter]! - LIMIT_DB, 1),
          unit: 'dBFS',
        },
      ],
      confidenceFraction: 0.95,
      title: `Only the ${SIDES[1 - quieter]!} channel plays`,
      sentence: `The ${SIDES[quieter]!} channel ${how}: the music comes from one side alone.`,
      proposal: 'Deadwax leaves it; a channel that is not there cannot be made.',
      inTheMix:
        'Export again in stereo, or as mono if that is what it is, and listen to both channels alone.',
      question: {
        text: `The ${SIDES[quieter]!} channel ${how}: is that meant?`,
        choices: [
          { answer: 'intended', consequence: 'It stays and is not held against the mix.' },
          { answer: 'leave', consequence: 'It stays as it is; a new export would be better.' },
        ],
        safeDefault: 'leave',
      },
    }),
  ];
};
