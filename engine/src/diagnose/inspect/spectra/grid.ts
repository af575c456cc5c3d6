import { dbToPower } from '../../../units/index.ts';

/** Steps of a quarter tone: two lie across a bell of Q 15, and its skirts on two more either side. */
export const STEPS_PER_OCTAVE = 24;
const LOWEST_HZ = 60;
/** Above, rings are rarer than cymbals. */
const HIGHEST_HZ = 10500;

/** Fine bands: a twelfth of an octave wide, a twenty-fourth apart. */
export interface FineGrid {
  readonly centresHz: readonly number[];
  readonly bandsHz: readonly (readonly [number, number])[];
}

const octaves = (count: number) => dbToPower(10 * Math.LOG10E * Math.LN2 * count);

/** The grid below Nyquist. */
export function fineGrid(sampleRateHz: number): FineGrid {
  const half = octaves(1 / STEPS_PER_OCTAVE);
  const centresHz: number[] = [];
  for (let step = 0; ; step++) {
    const hz = LOWEST_HZ * octaves(step / STEPS_PER_OCTAVE);
    if (hz > HIGHEST_HZ || hz > 0.45 * sampleRateHz) break;
    centresHz.push(hz);
  }
  return { centresHz, bandsHz: centresHz.map(hz => [hz / half, hz * half]) };
}

/** Frames of a power of two that last at least `seconds`. */
export function framesOfAtLeast(seconds: number, sampleRateHz: number): number {
  let frames = 256;
  while (frames < seconds * sampleRateHz) frames *= 2;
  return frames;
}

/** The neighbourhood: from 5 to 12 quarter tones on both sides, half an octave in all directions … */
const NEAR = 5;
const FAR = 12;

/** Level − mean of the neighbourhood; the outermost band stands for those beyond it. */
export function overNeighbours(levels: readonly number[]): number[] {
  const last = levels.length - 1;
  return levels.map((level, band) => {
    let sum = 0;
    for (let away = NEAR; away <= FAR; away++) {
      sum += levels[Math.max(0, band - away)]! + levels[Math.min(last, band + away)]!;
    }
    return level - sum / (2 * (FAR - NEAR + 1));
  });
}
