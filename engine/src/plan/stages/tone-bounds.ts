import type { FilterKernels, FilterSpec } from '../../audio/index.ts';
import { makeResponseGrid, octaveGrid } from '../fit/response.ts';
import type { KeepBounds, KeptRegion } from '../keep.ts';

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
  largestMoveDb: (frequencyHz: number) => number,
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

/** Frequencies per octave at which a kept region is watched: a band of q 1.4 bends by less than 0.05 dB between them. */
const WATCHED_PER_OCTAVE = 12;
const MOST_ROUNDS = 400;

function watchedHz({ fromHz, toHz }: KeptRegion, sampleRateHz: number): number[] {
  const lowestHz = Math.max(20, fromHz);
  const highestHz = Math.min(toHz, 20_000, 0.49 * sampleRateHz);
  return highestHz <= lowestHz ? [] : [...octaveGrid(lowestHz, highestHz, WATCHED_PER_OCTAVE), highestHz];
}

/**
 * Shrinks bands until the whole equaliser respects what the brief keeps: always the band that does most where the sum
 * stands furthest outside. A band that has to shrink below `leastGainDb` goes.
 *
 * @param already  what runs before and cannot be changed, the low cut
 */
export function keepOutOfRegions(
  bands: readonly FilterSpec[],
  already: readonly FilterSpec[],
  { regions }: KeepBounds,
  {
    sampleRateHz,
    kernels,
    leastGainDb,
  }: { sampleRateHz: number; kernels: FilterKernels; leastGainDb: number },
): readonly FilterSpec[] {
  const watched = regions.flatMap(region =>
    watchedHz(region, sampleRateHz).map(hz => ({ hz, limitDb: region.largestMoveDb })),
  );
  if (watched.length === 0) return bands;
  const grid = makeResponseGrid(
    watched.map(({ hz }) => hz),
    sampleRateHz,
    kernels,
  );
  const base = grid.chainResponseDb(already);
  let kept = [...bands];
  for (let round = 0; round < MOST_ROUNDS && kept.length > 0; round++) {
    const parts = kept.map(band => grid.chainResponseDb([band]));
    const worst = furthestOutside(watched, base, parts);
    if (worst === null) break;
    const { index, overDb, sign } = worst;
    const most = parts.reduce(
      (best, part, band) => (sign * part[index]! > sign * parts[best]![index]! ? band : best),
      0,
    );
    const doneDb = sign * parts[most]![index]!;
    if (doneDb <= 0) break; // the low cut alone goes further, and it has its own reason
    kept[most] = { ...kept[most]!, gainDb: scaled(kept[most]!.gainDb, Math.max(0, 1 - overDb / doneDb)) };
    kept = kept.filter(({ gainDb }) => Math.abs(gainDb) >= leastGainDb);
  }
  return kept;
}

function furthestOutside(
  watched: readonly { readonly limitDb: number }[],
  base: Float64Array,
  parts: readonly Float64Array[],
): { readonly index: number; readonly overDb: number; readonly sign: number } | null {
  let worst: { index: number; overDb: number; sign: number } | null = null;
  watched.forEach(({ limitDb }, index) => {
    const sum = parts.reduce((total, part) => total + part[index]!, base[index]!);
    const overDb = Math.abs(sum) - limitDb;
    if (overDb > (worst?.overDb ?? 0)) worst = { index, overDb, sign: Math.sign(sum) };
  });
  return worst;
}
