import type { FilterSpec } from '../../audio/index.ts';
import { exponential, log2 } from '../../units/index.ts';
import { octaveGrid, type ResponseGrid } from './response.ts';

/** Shapes that a fit may use. */
export type FitShape = 'bell' | 'low-shelf' | 'high-shelf';

export interface FitLimits {
  readonly fromHz: number;
  readonly toHz: number;
  readonly bellQ: { readonly minimum: number; readonly maximum: number };
  readonly shelfQ: { readonly minimum: number; readonly maximum: number };
  readonly gainDb: number;
}

/** A band as the fit moves it: [log₂ Hz, log₂ q, dB]. */
export interface FitBand {
  readonly shape: FitShape;
  readonly position: Float64Array;
}

/** A candidate: the response of a filter per dB of its gain, on the grid. */
export interface Atom {
  readonly shape: FitShape;
  readonly frequencyHz: number;
  readonly q: number;
  readonly perDb: Float64Array;
}

const ATOM_GAIN_DB = 3;
const BELL_QS: readonly number[] = [0.5, 1, 2];

export function toSpec({ shape, position }: FitBand): FilterSpec {
  return {
    shape,
    frequencyHz: exponential(position[0]! * Math.LN2),
    q: exponential(position[1]! * Math.LN2),
    gainDb: position[2]!,
  };
}

export function toBand(atom: Atom, gainDb: number): FitBand {
  return { shape: atom.shape, position: Float64Array.of(log2(atom.frequencyHz), log2(atom.q), gainDb) };
}

/** Keeps a band inside its limits, in place. */
export function clampBand({ shape, position }: FitBand, limits: FitLimits): void {
  const q = shape === 'bell' ? limits.bellQ : limits.shelfQ;
  const clamp = (index: number, low: number, high: number): void => {
    position[index] = Math.min(high, Math.max(low, position[index]!));
  };
  clamp(0, log2(limits.fromHz), log2(limits.toHz));
  clamp(1, log2(q.minimum), log2(q.maximum));
  clamp(2, -limits.gainDb, limits.gainDb);
}

/** Candidates a third of an octave apart, broad and narrow bells, and shelves an octave apart. */
export function makeAtoms(grid: ResponseGrid, limits: FitLimits): Atom[] {
  const atoms: Atom[] = [];
  const add = (shape: FitShape, frequencyHz: number, q: number): void => {
    const perDb = new Float64Array(grid.frequenciesHz.length);
    grid.filterResponseDb({ shape, frequencyHz, q, gainDb: ATOM_GAIN_DB }, perDb);
    for (let k = 0; k < perDb.length; k++) perDb[k]! /= ATOM_GAIN_DB;
    atoms.push({ shape, frequencyHz, q, perDb });
  };
  const inside = (q: number, { minimum, maximum }: { minimum: number; maximum: number }): number =>
    Math.min(maximum, Math.max(minimum, q));
  octaveGrid(limits.fromHz, limits.toHz, 3).forEach((hz, index) => {
    for (const q of BELL_QS) add('bell', hz, inside(q, limits.bellQ));
    if (index % 3 !== 1) return;
    if (hz < 1500) add('low-shelf', hz, inside(0.7, limits.shelfQ));
    if (hz > 400) add('high-shelf', hz, inside(0.7, limits.shelfQ));
  });
  return atoms;
}
