import { jsonNumber } from '../../units/index.ts';
import type { Detector, DiagnoseContext } from '../context.ts';
import { makeFinding } from '../make-finding.ts';
import { SIDES, sayMilliseconds } from './say.ts';

/** Two frames at 44.1 kHz: below lie the lags of decoders and analogue filters, and the first notch in mono is above 10 kHz. */
const LEAST_SECONDS = 0.000045;
/** Wide mixes have no lag of their own: what is told must agree with itself … */
const LEAST_AGREEMENT = 0.06;
/** … stand above every other lag … */
const LEAST_RATIO = 2;
/** … above lag zero … */
const MOST_AT_ZERO = 0.6;
/** … and stay where it is. */
const LEAST_STEADY = 0.75;
/** From here on nothing but one signal on both sides explains it. */
const SURE_AGREEMENT = 0.2;
const SURE_RATIO = 3;

/** A lag nearer to a whole frame than this is one: the interpolated peak of a whole lag lies within it. */
const WHOLE_FRAMES = 0.06;

/** The lag between two channels; null where there is none to be sure of. */
export interface FoundLag {
  /** Positive where the left is late. */
  readonly lagFrames: number;
  readonly lagSeconds: number;
  readonly isSure: boolean;
}

/** Looks for a lag that is an error of alignment. */
export function findLag({ traces, facts }: DiagnoseContext): FoundLag | null {
  const trace = traces.channels;
  if (trace === null) return null;
  const lagSeconds = trace.lagFrames / facts.sampleRateHz;
  const agreement = Math.abs(trace.agreement);
  const ratio = agreement / Math.max(1e-6, trace.agreementElsewhere);
  const isLag =
    Math.abs(lagSeconds) >= LEAST_SECONDS &&
    agreement >= LEAST_AGREEMENT &&
    ratio >= LEAST_RATIO &&
    trace.agreementAtZero <= MOST_AT_ZERO * agreement &&
    trace.steadyFraction >= LEAST_STEADY;
  if (!isLag) return null;
  const nearest = Math.round(trace.lagFrames);
  const lagFrames =
    Math.abs(trace.lagFrames - nearest) <= WHOLE_FRAMES ? nearest : jsonNumber(trace.lagFrames, 2)!;
  return { lagFrames, lagSeconds, isSure: agreement >= SURE_AGREEMENT && ratio >= SURE_RATIO };
}

/** One channel late. */
export const detectDelay: Detector = context => {
  const lag = findLag(context);
  const trace = context.traces.channels;
  if (lag === null || trace === null) return [];
  const late = lag.lagFrames > 0 ? 0 : 1;
  const time = sayMilliseconds(lag.lagSeconds);
  const delayFrames = late === 0 ? [0, lag.lagFrames] : [-lag.lagFrames, 0];
  const notchHz = 0.5 / Math.abs(lag.lagSeconds);
  return [
    makeFinding(context.facts, {
      id: 'delay',
      kind: 'delay',
      severity: lag.isSure ? 'fix' : 'ask',
      evidence: [
        {
          fact: `the ${SIDES[late]!} is late by`,
          found: jsonNumber(1000 * Math.abs(lag.lagSeconds), 3),
          limit: 1000 * LEAST_SECONDS,
          unit: 'ms',
        },
        {
          fact: 'agreement of both channels at this lag, of 1',
          found: Math.abs(trace.agreement),
          limit: LEAST_AGREEMENT,
          unit: '',
        },
        {
          fact: 'the largest agreement at any other lag',
          found: trace.agreementElsewhere,
          limit: jsonNumber(Math.abs(trace.agreement) / LEAST_RATIO, 3),
          unit: '',
        },
      ],
      confidenceFraction: lag.isSure ? 0.97 : 0.75,
      title: `The ${SIDES[late]!} channel is late`,
      sentence: `The ${SIDES[late]!} channel comes ${time} after the other, all the way through: in mono that cuts a hole at ${Math.round(notchHz)} Hz and its odd multiples, and it pulls the image to one side.`,
      proposal: `Deadwax delays the ${SIDES[1 - late]!} channel by the same time.`,
      inTheMix:
        'Look for a plug-in or a converter on one channel only, or for a stereo pair of tracks that slipped.',
      repair: {
        repair: 'align',
        parameters: { invertChannel: null, delayFrames: delayFrames.map(x => x + 0), gainsDb: [0, 0] },
      },
      question: lag.isSure
        ? null
        : {
            text: `The ${SIDES[late]!} channel is ${time} late throughout: is that meant?`,
            choices: [
              { answer: 'intended', consequence: 'The delay stays and is not held against the mix.' },
              { answer: 'repair', consequence: 'Both channels are brought together.' },
              { answer: 'leave', consequence: 'The delay stays, and mono playback loses by it.' },
            ],
            safeDefault: 'leave',
          },
    }),
  ];
};
