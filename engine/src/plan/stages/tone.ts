import type { FilterSpec } from '../../audio/index.ts';
import { jsonNumber } from '../../units/index.ts';
import { type Decision, leave, type PlanContext, take } from '../context.ts';
import { fitBands } from '../fit/fit.ts';
import { makeResponseGrid, octaveGrid } from '../fit/response.ts';
import { largestMoveDb } from '../limits.ts';
import type { Reason } from '../plan.ts';
import { interpolateOctaves } from '../targets/third-octaves.ts';
import { compareTone, type ToneDeviation } from '../tone-deviation.ts';
import { regionName, say, sayHz, sentenceCase } from '../words.ts';
import { keepWithinMoves, roundBand } from './tone-bounds.ts';

/** Below, the low cut is in charge. */
const LOWEST_HZ = 35;
/** Highest frequency that tone is judged at: above, records tell more of their converters than of their makers. */
const HIGHEST_HZ = 16500;
/**
 * What is clearly outside is brought inside rather than left on the edge: half again of what stands out, at most to seven
 * tenths of the usual spread (own estimate).
 */
const GRIP = 1.5;
const INSIDE_FRACTION = 0.7;
/** Moves that nobody hears are not made (own estimate, half of the ±0.5 dB that engineers count as a move). */
const LEAST_MOVE_DB = 0.5;
const LEAST_BAND_DB = 0.25;
const BAND_COUNT = 8;
const ENOUGH_DB = 0.12;
/** Where the mix shows nothing, the curve should stay flat, but not at the price of the rest. */
const SILENT_WEIGHT = 0.3;

interface Wish {
  /** What the equaliser should do per third, dB. */
  readonly gainDb: readonly number[];
  readonly weight: readonly number[];
}

function isJudged(hz: number): boolean {
  return hz >= LOWEST_HZ && hz <= HIGHEST_HZ;
}

/** How much of a deviation should go; 0 inside the spread. */
function correctionDb(deviationDb: number, spreadDb: number): number {
  const size = Math.abs(deviationDb);
  const amount = Math.min(GRIP * Math.max(0, size - spreadDb), size - INSIDE_FRACTION * spreadDb);
  return amount <= 0 ? 0 : Math.sign(deviationDb) * amount;
}

/** The part of the deviation outside the spread, turned round, weighted by trust and kept within the largest moves. */
function wishOf(tone: ToneDeviation, context: PlanContext, already: readonly number[]): Wish {
  const gainDb = tone.centresHz.map((hz, index) => {
    const deviation = tone.deviationDb[index] ?? null;
    if (deviation === null || !isJudged(hz)) return 0;
    const trust = tone.trust[index]! * (deviation < 0 ? tone.boostTrust[index]! : 1);
    const wanted = -correctionDb(deviation, context.tonalSpreadDb[index]!) * trust;
    const left = wanted < 0 ? Math.min(0, wanted - already[index]!) : wanted; // what the low cut does is done
    const cap = Math.min(largestMoveDb(0.87 * hz), largestMoveDb(1.15 * hz));
    return Math.min(cap, Math.max(-cap, left));
  });
  return {
    gainDb,
    weight: tone.centresHz.map((hz, index) =>
      tone.deviationDb[index] === null || !isJudged(hz) ? SILENT_WEIGHT : 1,
    ),
  };
}

function fitWish(wish: Wish, { facts, kernels }: PlanContext): readonly FilterSpec[] {
  const topHz = Math.min(18000, 0.45 * facts.sampleRateHz);
  const grid = makeResponseGrid(octaveGrid(25, topHz, 6), facts.sampleRateHz, kernels);
  const { centresHz } = facts.spectrum;
  const read = (values: readonly number[]): Float64Array =>
    Float64Array.from(grid.frequenciesHz, hz => interpolateOctaves(centresHz, values, hz));
  const limits = {
    fromHz: 30,
    toHz: Math.min(14000, 0.8 * topHz),
    bellQ: { minimum: 0.4, maximum: 2 },
    shelfQ: { minimum: 0.5, maximum: 0.9 },
    gainDb: 4,
  };
  const target = { gainDb: read(wish.gainDb), weight: read(wish.weight) };
  const { bands } = fitBands(grid, target, { limits, bandCount: BAND_COUNT, enoughDb: ENOUGH_DB });
  const worth = bands.filter(band => Math.abs(band.gainDb) >= LEAST_BAND_DB).map(roundBand);
  const ordered = worth.sort((a, b) => a.frequencyHz - b.frequencyHz);
  return keepWithinMoves(ordered, facts.sampleRateHz, kernels);
}

/** Where a band does most of its work: a shelf works beyond its corner. */
function workingHz({ shape, frequencyHz }: FilterSpec): number {
  if (shape === 'low-shelf') return Math.max(31.5, frequencyHz / 1.7);
  return shape === 'high-shelf' ? Math.min(14000, frequencyHz * 1.7) : frequencyHz;
}

function placeOf({ shape, frequencyHz }: FilterSpec): string {
  if (shape === 'low-shelf') return `below ${sayHz(frequencyHz)}`;
  return shape === 'high-shelf' ? `above ${sayHz(frequencyHz)}` : `around ${sayHz(frequencyHz)}`;
}

function bandReason(band: FilterSpec, tone: ToneDeviation, context: PlanContext): Reason {
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

function nothingToDo(tone: ToneDeviation, context: PlanContext): Decision {
  let worst = -1;
  let most = -1;
  tone.deviationDb.forEach((deviation, index) => {
    const share = Math.abs(deviation ?? 0) / context.tonalSpreadDb[index]!;
    if (deviation === null || !isJudged(tone.centresHz[index]!) || share <= most) return;
    most = share;
    worst = index;
  });
  if (worst < 0) return leave('Tone: too little was measured to judge it, so no equaliser.');
  const deviation = tone.deviationDb[worst]!;
  const spread = context.tonalSpreadDb[worst]!;
  const place = `${sayHz(tone.centresHz[worst]!)}, ${say(Math.abs(deviation), 'dB')} ${deviation < 0 ? 'weaker' : 'stronger'}, where ±${say(spread, 'dB')} is usual`;
  return leave(
    most <= 1
      ? `Tone: every region is within what ${context.label} do, so no equaliser. Furthest from their middle is ${place}.`
      : `Tone: no equaliser. Furthest from the middle of ${context.label} is ${place}, but no move there would be both safe and large enough to hear.`,
  );
}

/** What stays out of line after the largest move: the mix's own business. */
function remainders(tone: ToneDeviation, context: PlanContext, response: ArrayLike<number>): string[] {
  let worst = -1;
  let most = 3; // dB beyond the spread that deserve a word (own estimate)
  tone.centresHz.forEach((hz, index) => {
    const deviation = tone.deviationDb[index] ?? null;
    if (deviation === null || hz < 35 || hz > 13000) return;
    const canMove = deviation > 0 || tone.boostTrust[index]! > 0.5;
    const rest = Math.abs(deviation + response[index]!) - context.tonalSpreadDb[index]!;
    if (!canMove || rest <= most) return;
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

/** Few broad moves toward the edge of what the genre's records do; nothing inside it. */
export function decideTone(context: PlanContext, lowCut: readonly FilterSpec[]): Decision {
  const { facts, kernels } = context;
  const tone = compareTone(facts, context.tonalDb, context.format.isLossy);
  if (tone === null) return leave('Tone: the spectrum is empty, so there is nothing to equalise.');
  const centres = makeResponseGrid(facts.spectrum.centresHz, facts.sampleRateHz, kernels);
  const wish = wishOf(tone, context, [...centres.chainResponseDb(lowCut)]);
  if (Math.max(...wish.gainDb.map(Math.abs)) < LEAST_MOVE_DB) return nothingToDo(tone, context);
  const bands = fitWish(wish, context);
  if (bands.length === 0) return nothingToDo(tone, context);
  const response = centres.chainResponseDb([...lowCut, ...bands]);
  return take(
    {
      id: 'tone',
      processor: 'eq',
      isEnabled: true,
      strengthFraction: 1,
      parameters: { bands },
      because: bands.map(band => bandReason(band, tone, context)),
      bounds: [
        { parameter: 'gainDb', minimum: -4, maximum: 4, unit: 'dB' },
        { parameter: 'gainDb below 60 Hz and above 12 kHz', minimum: -3, maximum: 3, unit: 'dB' },
      ],
    },
    remainders(tone, context, response),
  );
}
