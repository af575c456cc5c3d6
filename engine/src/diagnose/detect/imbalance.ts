import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import type { ChannelTrace } from '../inspect/channels.ts';
import { makeFinding } from '../make-finding.ts';
import { SIDES } from './say.ts';

/** Untouched music stands within 1.8 dB, in the middle of its octaves; a fader that slipped moves all of them. */
const LIMIT_DB = 2;
/** Beyond this a side is missing, which is another fault. */
const ONE_SIDED_DB = 20;
/** Octaves that carry less than this say nothing. */
const LEAST_COHERENCE = 0.02;

/**
 * Right − left, as the median over the octaves: an instrument that is panned moves some of them, a fader all.
 * @returns null where there is nothing to be said
 */
function medianBalanceDb({ octaves }: ChannelTrace): number | null {
  const balances = octaves
    .filter(({ fromHz, coherence }) => fromHz >= 60 && coherence >= LEAST_COHERENCE)
    .flatMap(({ balanceDb }) => (balanceDb === null ? [] : [balanceDb]))
    .sort((a, b) => a - b);
  if (balances.length === 0) return null;
  const middle = Math.floor(balances.length / 2);
  return balances.length % 2 === 1 ? balances[middle]! : (balances[middle - 1]! + balances[middle]!) / 2;
}

/** One channel louder than the other at all frequencies. */
export const detectImbalance: Detector = ({ traces, facts }) => {
  const balanceDb = traces.channels === null ? null : medianBalanceDb(traces.channels);
  if (balanceDb === null || Math.abs(balanceDb) < LIMIT_DB || Math.abs(balanceDb) >= ONE_SIDED_DB) return [];
  const louder = balanceDb > 0 ? 1 : 0;
  const byDb = jsonNumber(Math.abs(balanceDb), 1)!;
  const gainsDb = louder === 1 ? [0, -byDb] : [-byDb, 0];
  return [
    makeFinding(facts, {
      id: 'imbalance',
      kind: 'imbalance',
      severity: 'ask',
      evidence: [
        {
          fact: `the ${SIDES[louder]!} is louder, middle of all octaves`,
          found: byDb,
          limit: LIMIT_DB,
          unit: 'dB',
        },
        {
          fact: 'right − left, whole',
          found: facts.stereo?.balanceDb ?? null,
          limit: null,
          unit: 'dB',
        },
      ],
      confidenceFraction: Math.min(0.95, 0.5 + 0.12 * byDb),
      title: `The ${SIDES[louder]!} channel is louder`,
      sentence: `The ${SIDES[louder]!} channel is ${say(byDb, 'dB')} louder through the whole spectrum: the middle of the image stands off to that side.`,
      proposal: `If it is a slip, Deadwax turns the ${SIDES[louder]!} channel down by ${say(byDb, 'dB')}.`,
      inTheMix: 'Check the pan of what should stand in the middle, and the two faders of the mix bus.',
      repair: { repair: 'align', parameters: { invertChannel: null, delayFrames: [0, 0], gainsDb } },
      question: {
        text: `The ${SIDES[louder]!} channel is ${say(byDb, 'dB')} louder throughout: is the mix meant to lean?`,
        choices: [
          { answer: 'intended', consequence: 'The balance stays and is not held against the mix.' },
          { answer: 'repair', consequence: 'Both sides are brought to the same level.' },
          { answer: 'leave', consequence: 'The balance stays as it is.' },
        ],
        safeDefault: 'leave',
      },
    }),
  ];
};
