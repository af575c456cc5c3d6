import type { FilterSpec } from '../../audio/index.ts';
import { jsonNumber } from '../../units/index.ts';
import { regionName, say, sayHz, sentenceCase } from '../../units/words.ts';
import type { PlanContext } from '../context.ts';
import { keptMoveDb } from '../keep.ts';
import { largestMoveDb } from '../limits.ts';
import type { Reason } from '../plan.ts';
import { interpolateOctaves } from '../targets/third-octaves.ts';
import type { ToneDeviation } from '../tone-deviation.ts';
import { isJudged } from './tone-wish.ts';

/** Where a band does most of its work: a shelf works beyond its corner. */
export function workingHz({ shape, frequencyHz }: FilterSpec): number {
  if (shape === 'low-shelf') return Math.max(31.5, frequencyHz / 1.7);
  return shape === 'high-shelf' ? Math.min(14000, frequencyHz * 1.7) : frequencyHz;
}

export function placeOf({ shape, frequencyHz }: FilterSpec): string {
  if (shape === 'low-shelf') return `below ${sayHz(frequencyHz)}`;
  return shape === 'high-shelf' ? `above ${sayHz(frequencyHz)}` : `around ${sayHz(frequencyHz)}`;
}

export function bandReason(band: FilterSpec, tone: ToneDeviation, context: PlanContext): Reason {
  const hz = workingHz(band);
  const deviations = tone.deviationDb.map(value => value ?? 0);
  const deviation = interpolateOctaves(tone.centresHz, deviations, hz);
  const spread = interpolateOctaves(tone.centresHz, context.tonalSpreadDb, hz);
  const move = `${say(Math.abs(band.gainDb), 'dB')} ${band.gainDb < 0 ? 'less' : 'more'} ${placeOf(band)}`;
  const isCause = Math.abs(deviation) > spread && deviation < 0 === band.gainDb > 0;
  const cause = isCause
    ? `${regionName(hz)} is ${say(Math.abs(deviation), 'dB')} ${deviation > 0 ? 'stronger' : 'weaker'} than in ${context.label}, where ±${say(spread, 'dB')} is usual`
    : `it shapes the moves beside it, so that ${regionName(hz)} stays where it is`;
  return {
    fact: 'spectrum.midDb',
    found: jsonNumber(deviation, 1),
    wanted: jsonNumber(deviation < 0 ? -spread : spread, 1),
    unit: 'dB',
    sentence: `${sentenceCase(move)}: ${cause}.`,
  };
}

export function describeNoTone(tone: ToneDeviation, context: PlanContext): string {
  let worst = -1;
  let most = -1;
  tone.deviationDb.forEach((deviation, index) => {
    const share = Math.abs(deviation ?? 0) / context.tonalSpreadDb[index]!;
    if (deviation === null || !isJudged(tone.centresHz[index]!) || share <= most) return;
    most = share;
    worst = index;
  });
  if (worst < 0) return 'Tone: too little was measured to judge it, so no equaliser.';
  const deviation = tone.deviationDb[worst]!;
  const spread = context.tonalSpreadDb[worst]!;
  const place = `${sayHz(tone.centresHz[worst]!)}, ${say(Math.abs(deviation), 'dB')} ${deviation < 0 ? 'weaker' : 'stronger'}, where ±${say(spread, 'dB')} is usual`;
  return most <= 1
    ? `Tone: every region is within what ${context.label} do, so no equaliser. Furthest from their middle is ${place}.`
    : `Tone: no equaliser. Furthest from the middle of ${context.label} is ${place}, but no move there would be both safe and large enough to hear.`;
}

/** What stays out of line after the largest move: the mix's own business. */
export function describeRest(
  tone: ToneDeviation,
  context: PlanContext,
  response: ArrayLike<number>,
): string[] {
  let worst = -1;
  let most = 3; // dB beyond the spread that deserve a word (own estimate)
  tone.centresHz.forEach((hz, index) => {
    const deviation = tone.deviationDb[index] ?? null;
    if (deviation === null || hz < 35 || hz > 13000) return;
    const canMove = deviation > 0 || tone.boostTrust[index]! > 0.5;
    const rest = Math.abs(deviation + response[index]!) - context.tonalSpreadDb[index]!;
    if (!canMove || rest <= most || keptMoveDb(context.keep, hz) < largestMoveDb(hz)) return;
    most = rest;
    worst = index;
  });
  if (worst < 0) return [];
  const hz = tone.centresHz[worst]!;
  const deviation = tone.deviationDb[worst]!;
  return [
    `Around ${sayHz(hz)} the mix is ${say(Math.abs(deviation), 'dB')} ${deviation < 0 ? 'weaker' : 'stronger'} than ${context.label}; ${say(most, 'dB')} of that stay beyond what is usual, because no automatic move goes past ${say(largestMoveDb(hz), 'dB', 0)}. That is better changed in the mix.`,
  ];
}
