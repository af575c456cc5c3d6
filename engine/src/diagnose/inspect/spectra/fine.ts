import type { Kernels } from '../../../audio/index.ts';
import { percentile } from '../../../meters/index.ts';
import { dbToPower, powerToDb } from '../../../units/index.ts';
import type { Stretch } from '../tracer.ts';
import { type FineGrid, fineGrid, framesOfAtLeast } from './grid.ts';

/** Lines of notes a semitone apart are apart from 60 Hz on: 0.37 s at 44.1 kHz. */
const WINDOW_SECONDS = 0.33;
/** A quarter of the bins of a band: below the lines of notes, above single troughs of noise. */
const QUANTILE_FRACTION = 0.25;
/** Windows this far below the mean of their segment are pauses, and say nothing of tone. */
const PAUSE_DB = 25;
/** Levels are counted in steps of 1 dB from here. */
export const LOWEST_DB = -130;
export const LEVEL_COUNT = 131;

/** Narrow bands of one segment. */
export interface FineTrace {
  readonly windowCount: number;
  /** [band × LEVEL_COUNT + level]: windows whose floor between the lines is LOWEST_DB + level. At most 255 a segment. */
  readonly floorCounts: Uint8Array;
  /** Per band: median over the windows of power, dB; mean power. */
  readonly medianDb: Float32Array;
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
  const medianDb = new Float32Array(bandCount);
  const meanPower = new Float32Array(bandCount);
  for (let band = 0; band < bandCount; band++) {
    for (const window of kept) {
      const level = Math.round(powerToDb(floors[window]![band]! + 1e-13)) - LOWEST_DB;
      const at = band * LEVEL_COUNT + Math.min(LEVEL_COUNT - 1, Math.max(0, level));
      floorCounts[at] = Math.min(255, floorCounts[at]! + 1);
      meanPower[band]! += powers[window]![band]! / kept.length;
    }
    const median = percentile(
      kept.map(window => powers[window]![band]!),
      0.5,
    );
    medianDb[band] = kept.length === 0 ? LOWEST_DB : powerToDb(median + 1e-13);
  }
  return { windowCount: kept.length, floorCounts, medianDb, meanPower };
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
