import { cosineOfTurns, naturalLog } from '../../../units/index.ts';
import { makeSmallFourier } from './fourier.ts';
import { END_READINGS, harmonicOf, type Readings } from './readings.ts';

/** Readings of one frame: 4.3 s, which tells 49 Hz (a low G) from 50. */
export const FRAME_READINGS = 64;
/** Readings between frames, and of one block of the fit: about a second. */
export const BLOCK_READINGS = 16;
/** Twice as many bins as readings, so that no line falls between two. */
const BINS = 128;
/** Largest distance from the mains frequency: networks hold ±0.2 Hz, a tape machine adds its own. */
const FARTHEST_HZ = 0.6;
/** Distances tried, Hz: at the 16th harmonic still less than half the width of a line. */
export const OFFSET_STEP_HZ = 0.02;
/** How many distances are tried. */
export const OFFSET_COUNT: number = 2 * Math.round(FARTHEST_HZ / OFFSET_STEP_HZ) + 1;
/** The window behind a reading passes ±3.5 Hz without folding. */
const WIDEST_HZ = 3.5;
/** Evidence of one line in one frame counts at most this much, so that no single loud note decides. */
const MOST_EVIDENCE = 6;

/** Spectra of a few seconds around every harmonic, boiled down. */
export interface Frames {
  readonly count: number;
  /** Power density of what surrounds each line, by line and frame: the variance of a mean of n readings is this over n. */
  readonly noise: readonly Float64Array[];
  /** Evidence for each distance from the mains frequency: [frame · OFFSET_COUNT + offset]. */
  readonly evidence: Float64Array;
}

/** Distance from the mains frequency of one of the tried ones, Hz. */
export function offsetHz(index: number): number {
  return (index - (OFFSET_COUNT - 1) / 2) * OFFSET_STEP_HZ;
}

/** Frames centred on blocks: frame t sees the readings from 16 t − 24 to 16 t + 40, at the ends those next inside. */
export function readFrames(readings: Readings): Frames {
  const count = Math.ceil(readings.count / BLOCK_READINGS);
  const lineCount = readings.re.length;
  const noise = Array.from({ length: lineCount }, () => new Float64Array(count));
  const evidence = new Float64Array(count * OFFSET_COUNT);
  const look = makeLook(readings);
  for (let t = 0; t < count; t++) {
    // at the ends a frame moves inwards: a window that hangs over would smear the line over its neighbours
    const middle = t * BLOCK_READINGS + BLOCK_READINGS / 2 - FRAME_READINGS / 2;
    const from = Math.max(END_READINGS, Math.min(readings.count - END_READINGS - FRAME_READINGS, middle));
    for (let line = 0; line < lineCount; line++) {
      const powers = look.powers(line, from);
      noise[line]![t] = look.median(powers);
      if (noise[line]![t]! > 0) addEvidence(powers, noise[line]![t]!, line, t, readings, evidence);
    }
  }
  return { count, noise, evidence };
}

/** GLR of a line of unknown level and phase in exponential noise: r − 1 − ln r above the mean. */
function addEvidence(
  powers: Float64Array,
  noise: number,
  line: number,
  t: number,
  readings: Readings,
  evidence: Float64Array,
): void {
  const binsPerHz = BINS / readings.readingsPerSecond;
  const harmonic = harmonicOf(line);
  for (let i = 0; i < OFFSET_COUNT; i++) {
    const hz = harmonic * offsetHz(i);
    if (Math.abs(hz) > WIDEST_HZ) continue;
    const bin = Math.round(hz * binsPerHz);
    const ratio = powers[(bin + BINS) % BINS]! / noise;
    if (ratio > 1) evidence[t * OFFSET_COUNT + i]! += Math.min(MOST_EVIDENCE, ratio - 1 - naturalLog(ratio));
  }
}

function makeLook(readings: Readings): {
  powers(line: number, from: number): Float64Array;
  median(powers: Float64Array): number;
} {
  const fourier = makeSmallFourier(BINS);
  const window = Float64Array.from(
    { length: FRAME_READINGS },
    (_, n) => 0.5 - 0.5 * cosineOfTurns((n + 0.5) / FRAME_READINGS),
  );
  const re = new Float64Array(BINS);
  const im = new Float64Array(BINS);
  const powers = new Float64Array(BINS);
  const reach = Math.floor((WIDEST_HZ * BINS) / readings.readingsPerSecond);
  const sorted = new Float64Array(2 * reach + 1);
  return {
    powers(line, from) {
      re.fill(0);
      im.fill(0);
      let squares = 0;
      for (let n = 0; n < FRAME_READINGS; n++) {
        const k = from + n;
        if (k < 0 || k >= readings.count || readings.isSound[k] === 0) continue;
        const w = window[n]!;
        squares += w * w;
        re[n] = w * readings.re[line]![k]!;
        im[n] = w * readings.im[line]![k]!;
      }
      fourier.forward(re, im);
      for (let bin = 0; bin < BINS; bin++)
        powers[bin] = squares > 0 ? (re[bin]! ** 2 + im[bin]! ** 2) / squares : 0;
      return powers;
    },
    median(all) {
      for (let i = -reach; i <= reach; i++) sorted[i + reach] = all[(i + BINS) % BINS]!;
      sorted.sort();
      // the median of an exponential distribution is ln 2 of its mean
      return sorted[reach]! / Math.LN2;
    },
  };
}
