import type { FilterKernels, FilterSpec } from '../../audio/index.ts';
import { makeResponseGrid, octaveGrid } from '../fit/response.ts';
import { largestMoveDb } from '../limits.ts';

/** Three digits, as an engineer would write a frequency. */
function roundHz(frequencyHz: number): number {
  const step = frequencyHz < 100 ? 0.1 : frequencyHz < 1000 ? 1 : frequencyHz < 10000 ? 10 : 100;
  return step === 0.1 ? Math.round(frequencyHz * 10) / 10 : Math.round(frequencyHz / step) * step;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A band in numbers that a person would write down. */
export function roundBand({ shape, frequencyHz, gainDb, q }: FilterSpec): FilterSpec {
  return { shape, frequencyHz: roundHz(frequencyHz), gainDb: round2(gainDb), q: round2(q) };
}

/** Rounds toward zero, so that a move never grows past its bound. */
function scaled(gainDb: number, fraction: number): number {
  return (Math.sign(gainDb) * Math.floor(Math.abs(gainDb) * fraction * 100)) / 100;
}

/** Shrinks all bands together until their sum respects the largest move at every frequency. */
export function keepWithinMoves(
  bands: readonly FilterSpec[],
  sampleRateHz: number,
  kernels: FilterKernels,
): readonly FilterSpec[] {
  const frequenciesHz = octaveGrid(20, Math.min(20000, 0.49 * sampleRateHz), 12);
  const grid = makeResponseGrid(frequenciesHz, sampleRateHz, kernels);
  let kept = bands;
  for (let round = 0; round < 8; round++) {
    const response = grid.chainResponseDb(kept);
    let fraction = 1;
    frequenciesHz.forEach((hz, index) => {
      fraction = Math.min(fraction, largestMoveDb(hz) / Math.max(1e-9, Math.abs(response[index]!)));
    });
    if (fraction >= 1) break;
    kept = kept.map(band => ({ ...band, gainDb: scaled(band.gainDb, 0.99 * fraction) }));
  }
  return kept.filter(({ gainDb }) => gainDb !== 0);
}
