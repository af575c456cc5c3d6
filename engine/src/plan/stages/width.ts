import type { BandFacts } from '../../analyze/facts.ts';
import { dbToPower, jsonNumber, powerToDb } from '../../units/index.ts';
import { type Decision, leave, type PlanContext, take } from '../context.ts';
import { WIDTH_MOVE_DB } from '../limits.ts';
import type { Reason } from '../plan.ts';
import { nineBandIndex } from '../targets/band-index.ts';
import { outsideBy, type Range } from '../targets/range.ts';
import { say, sayHz } from '../words.ts';

/** Which of the nine bands are judged together; the first is left to the low end. */
const GROUP_OF_BAND: readonly number[] = [0, 1, 1, 2, 2, 2, 3, 3, 3];
const LEAST_MOVE_DB = 0.5;
/** A side this far under the middle is a mono recording's noise: nothing to widen. */
const MONO_BELOW_DB = -30;
/** Mono fold of two unrelated channels; lower means that they already cancel. */
const UNRELATED_FOLD_DB = -3;
/** A group this far under the strongest is not heard as width. */
const QUIET_BELOW_DB = 45;

interface Group {
  readonly fromHz: number;
  readonly toHz: number;
  readonly levelDb: number;
  readonly sideMidDb: number;
  readonly monoFoldDb: number;
  readonly limits: Range;
}

interface Move {
  readonly group: Group;
  readonly gainDb: number;
  readonly outsideDb: number;
}

function powersOf(band: BandFacts): { readonly mid: number; readonly side: number } {
  const total = dbToPower(band.levelDb ?? -300);
  const ratio = dbToPower(band.sideMidDb ?? -300);
  return { mid: total / (1 + ratio), side: (total * ratio) / (1 + ratio) };
}

function groupOf(bands: readonly BandFacts[], limitsOf: (band: BandFacts) => Range): Group {
  let mid = 0;
  let side = 0;
  const wanted = { p10: 0, p50: 0, p90: 0 };
  for (const band of bands) {
    const powers = powersOf(band);
    const limits = limitsOf(band);
    mid += powers.mid;
    side += powers.side;
    for (const key of ['p10', 'p50', 'p90'] as const) wanted[key] += powers.mid * dbToPower(limits[key]);
  }
  const ratioDb = (power: number): number => Math.max(-200, powerToDb(power / Math.max(1e-30, mid)));
  return {
    fromHz: bands[0]!.fromHz,
    toHz: bands[bands.length - 1]!.toHz,
    levelDb: powerToDb(mid + side),
    sideMidDb: ratioDb(side),
    monoFoldDb: Math.min(0, ...bands.map(band => band.monoFoldDb ?? 0)),
    limits: { p10: ratioDb(wanted.p10), p50: ratioDb(wanted.p50), p90: ratioDb(wanted.p90) },
  };
}

function groupsOf({ facts, target }: PlanContext): Group[] {
  const members: BandFacts[][] = [];
  let last = -1;
  for (const band of facts.bands) {
    const group = GROUP_OF_BAND[nineBandIndex(band)]!;
    if (group === last) members[members.length - 1]!.push(band);
    else members.push([band]);
    last = group;
  }
  return members.map(bands => groupOf(bands, band => target.sideMidDb[nineBandIndex(band)]!));
}

/** Toward the edge of the usual width, never into cancellation. */
function moveOf(group: Group, isLowest: boolean, strongestDb: number): Move {
  const outsideDb = outsideBy(group.sideMidDb, group.limits);
  const still = { group, gainDb: 0, outsideDb };
  if (isLowest || group.levelDb < strongestDb - QUIET_BELOW_DB) return still;
  if (outsideDb < 0 && (group.sideMidDb < MONO_BELOW_DB || group.monoFoldDb < UNRELATED_FOLD_DB))
    return still;
  const gainDb = Math.min(WIDTH_MOVE_DB, Math.max(-WIDTH_MOVE_DB, -outsideDb));
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
    fact: 'bands.sideMidDb',
    found: jsonNumber(group.sideMidDb, 1),
    wanted: jsonNumber(isWide ? p90 : p10, 1),
    unit: 'dB',
    sentence: `From ${sayHz(group.fromHz)} to ${sayHz(group.toHz)} the sides stand at ${say(group.sideMidDb, 'dB')} against the middle, ${isWide ? 'wider' : 'narrower'} than nine in ten ${label} (${say(p10, 'dB')} to ${say(p90, 'dB')}): the sides ${isWide ? 'come down' : 'go up'} by ${say(Math.abs(gainDb), 'dB')}. The mono sum does not change.`,
  };
}

/** Width per region toward the genre's range, only from outside it. */
export function decideWidth(context: PlanContext): Decision {
  if (context.facts.stereo === null) return leave('Width: one channel has none.');
  if (context.facts.bands.length === 0)
    return leave('Width: nothing was measured that it could be judged by.');
  const groups = groupsOf(context);
  const strongestDb = Math.max(...groups.map(group => group.levelDb));
  const moves = groups.map((group, index) => moveOf(group, index === 0 && groups.length > 1, strongestDb));
  const made = moves.filter(({ gainDb }) => gainDb !== 0);
  if (made.length > 0) {
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
  const judged = groups.slice(groups.length > 1 ? 1 : 0);
  if (judged.every(group => group.sideMidDb < MONO_BELOW_DB)) {
    return leave('Width: the recording is mono in all but name and stays so.');
  }
  const narrow = moves.find((move, index) => index > 0 && move.outsideDb < -LEAST_MOVE_DB);
  return leave(
    narrow === undefined
      ? `Width: every region lies within what ${context.label} do, so it stays.`
      : `Width: from ${sayHz(narrow.group.fromHz)} to ${sayHz(narrow.group.toHz)} the mix is narrower than ${context.label} (${say(narrow.group.sideMidDb, 'dB')} against the middle), but there is nothing sound to widen, so it stays.`,
  );
}
