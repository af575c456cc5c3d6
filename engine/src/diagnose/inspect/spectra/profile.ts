import { jsonNumber, powerToDb } from '../../../units/index.ts';
import type { Programme } from '../tracer.ts';
import { type FineTrace, LEVEL_COUNT, LOWEST_DB, LOWEST_RATIO_DB, RATIO_COUNT } from './fine.ts';
import { fineGrid, overNeighbours } from './grid.ts';

/** How the narrow bands of a programme stand to their neighbours. */
export interface RingProfile {
  /** Quarter tones from 60 Hz. */
  readonly centresHz: readonly number[];
  /**
   * How far the floor between the lines stands above that of its neighbourhood of the same moment, dB, in four of five moments: a
   * ring has the same ratio whatever plays, a note's comes and goes.
   */
  readonly prominenceDb: readonly number[];
  /** The median of the floor over that of the neighbourhood: the height of what stands out. */
  readonly heightDb: readonly number[];
  /** Power of each band over that of all of them, dB. */
  readonly shareDb: readonly number[];
  readonly windowCount: number;
}

/** Tone of a stretch of the programme. */
export interface ToneSection {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Mean power per hertz, dB, at `sectionCentresHz`. */
  readonly levelDb: readonly (number | null)[];
}

/** Of the ratios, the one that four of five windows exceed: lower ones say more of the deepest trough than of the ring (own trials). */
const STANDING_FRACTION = 0.2;
/** Bands per section centre: a third of an octave. */
const THIRD = 8;

/** Where the tone of sections is known. */
export function sectionCentres(sampleRateHz: number): readonly number[] {
  return fineGrid(sampleRateHz).centresHz.filter((_, band) => band % THIRD === THIRD / 2);
}

/** Joins the segments. */
export function joinFine(traces: readonly FineTrace[], programme: Programme): RingProfile {
  const { centresHz } = fineGrid(programme.sampleRateHz);
  const windowCount = traces.reduce((sum, trace) => sum + trace.windowCount, 0);
  const floors = sumCounts(traces.map(({ floorCounts }) => floorCounts));
  const ratios = sumCounts(traces.map(({ ratioCounts }) => ratioCounts));
  const levels = levelsAt(floors, LEVEL_COUNT, 0.5 * windowCount).map(step => LOWEST_DB + step);
  const floorDb = overNeighbours(levels);
  const standing = levelsAt(ratios, RATIO_COUNT, STANDING_FRACTION * windowCount);
  // power per bin; every hertz lies in two bands
  const powers = centresHz.map(
    (hz, band) => hz * mean(traces, windowCount, trace => trace.meanPower[band]!) + 1e-13,
  );
  const whole = powers.reduce((sum, power) => sum + power, 0) / 2;
  const rounded = (value: number) => jsonNumber(value, 2) ?? 0;
  return {
    centresHz: centresHz.map(hz => jsonNumber(hz, 1) ?? 0),
    prominenceDb: standing.map(step => rounded(LOWEST_RATIO_DB + step)),
    heightDb: floorDb.map(rounded),
    shareDb: powers.map(power => rounded(powerToDb(power / whole))),
    windowCount,
  };
}

function sumCounts(traces: readonly Uint8Array[]): Float64Array {
  const sum = new Float64Array(traces[0]?.length ?? 0);
  for (const counts of traces) {
    counts.forEach((count, at) => {
      sum[at]! += count;
    });
  }
  return sum;
}

/** Mean over segments, weighted by their windows. */
function mean(traces: readonly FineTrace[], windowCount: number, pick: (trace: FineTrace) => number): number {
  return traces.reduce((sum, trace) => sum + trace.windowCount * pick(trace), 0) / Math.max(1, windowCount);
}

/** The step below which so many windows lie, per band; straight lines inside a step. */
function levelsAt(counts: Float64Array, stepCount: number, wanted: number): number[] {
  return Array.from({ length: counts.length / stepCount }, (_, band) => {
    let below = 0;
    for (let step = 0; step < stepCount; step++) {
      const count = counts[band * stepCount + step]!;
      if (count > 0 && below + count >= wanted) return step - 0.5 + (wanted - below) / count;
      below += count;
    }
    return 0;
  });
}

/** The tone of one segment, in thirds. */
export function sectionLevels(trace: FineTrace): (number | null)[] {
  const levels: (number | null)[] = [];
  for (let band = 0; band + THIRD <= trace.meanPower.length; band += THIRD) {
    let sum = 0;
    for (let k = band; k < band + THIRD; k++) sum += trace.meanPower[k]!;
    levels.push(trace.windowCount === 0 ? null : jsonNumber(powerToDb(sum / THIRD), 2));
  }
  return levels;
}
