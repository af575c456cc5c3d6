import { dbToPower, jsonNumber, powerToDb } from '../../../units/index.ts';
import {
  BAND_WIDTH,
  type BandFrames,
  type BandLevels,
  levelsOf,
  meanPower,
  noiseSpread,
  unevennessOf,
} from './evenness.ts';
import type { NoiseFloor } from './hiss.ts';
import { loudnessWeight } from './weight.ts';

/** Frames that must be even together: 0.7 s. */
const FEWEST_FRAMES = 16;
/** From here on bands are wide enough to be judged, and hiss is heard: Hz. */
const JUDGED_FROM_HZ = 1000;
/** Neighbouring bands that are judged together: an octave and two thirds, which no instrument holds even. */
const GROUP_BANDS = 5;
/** Spread over that of noise; music in its evenest second has 2 and more. */
const MOST_UNEVEN = 1.6;
/** A single band of a group, or one below the judged ones, may be this uneven and still be known. */
const MOST_UNEVEN_BAND = 2;

/** Neighbouring bands of one noise differ by less, dB: a steeper step is music that reaches into one of them. */
const STEEPEST_STEP_DB = 4;
/** Judged bands that make a floor: an octave and a third. */
const FEWEST_BANDS = 4;

/** Frames that may lie under the floor. */
const MOST_BELOW_FRACTION = 0.05;
/** A band of a floor lies at least this far under the whole programme, dB: what is louder is part of it. */
const LEAST_UNDER_DB = 16;

/** What the groups know. */
interface Groups {
  readonly judged: readonly Found[];
  /** Of the bands below. */
  readonly low: readonly Found[];
}

/** What one group of bands knows of the floor. */
interface Found {
  readonly frames: readonly number[];
  readonly bands: readonly number[];
  readonly unevenness: number;
}

/**
 * The quietest frames, alike in level, in which neighbouring bands are as even as stationary noise is.
 *
 * Music of one level is not: its bands go up and down against each other by several dB, noise by tenths. The bands are
 * judged in groups, because the middle of the spectrum is seldom free of music while the top is.
 */
export function findFloor(bandFrames: BandFrames): NoiseFloor | null {
  const levels = levelsOf(bandFrames);
  const bands = [...bandFrames.centres.keys()];
  const firstJudged = bandFrames.centres.findIndex(hz => hz >= JUDGED_FROM_HZ);
  const judged = findInGroups(levels, bands.slice(firstJudged), [...Array(levels.count).keys()]);
  if (judged.length === 0) return null;
  // a bass may sound on while the top is bare: below, the quietest of the frames that are even above
  const even = new Set(judged.flatMap(({ frames }) => frames));
  const low = findInGroups(
    levels,
    bands.slice(0, firstJudged),
    [...even].sort((a, b) => a - b),
  );
  return describe(bandFrames, levels, { judged, low }, firstJudged);
}

/** What every group of neighbouring bands knows, of some frames. */
function findInGroups(levels: BandLevels, bands: readonly number[], frames: readonly number[]): Found[] {
  const found: Found[] = [];
  for (let i = 0; i + GROUP_BANDS <= bands.length; i++) {
    const group = findInGroup(levels, bands.slice(i, i + GROUP_BANDS), frames);
    if (group !== null) found.push(group);
  }
  return found;
}

function findInGroup(levels: BandLevels, bands: readonly number[], frames: readonly number[]): Found | null {
  const sumOf = (frame: number) => bands.reduce((sum, band) => sum + levels.levels[band]![frame]!, 0);
  const sums = new Map(frames.map(frame => [frame, sumOf(frame)]));
  const order = frames
    .filter(frame => sums.get(frame)! > Number.NEGATIVE_INFINITY)
    .sort((a, b) => sums.get(a)! - sums.get(b)! || a - b);
  // a floor has nothing under it, but for a fade: what is even higher up is music
  const last = FEWEST_FRAMES + MOST_BELOW_FRACTION * order.length;
  for (let from = 0; from + FEWEST_FRAMES <= Math.min(last, order.length); from += FEWEST_FRAMES / 4) {
    const set = order.slice(from, from + FEWEST_FRAMES);
    if (medianOf(bands.map(band => unevennessOf(levels, set, band))) > MOST_UNEVEN) continue;
    const gathered = gather(levels, order, set, bands);
    const unevenness = medianOf(bands.map(band => unevennessOf(levels, gathered, band)));
    if (gathered.length >= FEWEST_FRAMES && unevenness <= MOST_UNEVEN)
      return { frames: gathered, bands, unevenness };
  }
  return null;
}

/** All frames whose bands stand where those of the set do, within four times the spread of noise. */
function gather(
  levels: BandLevels,
  order: readonly number[],
  set: readonly number[],
  bands: readonly number[],
): number[] {
  const means = bands.map(band => {
    const sum = set.reduce((part, frame) => part + levels.levels[band]![frame]!, 0);
    return sum / set.length;
  });
  const reaches = bands.map(band => 4 * noiseSpread(levels, set, band));
  return order.filter(frame =>
    bands.every((band, i) => Math.abs(levels.levels[band]![frame]! - means[i]!) < reaches[i]!),
  );
}

interface BandFloor {
  power: number | null;
  unevenness: number;
}

/**
 * Each band from the frames in which it is evenest: those of the groups it belongs to, below the judged bands those of any;
 * and those that all groups have in common, the pauses. The top of the spectrum is bare while a bass still sounds.
 */
function floorsOf(
  frames: BandFrames,
  levels: BandLevels,
  { judged, low }: Groups,
  firstJudged: number,
): BandFloor[] {
  const mostPower = dbToPower(-LEAST_UNDER_DB) * programmePower(frames);
  const pauses = framesOfAll(judged);
  return frames.centres.map((_, band) => {
    const groups = [...judged, ...low].filter(
      ({ bands }) => bands.includes(band) || (band < firstJudged && bands[0]! >= firstJudged),
    );
    let floor: BandFloor = { power: null, unevenness: MOST_UNEVEN_BAND };
    for (const set of [...groups.map(group => group.frames), pauses]) {
      if (set.length < FEWEST_FRAMES) continue;
      const unevenness = unevennessOf(levels, set, band);
      const power = meanPower(frames, set, band);
      if (unevenness < floor.unevenness && power < mostPower) floor = { power, unevenness };
    }
    return floor;
  });
}

/** Frames that belong to every group. */
function framesOfAll(found: readonly Found[]): number[] {
  const sets = found.slice(1).map(group => new Set(group.frames));
  return found[0]!.frames.filter(frame => sets.every(set => set.has(frame)));
}

function describe(
  frames: BandFrames,
  levels: BandLevels,
  groups: Groups,
  firstJudged: number,
): NoiseFloor | null {
  const { centres } = frames;
  const found = groups.judged;
  const floors = longestRun(floorsOf(frames, levels, groups, firstJudged), centres);
  const known = floors.filter(({ power }, band) => band >= firstJudged && power !== null);
  if (known.length < FEWEST_BANDS) return null;
  let total = 0;
  let weighted = 0;
  floors.forEach(({ power }, band) => {
    total += power ?? 0;
    weighted += (power ?? 0) * loudnessWeight(centres[band]!);
  });
  const longest = Math.max(...found.map(group => group.frames.length));
  return {
    centresHz: centres,
    densityDb: floors.map(({ power }, band) =>
      power === null ? null : jsonNumber(powerToDb(power / (BAND_WIDTH * centres[band]!)), 2),
    ),
    levelDbfs: jsonNumber(powerToDb(total), 1),
    levelLufs: jsonNumber(powerToDb(weighted) - 0.691, 1),
    unevenness: jsonNumber(Math.min(...found.map(({ unevenness }) => unevenness)), 2) ?? 0,
    pauseSeconds: jsonNumber((longest * frames.windowFrames) / frames.sampleRateHz, 1) ?? 0,
  };
}

/** The longest run of known bands without a step that no noise has; the others become unknown. */
function longestRun(floors: readonly BandFloor[], centres: readonly number[]): BandFloor[] {
  let best = { from: 0, to: 0 };
  let from = 0;
  for (let band = 0; band <= floors.length; band++) {
    if (band < floors.length && isJoined(floors, centres, from, band)) continue;
    if (band - from > best.to - best.from) best = { from, to: band };
    from = band < floors.length && floors[band]!.power !== null ? band : band + 1;
  }
  return floors.map((floor, band) =>
    band >= best.from && band < best.to ? floor : { power: null, unevenness: floor.unevenness },
  );
}

function isJoined(
  floors: readonly BandFloor[],
  centres: readonly number[],
  from: number,
  band: number,
): boolean {
  const power = floors[band]!.power;
  if (power === null) return false;
  if (band === from) return true;
  const before = floors[band - 1]!.power;
  if (before === null) return false;
  const step = powerToDb((power / before) * (centres[band - 1]! / centres[band]!));
  return Math.abs(step) <= STEEPEST_STEP_DB;
}

/** Mean power of all bands over the whole programme. */
function programmePower({ mid, side, count }: BandFrames): number {
  let sum = 0;
  for (const power of mid) sum += power;
  for (const power of side) sum += power;
  return sum / Math.max(1, count);
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
