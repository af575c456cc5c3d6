import { dbToPower, jsonNumber, powerToDb } from '../../units/index.ts';
import { say, sayHz } from '../../units/words.ts';
import { type Decision, leave, type PlanContext, take } from '../context.ts';
import { keptWithin, sayRegion } from '../keep.ts';
import { WIDTH_MOVE_DB } from '../limits.ts';
import type { Reason } from '../plan.ts';
import { outsideBy, type Range } from '../targets/range.ts';
import { MONO_BELOW_DB, readWidths } from '../widths.ts';

/** Which of the nine bands are judged together, and where they meet; the first group is left to the low end. */
const GROUPS: readonly {
  readonly bands: readonly number[];
  readonly fromHz: number;
  readonly toHz: number;
}[] = [
  { bands: [0], fromHz: 20, toHz: 148 },
  { bands: [1, 2], fromHz: 148, toHz: 795 },
  { bands: [3, 4, 5], fromHz: 795, toHz: 4349 },
  { bands: [6, 7, 8], fromHz: 4349, toHz: 20000 },
];
/** Half of what lies outside: width is the mixer's choice before it is a fault. */
const GRIP = 0.5;
const LEAST_MOVE_DB = 0.5;
/** Sides this far under the genre's lower edge were not forgotten but left out. */
const CHOICE_DB = 8;
/** Mono fold of two unrelated channels; lower means that they already cancel. */
const UNRELATED_FOLD_DB = -3;
/** A group this far under the strongest is not heard as width. */
const QUIET_BELOW_DB = 40;

interface Group {
  readonly fromHz: number;
  readonly toHz: number;
  readonly levelDb: number;
  readonly sideMidDb: number;
  readonly limits: Range;
}

interface Move {
  readonly group: Group;
  readonly gainDb: number;
  readonly outsideDb: number;
}

/** Limits of several bands together: their side energies at equal mid energies as measured. */
function sumRanges(parts: readonly { readonly weight: number; readonly range: Range }[]): Range {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const at = (pick: (range: Range) => number): number => {
    const side = parts.reduce((sum, part) => sum + part.weight * dbToPower(pick(part.range)), 0);
    return total === 0 ? 0 : powerToDb(side / total);
  };
  return { p10: at(({ p10 }) => p10), p50: at(({ p50 }) => p50), p90: at(({ p90 }) => p90) };
}

function groupsOf({ facts, target }: PlanContext): Group[] {
  const widths = readWidths(facts);
  return GROUPS.filter(({ fromHz }) => fromHz < 0.4 * facts.sampleRateHz).map(({ bands, fromHz, toHz }) => {
    const mid = bands.reduce((sum, band) => sum + widths[band]!.mid, 1e-30);
    const side = bands.reduce((sum, band) => sum + widths[band]!.side, 1e-30);
    return {
      fromHz,
      toHz: Math.min(toHz, facts.sampleRateHz / 2),
      levelDb: powerToDb(mid + side),
      sideMidDb: powerToDb(side / mid),
      limits: sumRanges(bands.map(band => ({ weight: widths[band]!.mid, range: target.sideMidDb[band]! }))),
    };
  });
}

/** Whether more side can do no harm: there is a side, it is not left out on purpose, and mono does not lose anything yet. */
function canWiden({ sideMidDb, limits, fromHz, toHz }: Group, { facts }: PlanContext): boolean {
  const folds = facts.bands
    .filter(band => band.fromHz < toHz && band.toHz > fromHz)
    .map(band => band.monoFoldDb ?? 0);
  return (
    sideMidDb > MONO_BELOW_DB &&
    sideMidDb > limits.p10 - CHOICE_DB &&
    Math.min(0, ...folds) > UNRELATED_FOLD_DB
  );
}

/** Toward the usual width, from outside it only. */
function moveOf(group: Group, isLowest: boolean, strongestDb: number, context: PlanContext): Move {
  const outsideDb = outsideBy(group.sideMidDb, group.limits);
  const still = { group, gainDb: 0, outsideDb };
  if (isLowest || group.levelDb < strongestDb - QUIET_BELOW_DB) return still;
  if (keptWithin(context.keep, group.fromHz, group.toHz) !== null) return still;
  if (outsideDb < 0 && !canWiden(group, context)) return still;
  const gainDb = Math.min(WIDTH_MOVE_DB, Math.max(-WIDTH_MOVE_DB, -GRIP * outsideDb));
  return Math.abs(gainDb) < LEAST_MOVE_DB ? still : { group, gainDb: jsonNumber(gainDb, 1)!, outsideDb };
}

/** Neighbours with the same gain become one band, so that no crossover stands without need. */
function parametersOf(moves: readonly Move[]): {
  readonly crossoversHz: readonly number[];
  readonly sideGainsDb: readonly number[];
} {
  const crossoversHz: number[] = [];
  const sideGainsDb: number[] = [];
  for (const { group, gainDb } of moves) {
    if (sideGainsDb.length > 0 && sideGainsDb[sideGainsDb.length - 1] === gainDb) continue;
    if (sideGainsDb.length > 0) crossoversHz.push(group.fromHz);
    sideGainsDb.push(gainDb);
  }
  return { crossoversHz, sideGainsDb };
}

function reasonOf({ group, gainDb }: Move, label: string): Reason {
  const { p10, p90 } = group.limits;
  const isWide = gainDb < 0;
  return {
    fact: 'spectrum.sideDb',
    found: jsonNumber(group.sideMidDb, 1),
    wanted: jsonNumber(isWide ? p90 : p10, 1),
    unit: 'dB',
    sentence: `From ${sayHz(group.fromHz)} to ${sayHz(group.toHz)} the sides stand at ${say(group.sideMidDb, 'dB')} against the middle, ${isWide ? 'wider' : 'narrower'} than ${label} as a rule (${say(p10, 'dB')} to ${say(p90, 'dB')}): the sides ${isWide ? 'come down' : 'go up'} by ${say(Math.abs(gainDb), 'dB')}. The mono sum does not change.`,
  };
}

function nothingToDo(moves: readonly Move[], { label, keep }: PlanContext): Decision {
  const judged = moves.length > 1 ? moves.slice(1) : moves;
  if (judged.every(({ group }) => group.sideMidDb < MONO_BELOW_DB)) {
    return leave('Width: the recording is mono in all but name and stays so.');
  }
  for (const { group, outsideDb } of judged) {
    const kept = keptWithin(keep, group.fromHz, group.toHz);
    if (kept === null || Math.abs(GRIP * outsideDb) < LEAST_MOVE_DB) continue;
    return leave(
      `Width: from ${sayHz(group.fromHz)} to ${sayHz(group.toHz)} the mix is ${outsideDb > 0 ? 'wider' : 'narrower'} than ${label}, but the brief keeps what lies ${sayRegion(kept)}, so it stays.`,
    );
  }
  const narrow = judged.find(({ outsideDb }) => -GRIP * outsideDb >= LEAST_MOVE_DB);
  return leave(
    narrow === undefined
      ? `Width: every region lies within what ${label} do, or so near that nobody would hear the difference, so it stays.`
      : `Width: from ${sayHz(narrow.group.fromHz)} to ${sayHz(narrow.group.toHz)} the mix is narrower than ${label} (sides at ${say(narrow.group.sideMidDb, 'dB')} against the middle), by choice or because mono would suffer, so it stays.`,
  );
}

/** Width per region toward the genre's range, only from outside it. */
export function decideWidth(context: PlanContext): Decision {
  if (context.facts.stereo === null) return leave('Width: one channel has none.');
  if (context.keep.keepsWidth) return leave('Width: the brief keeps it, so it stays.');
  const groups = groupsOf(context);
  const strongestDb = Math.max(...groups.map(group => group.levelDb));
  const moves = groups.map((group, index) => moveOf(group, index === 0, strongestDb, context));
  const made = moves.filter(({ gainDb }) => gainDb !== 0);
  if (made.length === 0) return nothingToDo(moves, context);
  return take({
    id: 'width',
    processor: 'width',
    isEnabled: true,
    strengthFraction: 1,
    parameters: parametersOf(moves),
    because: made.map(move => reasonOf(move, context.label)),
    bounds: [{ parameter: 'sideGainsDb', minimum: -WIDTH_MOVE_DB, maximum: WIDTH_MOVE_DB, unit: 'dB' }],
  });
}
