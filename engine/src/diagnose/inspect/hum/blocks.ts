import { rotate, sineOfTurns } from '../../../units/index.ts';
import { BLOCK_READINGS, type Frames } from './frames.ts';
import { HARMONIC_COUNT, type Readings } from './readings.ts';

/** Readings turned back by a phase track, so that a hum stands still; and their means over a second. */
export interface Still {
  /** By line and reading. */
  readonly re: readonly Float64Array[];
  readonly im: readonly Float64Array[];
  /** By line and block: means over the readings that hold sound. */
  readonly meanRe: readonly Float64Array[];
  readonly meanIm: readonly Float64Array[];
  /** By line and block: power density by how far the block's own readings lie apart. */
  readonly scatter: readonly Float64Array[];
  /** Readings behind each block's mean. */
  readonly counts: Int32Array;
}

/** Room for the readings of a programme turned back. */
export function makeStill(readings: Readings, blockCount: number): Still {
  const lines = (length: number) => readings.re.map(() => new Float64Array(length));
  return {
    re: lines(readings.count),
    im: lines(readings.count),
    meanRe: lines(blockCount),
    meanIm: lines(blockCount),
    scatter: lines(blockCount),
    counts: new Int32Array(blockCount),
  };
}

/**
 * Turns every reading back by its harmonic of `phases` and divides the gain out that its window has at that distance.
 * @param phases turns of the fundamental beyond the mains frequency, per reading
 */
export function turnBack(readings: Readings, phases: Float64Array, into: Still): void {
  const { count, readingsPerSecond, windowSeconds, channelCount } = readings;
  for (const sums of [...into.meanRe, ...into.meanIm, ...into.scatter]) sums.fill(0);
  into.counts.fill(0);
  const angle = { cosine: 1, sine: 0 };
  for (let k = 0; k < count; k++) {
    const block = Math.floor(k / BLOCK_READINGS);
    const sounds = readings.isSound[k]!;
    into.counts[block]! += sounds;
    const slopeHz = slopeAt(phases, k) * readingsPerSecond;
    rotate(-phases[k]!, angle);
    const { cosine, sine } = angle;
    let c = cosine;
    let s = sine;
    for (let harmonic = 1; harmonic <= HARMONIC_COUNT; harmonic++) {
      const gain = sounds / hannGain(harmonic * slopeHz * windowSeconds);
      for (let channel = 0; channel < channelCount; channel++) {
        const line = channel * HARMONIC_COUNT + harmonic - 1;
        const re = readings.re[line]![k]!;
        const im = readings.im[line]![k]!;
        const x = gain * (re * c - im * s);
        const y = gain * (re * s + im * c);
        into.re[line]![k] = x;
        into.im[line]![k] = y;
        into.meanRe[line]![block]! += x;
        into.meanIm[line]![block]! += y;
        into.scatter[line]![block]! += x * x + y * y;
      }
      const next = c * cosine - s * sine;
      s = c * sine + s * cosine;
      c = next;
    }
  }
  divide(into);
}

/** Readings that overlap by three quarters: what is white in them has 2.67 times its variance as density (Σ of the Hann's correlation). */
const OVERLAP_FACTOR = 2.67;

/** From sums to means, and from sums of squares to what lies about the mean. */
function divide({ meanRe, meanIm, scatter, counts }: Still): void {
  meanRe.forEach((re, line) => {
    const im = meanIm[line]!;
    const squares = scatter[line]!;
    for (let block = 0; block < counts.length; block++) {
      const n = Math.max(1, counts[block]!);
      re[block]! /= n;
      im[block]! /= n;
      const about = Math.max(0, squares[block]! - n * (re[block]! ** 2 + im[block]! ** 2));
      squares[block] = (about * OVERLAP_FACTOR) / Math.max(1, n - OVERLAP_FACTOR);
    }
  });
}

function slopeAt(values: Float64Array, k: number): number {
  const from = Math.max(0, k - 1);
  const to = Math.min(values.length - 1, k + 1);
  return to > from ? (values[to]! - values[from]!) / (to - from) : 0;
}

/** Transform of a Hann window of length 1 at `x` cycles, 1 at 0; held above 0.2, where a line is too far off to be told. */
export function hannGain(x: number): number {
  if (Math.abs(x) < 1e-4) return 1;
  const gain = sineOfTurns(x / 2) / (Math.PI * x * (1 - x * x));
  return Math.abs(x) < 0.99 ? Math.max(0.2, gain) : 0.2;
}

/** Readings without which a block's own scatter tells nothing. */
const FEWEST_READINGS = 12;

/**
 * Variance of a block's mean: after what surrounds the line in the 4 s about it or, where that is less, after the block's
 * own scatter, which sees a pause of a second between loud notes. Infinite where nothing sounds.
 */
export function varianceOf(frames: Frames, still: Still, line: number, block: number): number {
  const count = still.counts[block]!;
  const noise = frames.noise[line]![block]!;
  if (count === 0 || noise === 0) return Number.POSITIVE_INFINITY;
  const scatter = count < FEWEST_READINGS ? noise : still.scatter[line]![block]!;
  // never below −40 dB of it: readings of a pure tone scatter by nothing at all
  return Math.max(1e-4 * noise, Math.min(noise, scatter)) / count;
}
