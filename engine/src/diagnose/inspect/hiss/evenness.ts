import { naturalLog } from '../../../units/index.ts';

/** Band powers of a programme, frame after frame. */
export interface BandFrames {
  readonly centres: readonly number[];
  readonly count: number;
  readonly mid: Float32Array;
  readonly side: Float32Array;
  readonly sampleRateHz: number;
  readonly windowFrames: number;
}

/** The same as levels, band by band, with what tells how even noise would be. */
export interface BandLevels {
  readonly count: number;
  /** By band and frame, nepers of power; −∞ for digital silence. */
  readonly levels: readonly Float64Array[];
  /** By band and frame: independent channels, 1 (mid alone) … 2. */
  readonly channels: readonly Float64Array[];
  /** By band: independent values per channel. */
  readonly values: readonly number[];
}

/** A 1/3 octave is this wide, as a fraction of its centre: 10^(1/20) − 10^(−1/20). */
export const BAND_WIDTH: number = 0.2307672;
/** Digital silence, and 24-bit dither: −150 dBFS in a band. */
const NOTHING = 1e-15;

/** Levels of all bands, computed once. */
export function levelsOf({ centres, count, mid, side, sampleRateHz, windowFrames }: BandFrames): BandLevels {
  const levels = centres.map(() => new Float64Array(count));
  const channels = centres.map(() => new Float64Array(count));
  for (let frame = 0, at = 0; frame < count; frame++) {
    for (let band = 0; band < centres.length; band++, at++) {
      const m = mid[at]!;
      const s = side[at]!;
      const power = m + s;
      levels[band]![frame] = power > NOTHING ? naturalLog(power) : Number.NEGATIVE_INFINITY;
      channels[band]![frame] = power > NOTHING ? (power * power) / (m * m + s * s) : 1;
    }
  }
  // a Hann window makes 1.5 bins one value (its noise bandwidth)
  const values = centres.map(hz => (BAND_WIDTH * hz * windowFrames) / sampleRateHz / 1.5);
  return { count, levels, channels, values };
}

/** Spread of noise in a band, nepers of power: 1/√ of its independent values. */
export function noiseSpread(
  { channels, values }: BandLevels,
  frames: readonly number[],
  band: number,
): number {
  let sum = 0;
  for (const frame of frames) sum += channels[band]![frame]!;
  return 1 / Math.sqrt(Math.max(1, (values[band]! * sum) / Math.max(1, frames.length)));
}

/** Spread of a band's level over some frames, over the spread that noise would have: 1 for noise. */
export function unevennessOf(levels: BandLevels, frames: readonly number[], band: number): number {
  const all = levels.levels[band]!;
  let sum = 0;
  let squares = 0;
  for (const frame of frames) {
    const level = all[frame]!;
    sum += level;
    squares += level * level;
  }
  const count = frames.length;
  const mean = sum / count;
  const variance = Math.max(0, squares / count - mean * mean) * (count / (count - 1));
  return Math.sqrt(variance) / noiseSpread(levels, frames, band);
}

/** Mean power of a band over some frames. */
export function meanPower(
  { centres, mid, side }: BandFrames,
  frames: readonly number[],
  band: number,
): number {
  let sum = 0;
  for (const frame of frames)
    sum += mid[frame * centres.length + band]! + side[frame * centres.length + band]!;
  return sum / Math.max(1, frames.length);
}
