import { jsonNumber, powerToDb } from '../../../units/index.ts';
import type { Programme } from '../tracer.ts';
import { type FineTrace, LEVEL_COUNT, LOWEST_DB } from './fine.ts';
import { fineGrid } from './grid.ts';

/** How the narrow bands of a programme stand to their neighbours. */
export interface RingProfile {
  /** Quarter tones from 60 Hz. */
  readonly centresHz: readonly number[];
  /**
   * How far the floor between the lines stands above that of the neighbourhood, dB: the least over quiet, middle and loud
   * moments, because a ring lifts all of them and a note only those in which it sounds.
   */
  readonly prominenceDb: readonly number[];
  /** The same at the median alone: the height of what stands out. */
  readonly heightDb: readonly number[];
  /** How much further the lines stand out than the floor, dB: large for single steady tones. */
  readonly lineDb: readonly number[];
  readonly windowCount: number;
}

/** Tone of a stretch of the programme. */
export interface ToneSection {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Mean power per hertz, dB, at `sectionCentresHz`. */
  readonly levelDb: readonly (number | null)[];
}

/** Quiet, middle and loud moments. */
const MOMENTS: readonly number[] = [0.05, 0.1, 0.25, 0.5, 0.75];
const MEDIAN = 3;
/** The neighbourhood: from 5 to 12 quarter tones on both sides, half an octave in all directions … */
const NEAR = 5;
const FAR = 12;

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
  const counts = sumCounts(traces, centresHz.length);
  const prominences = MOMENTS.map(fraction =>
    overNeighbours(levelsAt(counts, centresHz.length, fraction, windowCount)),
  );
  const floorDb = prominences[MEDIAN]!;
  const powerDb = overNeighbours(
    centresHz.map((_, band) => mean(traces, windowCount, trace => trace.medianDb[band]!)),
  );
  const rounded = (value: number) => jsonNumber(value, 2) ?? 0;
  return {
    centresHz: centresHz.map(hz => jsonNumber(hz, 1) ?? 0),
    prominenceDb: centresHz.map((_, band) => rounded(Math.min(...prominences.map(each => each[band]!)))),
    heightDb: floorDb.map(rounded),
    lineDb: powerDb.map((power, band) => rounded(power - floorDb[band]!)),
    windowCount,
  };
}

function sumCounts(traces: readonly FineTrace[], bandCount: number): Float64Array {
  const counts = new Float64Array(bandCount * LEVEL_COUNT);
  for (const { floorCounts } of traces) {
    floorCounts.forEach((count, at) => {
      counts[at]! += count;
    });
  }
  return counts;
}

/** Mean over segments, weighted by their windows. */
function mean(traces: readonly FineTrace[], windowCount: number, pick: (trace: FineTrace) => number): number {
  return traces.reduce((sum, trace) => sum + trace.windowCount * pick(trace), 0) / Math.max(1, windowCount);
}

/** The level below which a share of the moments lies, per band; straight lines inside a step. */
function levelsAt(counts: Float64Array, bandCount: number, fraction: number, windowCount: number): number[] {
  const wanted = fraction * windowCount;
  return Array.from({ length: bandCount }, (_, band) => {
    let below = 0;
    for (let level = 0; level < LEVEL_COUNT; level++) {
      const count = counts[band * LEVEL_COUNT + level]!;
      if (count > 0 && below + count >= wanted) return LOWEST_DB + level - 0.5 + (wanted - below) / count;
      below += count;
    }
    return LOWEST_DB;
  });
}

/** Level − mean of the neighbourhood; the outermost band stands for those beyond it. */
function overNeighbours(levels: readonly number[]): number[] {
  const last = levels.length - 1;
  return levels.map((level, band) => {
    let sum = 0;
    for (let away = NEAR; away <= FAR; away++) {
      sum += levels[Math.max(0, band - away)]! + levels[Math.min(last, band + away)]!;
    }
    return level - sum / (2 * (FAR - NEAR + 1));
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
