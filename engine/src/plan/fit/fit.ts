import type { FilterSpec } from '../../audio/index.ts';
import { type Atom, clampBand, type FitBand, type FitLimits, makeAtoms, toBand, toSpec } from './bands.ts';
import type { ResponseGrid } from './response.ts';
import { solveSymmetric } from './solve.ts';

/** A wanted magnitude on a grid of frequencies. */
export interface FitTarget {
  readonly gainDb: Float64Array;
  /** How much each frequency matters, ≥ 0. */
  readonly weight: Float64Array;
}

export interface FitOptions {
  readonly limits: FitLimits;
  readonly bandCount: number;
  /** Good enough: weighted rms of what is left, dB. */
  readonly enoughDb: number;
  /** Whether bands may stand where the target asks for the opposite or nothing, to correct their neighbours. */
  readonly mayCompensate: boolean;
}

export interface Fit {
  readonly bands: readonly FilterSpec[];
  /** Weighted rms of target − response, dB, before bands that nobody asked for are left out. */
  readonly errorDb: number;
}

/** Pulls gains gently to zero so that neighbours do not fight each other; as a weight beside the mean square error. */
const GAIN_PULL = 1e-4;
const STEPS = [1e-3, 1e-3, 1e-2] as const; // finite differences: log₂ Hz, log₂ q, dB
const ROUNDS_PER_BAND = 8;
const LAST_ROUNDS = 24;

interface Work {
  readonly grid: ResponseGrid;
  readonly target: FitTarget;
  readonly limits: FitLimits;
  readonly weightSum: number;
}

function responsesOf(bands: readonly FitBand[], { grid }: Work): Float64Array[] {
  return bands.map(band => {
    const response = new Float64Array(grid.frequenciesHz.length);
    grid.filterResponseDb(toSpec(band), response);
    return response;
  });
}

function residualOf(responses: readonly Float64Array[], { target }: Work): Float64Array {
  const residual = Float64Array.from(target.gainDb);
  for (const response of responses) {
    for (let k = 0; k < residual.length; k++) residual[k]! -= response[k]!;
  }
  return residual;
}

function meanSquare(residual: Float64Array, { target, weightSum }: Work): number {
  let sum = 0;
  for (let k = 0; k < residual.length; k++) sum += target.weight[k]! * residual[k]! * residual[k]!;
  return sum / weightSum;
}

function costOf(residual: Float64Array, bands: readonly FitBand[], work: Work): number {
  return bands.reduce(
    (sum, { position }) => sum + GAIN_PULL * position[2]! * position[2]!,
    meanSquare(residual, work),
  );
}

/** Slopes of the summed response by every parameter: three rows of the grid per band. */
function slopesOf(
  bands: readonly FitBand[],
  responses: readonly Float64Array[],
  { grid }: Work,
): Float64Array[] {
  return bands.flatMap((band, index) =>
    STEPS.map((step, parameter) => {
      const slope = new Float64Array(grid.frequenciesHz.length);
      const moved: FitBand = { shape: band.shape, position: Float64Array.from(band.position) };
      moved.position[parameter]! += step;
      grid.filterResponseDb(toSpec(moved), slope);
      const from = responses[index]!;
      for (let k = 0; k < slope.length; k++) slope[k] = (slope[k]! - from[k]!) / step;
      return slope;
    }),
  );
}

/** JᵀWJ and JᵀWr of the cost, gain pull included. */
function normalEquations(
  slopes: readonly Float64Array[],
  residual: Float64Array,
  bands: readonly FitBand[],
  { target, weightSum }: Work,
): { readonly matrix: Float64Array; readonly gradient: Float64Array } {
  const n = slopes.length;
  const matrix = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const left = slopes[i]!;
    for (let j = 0; j <= i; j++) {
      const right = slopes[j]!;
      let sum = 0;
      for (let k = 0; k < residual.length; k++) sum += target.weight[k]! * left[k]! * right[k]!;
      matrix[i * n + j] = sum / weightSum;
    }
    let sum = 0;
    for (let k = 0; k < residual.length; k++) sum += target.weight[k]! * left[k]! * residual[k]!;
    gradient[i] = sum / weightSum;
    if (i % 3 !== 2) continue;
    matrix[i * n + i]! += GAIN_PULL;
    gradient[i]! -= GAIN_PULL * bands[(i - 2) / 3]!.position[2]!;
  }
  return { matrix, gradient };
}

/** One damped step; null where the damped equations cannot be solved. */
function stepped(
  bands: readonly FitBand[],
  { matrix, gradient }: { readonly matrix: Float64Array; readonly gradient: Float64Array },
  damping: number,
  limits: FitLimits,
): FitBand[] | null {
  const n = gradient.length;
  const damped = Float64Array.from(matrix);
  for (let i = 0; i < n; i++) damped[i * n + i]! += damping * (damped[i * n + i]! + 1e-6);
  const move = Float64Array.from(gradient);
  if (!solveSymmetric(damped, move)) return null;
  return bands.map((band, index) => {
    const next: FitBand = { shape: band.shape, position: Float64Array.from(band.position) };
    for (let p = 0; p < 3; p++) next.position[p]! += Math.min(1, Math.max(-1, move[3 * index + p]!));
    clampBand(next, limits);
    return next;
  });
}

/** Levenberg–Marquardt from where the bands stand. */
function refine(start: readonly FitBand[], rounds: number, work: Work): readonly FitBand[] {
  let bands = start;
  let responses = responsesOf(bands, work);
  let residual = residualOf(responses, work);
  let cost = costOf(residual, bands, work);
  let damping = 0.01;
  for (let round = 0; round < rounds; round++) {
    const equations = normalEquations(slopesOf(bands, responses, work), residual, bands, work);
    const before = cost;
    for (let attempt = 0; attempt < 5 && cost === before; attempt++) {
      const next = stepped(bands, equations, damping, work.limits);
      if (next !== null) {
        const nextResponses = responsesOf(next, work);
        const nextResidual = residualOf(nextResponses, work);
        const nextCost = costOf(nextResidual, next, work);
        if (nextCost < cost) {
          bands = next;
          responses = nextResponses;
          residual = nextResidual;
          cost = nextCost;
          damping = Math.max(1e-6, damping / 5);
          continue;
        }
      }
      damping *= 6;
    }
    if (before - cost < 1e-4 * before) break;
  }
  return bands;
}

/** Index of the grid frequency nearest to `frequencyHz`; the grid rises. */
function nearestIndex(frequenciesHz: readonly number[], frequencyHz: number): number {
  const above = frequenciesHz.findIndex(hz => hz >= frequencyHz);
  return above < 0 ? frequenciesHz.length - 1 : above;
}

/** Whether the target asks, where the band works, for what the band does. */
function isAsked({ shape, frequencyHz, gainDb }: FilterSpec, { target, grid }: Work): boolean {
  const factor = shape === 'low-shelf' ? 0.7 : shape === 'high-shelf' ? 1.4 : 1; // a shelf works beyond its corner
  const wanted = target.gainDb[nearestIndex(grid.frequenciesHz, frequencyHz * factor)]!;
  return wanted * gainDb > 0;
}

/** The candidate that takes most out of the residual, with its gain. */
function bestAtom(
  atoms: readonly Atom[],
  residual: Float64Array,
  work: Work,
  mayCompensate: boolean,
): { readonly atom: Atom; readonly gainDb: number } {
  const { target, limits } = work;
  let best = { atom: atoms[0]!, gainDb: 0 };
  let most = Number.NEGATIVE_INFINITY;
  for (const atom of atoms) {
    let match = 0;
    let energy = 0;
    for (let k = 0; k < residual.length; k++) {
      match += target.weight[k]! * residual[k]! * atom.perDb[k]!;
      energy += target.weight[k]! * atom.perDb[k]! * atom.perDb[k]!;
    }
    if (energy === 0) continue;
    const gainDb = Math.min(limits.gainDb, Math.max(-limits.gainDb, match / energy));
    const taken = 2 * gainDb * match - gainDb * gainDb * energy;
    if (taken > most && (mayCompensate || isAsked({ ...atom, gainDb }, work))) {
      most = taken;
      best = { atom, gainDb };
    }
  }
  return best;
}

/**
 * Fits bells and shelves in series to a wanted magnitude: adds the band that helps most, refines all, and stops when it
 * is good enough. The responses are those of the real, decramped filters.
 *
 * @error random smooth ±6 dB targets within 0.5 dB rms with 8 bands
 */
export function fitBands(grid: ResponseGrid, target: FitTarget, options: FitOptions): Fit {
  const weightSum = target.weight.reduce((sum, weight) => sum + weight, 0);
  const work: Work = { grid, target, limits: options.limits, weightSum };
  const atoms = makeAtoms(grid, options.limits);
  let bands: readonly FitBand[] = [];
  let error = weightSum > 0 ? Math.sqrt(meanSquare(target.gainDb, work)) : 0;
  while (bands.length < options.bandCount && error > options.enoughDb) {
    const { atom, gainDb } = bestAtom(
      atoms,
      residualOf(responsesOf(bands, work), work),
      work,
      options.mayCompensate,
    );
    const isLast = bands.length + 1 === options.bandCount;
    const grown = refine([...bands, toBand(atom, gainDb)], isLast ? LAST_ROUNDS : ROUNDS_PER_BAND, work);
    const grownError = Math.sqrt(meanSquare(residualOf(responsesOf(grown, work), work), work));
    if (grownError > 0.98 * error) break;
    bands = grown;
    error = grownError;
  }
  const specs = bands.map(toSpec);
  return {
    bands: options.mayCompensate ? specs : specs.filter(spec => isAsked(spec, work)),
    errorDb: error,
  };
}
