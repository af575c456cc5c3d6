import type { Kernels } from '../../../audio/index.ts';
import { dbToPower, powerToDb } from '../../../units/index.ts';
import type { Stretch } from '../tracer.ts';
import { type FineGrid, fineGrid, framesOfAtLeast, overNeighbours } from './grid.ts';

/** Lines of notes a semitone apart are apart from 60 Hz on: 0.37 s at 44.1 kHz. */
const WINDOW_SECONDS = 0.33;
/** A quarter of the bins of a band: below the lines of notes, above single troughs of noise. */
const QUANTILE_FRACTION = 0.25;
/** Windows this far below the mean of their segment are pauses, and say nothing of tone. */
const PAUSE_DB = 25;
/** Levels are counted in steps of 1 dB from here. */
export const LOWEST_DB = -130;
export const LEVEL_COUNT = 131;
/** A band against its neighbourhood is counted in the same steps, from here to as much above 0. */
export const LOWEST_RATIO_DB = -40;
export const RATIO_COUNT = 81;

/** Narrow bands of one segment. */
export interface FineTrace {
  readonly windowCount: number;
  /** [band × LEVEL_COUNT + level]: windows whose floor between the lines is LOWEST_DB + level. At most 255 a segment. */
  readonly floorCounts: Uint8Array;
  /** [band × RATIO_COUNT + ratio]: windows whose floor stands LOWEST_RATIO_DB + ratio over that of the neighbourhood. */
  readonly ratioCounts: Uint8Array;
  /** Per band. */
  readonly meanPower: Float32Array;
}

/** Looks at windows of 0.37 s, half over each other. */
export function traceFine(stretch: Stretch, kernels: Kernels): FineTrace {
  const { sampleRateHz } = stretch;
  const grid = fineGrid(sampleRateHz);
  const { powers, floors } = readWindows(stretch, grid, kernels);
  const totals = powers.map(row => row.reduce((sum, power) => sum + power, 0));
  const mean = totals.reduce((sum, power) => sum + power, 0) / Math.max(1, totals.length);
  const gate = mean * dbToPower(-PAUSE_DB);
  const kept = totals.flatMap((total, window) => (total > gate ? [window] : []));
  const bandCount = grid.centresHz.length;
  const floorCounts = new Uint8Array(bandCount * LEVEL_COUNT);
  const ratioCounts = new Uint8Array(bandCount * RATIO_COUNT);
  const meanPower = new Float32Array(bandCount);
  for (const window of kept) {
    const levels = Array.from(floors[window]!, power => powerToDb(power + 1e-13));
    const ratios = overNeighbours(levels);
    for (let band = 0; band < bandCount; band++) {
      countAt(floorCounts, band, LEVEL_COUNT, levels[band]! - LOWEST_DB);
      countAt(ratioCounts, band, RATIO_COUNT, ratios[band]! - LOWEST_RATIO_DB);
      meanPower[band]! += powers[window]![band]! / kept.length;
    }
  }
  return { windowCount: kept.length, floorCounts, ratioCounts, meanPower };
}

function countAt(counts: Uint8Array, band: number, stepCount: number, step: number): void {
  const at = band * stepCount + Math.min(stepCount - 1, Math.max(0, Math.round(step)));
  counts[at] = Math.min(255, counts[at]! + 1);
}

function readWindows(stretch: Stretch, grid: FineGrid, kernels: Kernels) {
  const { passage, sampleRateHz, startFrame, endFrame, frameCount } = stretch;
  const windowFrames = framesOfAtLeast(WINDOW_SECONDS, sampleRateHz);
  const spectrum = kernels.makeFineSpectrum({
    sampleRateHz,
    windowFrames,
    bandsHz: grid.bandsHz,
    quantileFraction: QUANTILE_FRACTION,
  });
  const hop = windowFrames / 2;
  const powers: Float32Array[] = [];
  const floors: Float32Array[] = [];
  for (
    let frame = Math.ceil(startFrame / hop) * hop;
    frame < endFrame && frame + windowFrames <= frameCount;
    frame += hop
  ) {
    const row = [new Float32Array(grid.centresHz.length), new Float32Array(grid.centresHz.length)] as const;
    spectrum.analyze(passage.block, frame - startFrame + passage.beforeFrames, row[0], row[1]);
    powers.push(row[0]);
    floors.push(row[1]);
  }
  return { powers, floors };
}
