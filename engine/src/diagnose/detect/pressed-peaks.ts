import { jsonNumber } from '../../units/index.ts';
import { saySpan } from '../../units/words.ts';
import type { DiagnoseContext } from '../context.ts';
import type { Finding, Place } from '../findings.ts';
import type { PeakShape } from '../inspect/clipping-shapes.ts';
import { makeFinding } from '../make-finding.ts';

/**
 * Roundness of the highest peaks against lower ones. Music has 0.7 … 3, limited music 0.4 … 2; a knee of 1 to 2 dB
 * presses the last 0.13 dB to 0.05 … 0.6. Few peaks are of one instrument and spread wider.
 */
const MOST_ROUNDNESS = 0.6;
const MOST_ROUNDNESS_OF_FEW = 0.4;
const ENOUGH_PEAKS = 16;
/** A knee presses higher peaks higher; a limiter leaves the median of them less than a thousandth of a dB under the top. */
const LEAST_SPREAD_DB = 0.004;
/** A ceiling is where the loudest segments end: within 1 dB of the highest peak of all. */
const CEILING_SHARE = 0.89;
/** Of the peaks at the ceiling this share lies in segments where they are pressed; one song has one bus. */
const LEAST_SHARE = 0.5;

type Told = PeakShape & { readonly roundness: number };

/** The shapes of segments whose highest peaks are pressed; none where most of the song's are not. */
export function findPressed(shapes: readonly PeakShape[]): readonly Told[] {
  const peakGain = Math.max(0, ...shapes.map(shape => shape.peakGain));
  const told = shapes.filter(
    (shape): shape is Told => shape.roundness !== null && shape.peakGain >= CEILING_SHARE * peakGain,
  );
  const pressed = told.filter(isPressed);
  return countOf(pressed) < LEAST_SHARE * countOf(told) ? [] : pressed;
}

/** Peaks that are pressed flat without one level: soft clipping. Told, never mended. */
export function describePressedPeaks({ facts, traces }: DiagnoseContext): readonly Finding[] {
  const pressed = findPressed(traces.clipping.shapes);
  const [first] = pressed;
  if (first === undefined) return [];
  const worst = pressed.reduce((a, b) => (b.roundness < a.roundness ? b : a), first);
  const limit = mostRoundnessOf(worst);
  return [
    makeFinding(facts, {
      id: 'clipping',
      kind: 'clipping',
      severity: 'note',
      places: pressed.flatMap(shape => placesOf(shape, facts.channels.length)),
      evidence: [
        {
          fact: 'roundness of the highest peaks, 1 as of those below',
          found: jsonNumber(worst.roundness, 2),
          limit,
          unit: '',
        },
        { fact: 'peaks', found: worst.peakCount, limit: null, unit: 'peaks' },
      ],
      confidenceFraction: worst.roundness < limit / 2 ? 0.8 : 0.7,
      title: 'Peaks pressed flat',
      sentence: `The highest peaks are rounded off, most at ${saySpan(worst.startSeconds, worst.endSeconds)}: soft clipping, by a saturator or a clipper with a knee.`,
      proposal:
        'Deadwax leaves them: there is no level above which the samples are wrong and below which they are right.',
      inTheMix:
        'Look for a saturator or a clipper on the mix bus, and ease it if it is not meant as a sound.',
    }),
  ];
}

const mostRoundnessOf = ({ peakCount }: PeakShape): number =>
  peakCount >= ENOUGH_PEAKS ? MOST_ROUNDNESS : MOST_ROUNDNESS_OF_FEW;

const isPressed = (shape: Told): boolean =>
  shape.roundness <= mostRoundnessOf(shape) && shape.spreadDb >= LEAST_SPREAD_DB;

const countOf = (shapes: readonly PeakShape[]): number =>
  shapes.reduce((sum, { peakCount }) => sum + peakCount, 0);

function placesOf({ startSeconds, endSeconds, channels }: PeakShape, channelCount: number): readonly Place[] {
  if (channels.length === channelCount) return [{ startSeconds, endSeconds, channel: null }];
  return channels.map(channel => ({ startSeconds, endSeconds, channel }));
}
