/** Flat tops of one side at one level, within a quarter of a second. */
export interface ClipCell {
  readonly channel: number;
  readonly polarity: 1 | -1;
  readonly startFrame: number;
  readonly endFrame: number;
  readonly levelGain: number;
  readonly toleranceGain: number;
  /** Whether the tolerance is that of the audio's own steps, and not that of dither. */
  readonly isExact: boolean;
  readonly runCount: number;
  readonly sampleCount: number;
  readonly longestFrames: number;
  /** Tops whose sides are steps from rail to rail. */
  readonly steepCount: number;
}

/** Tops at one level from which on chance is no explanation: two are, in a song of thousands of peaks, four are not. */
const LEAST_RUNS = 4;
/** Exact to less than this, two are enough, or one that is long: 20 bits do not agree so often by chance. */
const EXACT_GAIN = 2 ** -19;
const LEAST_RUNS_EXACT = 2;
const LONG_EXACT_FRAMES = 8;
/** In one cell, or at full scale, fewer will do: nothing else stops just there. */
const LEAST_RUNS_CLOSE = 3;
const FULL_SCALE_GAIN = 0.9999;
/** A run at full scale as long as this needs no company. */
const LONG_RUN_FRAMES = 4;
/** Room for dither finds a little more even where there is none. */
const COARSE_RATIO = 1.25;
/** More steps from rail to rail than this share: a square wave that is meant. */
const MOST_STEEP = 0.5;

/** Those cells whose tops share their level with enough others to be clipping. */
export function judgeCells(cells: readonly ClipCell[]): readonly ClipCell[] {
  return groupBy(cells, ({ channel, polarity }) => `${channel} ${polarity}`).flatMap(judgeSide);
}

/** Exact tops, or, where it explains more samples, tops with room for dither. */
function judgeSide(cells: readonly ClipCell[]): readonly ClipCell[] {
  const clippedOf = (isExact: boolean): readonly ClipCell[] =>
    groupByLevel(cells.filter(cell => cell.isExact === isExact))
      .filter(isClipping)
      .flat();
  const [exact, coarse] = [clippedOf(true), clippedOf(false)];
  const samplesOf = (found: readonly ClipCell[]) => sum(found, cell => cell.sampleCount);
  return samplesOf(coarse) > COARSE_RATIO * samplesOf(exact) ? coarse : exact;
}

function groupBy(
  cells: readonly ClipCell[],
  keyOf: (cell: ClipCell) => string | boolean,
): readonly (readonly ClipCell[])[] {
  const groups = new Map<string | boolean, ClipCell[]>();
  for (const cell of cells) {
    const key = keyOf(cell);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cell]);
    else group.push(cell);
  }
  return [...groups.values()];
}

/** Cells of one side in groups no wider than the tolerance. */
function groupByLevel(cells: readonly ClipCell[]): readonly (readonly ClipCell[])[] {
  const sorted = [...cells].sort((a, b) => b.levelGain - a.levelGain || a.startFrame - b.startFrame);
  const groups: ClipCell[][] = [];
  for (const cell of sorted) {
    const group = groups.at(-1);
    if (group !== undefined && group[0]!.levelGain - cell.levelGain <= cell.toleranceGain) group.push(cell);
    else groups.push([cell]);
  }
  return groups;
}

function isClipping(cells: readonly ClipCell[]): boolean {
  const runs = sum(cells, cell => cell.runCount);
  if (sum(cells, cell => cell.steepCount) > MOST_STEEP * runs) return false;
  const first = cells[0]!;
  const longest = Math.max(...cells.map(cell => cell.longestFrames));
  const isExact = first.toleranceGain <= EXACT_GAIN;
  if (runs >= (isExact ? LEAST_RUNS_EXACT : LEAST_RUNS) || (isExact && longest >= LONG_EXACT_FRAMES))
    return true;
  const isFull = first.levelGain >= FULL_SCALE_GAIN;
  if (isFull && longest >= LONG_RUN_FRAMES) return true;
  return (isFull ? runs : Math.max(...cells.map(cell => cell.runCount))) >= LEAST_RUNS_CLOSE;
}

function sum(cells: readonly ClipCell[], of: (cell: ClipCell) => number): number {
  return cells.reduce((total, cell) => total + of(cell), 0);
}
