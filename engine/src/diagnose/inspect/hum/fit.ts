import { alignBlocks } from './align.ts';
import { makeStill, type Still, turnBack, varianceOf } from './blocks.ts';
import { BLOCK_READINGS, type Frames, offsetHz } from './frames.ts';
import { findPath } from './path.ts';
import type { Readings } from './readings.ts';
import { smoothPhase } from './smooth.ts';

/** Rounds of amplitude, phase, amplitude …; and of a clear hum, whose track grows by seconds into what the first did not know. */
const ROUNDS = 4;
const MOST_ROUNDS = 12;
/** A track that moves by less than this is settled: −52 dB of the fundamental, −40 dB of the fourth harmonic. */
const SETTLED_TURNS = 4e-4;
/** Power over variance, summed, of a comb that may be a hum: 25 dB, as the detector asks. */
const CLEAR_RATIO = 316;

/** A hum that would explain the readings best, whether there is one or not. */
export interface Fit {
  /** Turns of the fundamental beyond the mains frequency, per reading. */
  readonly phases: Float64Array;
  /** Variance of each, turns². */
  readonly spread: Float64Array;
  readonly still: Still;
  /** By line: amplitude, and the variance of its estimate. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly variance: Float64Array;
}

/** Finds the phase track and the constant amplitudes: weighted least squares, quiet passages count most. */
export function fitHum(readings: Readings, frames: Frames): Fit {
  const phases = integrate(findPath(frames), readings);
  const still = makeStill(readings, frames.count);
  turnBack(readings, phases, still);
  addBlockPhases(phases, alignBlocks(frames, still));
  const lineCount = readings.re.length;
  const fit: Fit = {
    phases,
    spread: new Float64Array(readings.count),
    still,
    re: new Float64Array(lineCount),
    im: new Float64Array(lineCount),
    variance: new Float64Array(lineCount),
  };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    turnBack(readings, phases, still);
    fitAmplitudes(fit, frames, round === 0 ? 3 : 2);
    const moved = smoothPhase(readings, frames, fit);
    if (round >= ROUNDS - 1 && (moved < SETTLED_TURNS || clearnessOf(fit) < CLEAR_RATIO)) break;
  }
  turnBack(readings, phases, still);
  fitAmplitudes(fit, frames, 3);
  return fit;
}

/** Distances from the mains frequency per frame to a phase per reading. */
function integrate(path: Int32Array, { count, readingsPerSecond }: Readings): Float64Array {
  const phases = new Float64Array(count);
  let phase = 0;
  for (let k = 0; k < count; k++) {
    const position = k / BLOCK_READINGS - 0.5;
    const t = Math.max(0, Math.min(path.length - 1, Math.floor(position)));
    const next = Math.min(path.length - 1, t + 1);
    const share = Math.max(0, Math.min(1, position - t));
    const hz = (1 - share) * offsetHz(path[t]!) + share * offsetHz(path[next]!);
    phases[k] = phase;
    phase += hz / readingsPerSecond;
  }
  return phases;
}

/** Adds phases that stand at the middles of blocks, straight lines between. */
function addBlockPhases(phases: Float64Array, blocks: Float64Array): void {
  for (let k = 0; k < phases.length; k++) {
    const position = (k + 0.5) / BLOCK_READINGS - 0.5;
    const t = Math.max(0, Math.min(blocks.length - 1, Math.floor(position)));
    const next = Math.min(blocks.length - 1, t + 1);
    const share = Math.max(0, Math.min(1, position - t));
    phases[k]! += (1 - share) * blocks[t]! + share * blocks[next]!;
  }
}

/**
 * The mean of each line over all blocks, weighted by what surrounds the line *and* by what stands on it: a bass note at
 * the very frequency of a harmonic counts as noise while it lasts (iteratively reweighted least squares).
 */
function fitAmplitudes(fit: Fit, frames: Frames, rounds: number): void {
  for (let line = 0; line < fit.re.length; line++) {
    for (let round = 0; round < rounds; round++) meanOfLine(fit, frames, line);
  }
}

function meanOfLine({ re, im, variance, still }: Fit, frames: Frames, line: number): void {
  const isFirst = variance[line] === 0;
  let sumRe = 0;
  let sumIm = 0;
  let sum = 0;
  for (let block = 0; block < frames.count; block++) {
    const surrounding = varianceOf(frames, still, line, block);
    if (surrounding === Number.POSITIVE_INFINITY) continue;
    const x = still.meanRe[line]![block]!;
    const y = still.meanIm[line]![block]!;
    const off = isFirst ? 0 : (x - re[line]!) ** 2 + (y - im[line]!) ** 2;
    const weight = 1 / Math.max(surrounding, off);
    sumRe += weight * x;
    sumIm += weight * y;
    sum += weight;
  }
  if (sum === 0) return;
  re[line] = sumRe / sum;
  im[line] = sumIm / sum;
  variance[line] = 1 / sum;
}

/** The level of a line, amplitude squared; what the estimate's own noise adds is taken off. */
export function powerOf({ re, im, variance }: Fit, line: number): number {
  return Math.max(0, re[line]! ** 2 + im[line]! ** 2 - variance[line]!);
}

function clearnessOf(fit: Fit): number {
  return fit.re.reduce(
    (sum, _, line) => sum + (fit.variance[line]! > 0 ? powerOf(fit, line) / fit.variance[line]! : 0),
    0,
  );
}
