import { sayHz } from '../../units/words.ts';
import type { Detector, DiagnoseContext } from '../context.ts';
import type { Finding } from '../findings.ts';
import type { ChannelTrace } from '../inspect/channels.ts';
import { makeFinding } from '../make-finding.ts';
import { findLag } from './delay.ts';

/** More coherence against than with: −0.13 at the least in wide orchestral passages that are right. */
const LIMIT = -0.2;
/** From here on the bulk of what both sides share cancels in mono. */
const SURE = -0.5;
/** An octave is inverted where the channels share much of it, upside down. */
const BAND_LIMIT = -0.35;

/** One channel upside down, wholly or in some octaves. */
export const detectPolarity: Detector = context => {
  const trace = context.traces.channels;
  if (trace === null) return [];
  if (trace.polarity <= LIMIT) return [wholeChannel(context, trace)];
  // a delay turns octave after octave over: it is told as a delay
  return findLag(context) === null ? invertedBands(context, trace) : [];
};

function wholeChannel(context: DiagnoseContext, trace: ChannelTrace): Finding {
  const isSure = trace.polarity <= SURE;
  const lag = findLag(context);
  return makeFinding(context.facts, {
    id: 'polarity',
    kind: 'polarity',
    severity: isSure ? 'fix' : 'ask',
    evidence: [
      {
        fact: 'what both channels share, as share that adds up minus share that cancels',
        found: trace.polarity,
        limit: LIMIT,
        unit: '',
      },
      { fact: 'correlation', found: context.facts.stereo?.correlation ?? null, limit: 0, unit: '' },
      { fact: 'left over in mono', found: context.facts.stereo?.monoFoldDb ?? null, limit: -6, unit: 'dB' },
    ],
    confidenceFraction: isSure ? 0.98 : 0.7,
    title: 'One channel is inverted',
    sentence:
      'Left and right push against each other: the middle of the image is hollow, and in mono the music that both share disappears.',
    proposal:
      lag === null
        ? 'Deadwax turns the right channel over.'
        : 'Deadwax turns the right channel over, together with the delay that it mends.',
    inTheMix: 'Look for a polarity switch, a wrongly wired cable or a widener on the mix bus.',
    repair: {
      repair: 'align',
      parameters: { invertChannel: 1, delayFrames: [0, 0], gainsDb: [0, 0] },
    },
    question: isSure
      ? null
      : {
          text: 'Left and right mostly cancel in mono: is the width meant to be that extreme?',
          choices: [
            { answer: 'intended', consequence: 'The polarity stays and is not held against the mix.' },
            { answer: 'repair', consequence: 'The right channel is turned over.' },
            { answer: 'leave', consequence: 'The polarity stays, and mono playback loses the middle.' },
          ],
          safeDefault: 'leave',
        },
  });
}

function invertedBands({ facts }: DiagnoseContext, { octaves }: ChannelTrace): readonly Finding[] {
  const inverted = octaves.filter(({ correlation }) => correlation <= BAND_LIMIT);
  const [first] = inverted;
  const last = inverted.at(-1);
  if (first === undefined || last === undefined) return [];
  const least = Math.min(...inverted.map(({ correlation }) => correlation));
  return [
    makeFinding(facts, {
      id: 'polarity-band',
      kind: 'polarity',
      severity: 'ask',
      fromHz: first.fromHz,
      toHz: last.toHz,
      evidence: [{ fact: 'correlation of an octave', found: least, limit: BAND_LIMIT, unit: '' }],
      confidenceFraction: Math.min(0.95, 0.6 - 0.5 * (least - BAND_LIMIT)),
      title: 'A band is inverted on one side',
      sentence: `Between ${sayHz(first.fromHz)} and ${sayHz(last.toHz)} left and right push against each other, though not elsewhere: in mono this band goes missing.`,
      proposal:
        'Deadwax leaves it; it cannot be turned over alone without a filter in the middle of the music.',
      inTheMix:
        'Look for one microphone of a pair with its polarity switched, or a multiband widener or equaliser on one side.',
      question: {
        text: `Between ${sayHz(first.fromHz)} and ${sayHz(last.toHz)} the sides cancel in mono: is that meant?`,
        choices: [
          { answer: 'intended', consequence: 'It stays and is not held against the mix.' },
          { answer: 'leave', consequence: 'It stays, and mono playback loses this band.' },
        ],
        safeDefault: 'leave',
      },
    }),
  ];
}
