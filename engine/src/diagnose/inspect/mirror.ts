import { dbToPower, jsonNumber, powerToDb } from '../../units/index.ts';

/** What stands above the Nyquist frequency of a lower rate, held against what stands below it. */
export interface Mirror {
  readonly oldRateHz: number;
  /** Correlation of the fine structure above with that below turned over, −1 … 1; null where there is no sound. */
  readonly likeness: number | null;
  /** How far the level falls from 0.8 … 0.92 to 1.06 … 1.25 of the old Nyquist frequency, dB; null likewise. */
  readonly fallDb: number | null;
}

/** Rates that music is recorded at. */
export const OLD_RATES_HZ: readonly number[] = [16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000];
/** A conversion by less than this is a change of speed. */
const LEAST_RATIO = 0.95;
/** Away from the middle, where leaking makes both sides alike, to where short filters have closed: fractions of the old Nyquist. */
const FROM_FRACTION = 0.02;
const TO_FRACTION = 0.15;
/** The last bins under the file's own Nyquist are another filter's. */
const HIGHEST_FRACTION = 0.995;
/** Bins to either side whose mean is the coarse shape: 90 Hz. */
const SHAPE_HZ = 90;
/** Fewer bins than this say nothing: chance reaches a quarter. */
const LEAST_BINS = 60;
const BELOW: Span = [0.8, 0.92];
const ABOVE: Span = [1.06, 1.25];
const NOTHING = 1e-20;

type Span = readonly [number, number];

/** What one segment says of a rate. */
interface SegmentMirror {
  readonly oldRateHz: number;
  readonly likeness: number;
  readonly belowPower: number;
  readonly abovePower: number;
}

/**
 * Looks for images: a converter repeats what lies below the old Nyquist frequency above it, turned over, as far as its filter
 * lets it through. Music does not.
 * @param powers Σ over windows of one segment, bin by bin from 0 Hz to the Nyquist frequency
 */
export function measureMirrors(powers: Float64Array, sampleRateHz: number): readonly SegmentMirror[] {
  const binHz = sampleRateHz / 2 / (powers.length - 1);
  const fine = fineStructure(powers, Math.round(SHAPE_HZ / binHz));
  return OLD_RATES_HZ.filter(rate => rate < LEAST_RATIO * sampleRateHz).map(oldRateHz => {
    const middle = oldRateHz / 2 / binHz;
    const mean = ([from, to]: Span): number => {
      const end = Math.min(Math.round(to * middle), Math.floor(HIGHEST_FRACTION * powers.length));
      const bins = powers.subarray(Math.round(from * middle), end);
      return bins.reduce((sum, power) => sum + power, 0) / Math.max(1, bins.length);
    };
    const likeness = correlateAcross(fine, middle);
    return { oldRateHz, likeness, belowPower: mean(BELOW), abovePower: mean(ABOVE) };
  });
}

/** Levels without their coarse shape, dB. */
function fineStructure(powers: Float64Array, half: number): Float64Array {
  const levels = powers.map(power => powerToDb(power + NOTHING));
  const sums = new Float64Array(levels.length + 1);
  levels.forEach((level, bin) => {
    sums[bin + 1] = sums[bin]! + level;
  });
  return levels.map((level, bin) => {
    const [from, end] = [Math.max(0, bin - half), Math.min(levels.length, bin + half + 1)];
    return level - (sums[end]! - sums[from]!) / (end - from);
  });
}

/** Correlation of what lies above a bin with what lies below it, turned over; the middle may lie between bins. */
function correlateAcross(fine: Float64Array, middle: number): number {
  const first = Math.ceil((1 + FROM_FRACTION) * middle);
  const end = Math.min((1 + TO_FRACTION) * middle, HIGHEST_FRACTION * fine.length);
  if (end - first < LEAST_BINS) return 0;
  let [both, above, below] = [0, 0, 0];
  for (let bin = first; bin < end; bin++) {
    const at = 2 * middle - bin;
    const whole = Math.floor(at);
    const turned = fine[whole]! + (at - whole) * (fine[whole + 1]! - fine[whole]!);
    both += fine[bin]! * turned;
    above += fine[bin]! * fine[bin]!;
    below += turned * turned;
  }
  return above > 0 && below > 0 ? both / Math.sqrt(above * below) : 0;
}

/** The mirrors of a programme, segments weighed alike where they sound. */
export function joinMirrors(segments: readonly (readonly SegmentMirror[])[]): readonly Mirror[] {
  const loudest = Math.max(0, ...segments.flat().map(({ belowPower }) => belowPower));
  return (segments[0] ?? []).map(({ oldRateHz }, index) => {
    const own = segments.map(segment => segment[index]!);
    const heard = own.filter(
      ({ belowPower }) => belowPower > NOTHING && belowPower > loudest * dbToPower(-60),
    );
    const total = (pick: (mirror: SegmentMirror) => number) => heard.reduce((sum, one) => sum + pick(one), 0);
    if (heard.length === 0) return { oldRateHz, likeness: null, fallDb: null };
    const fall = total(({ belowPower }) => belowPower) / (total(({ abovePower }) => abovePower) + NOTHING);
    const likeness = total(one => one.likeness) / heard.length;
    return { oldRateHz, likeness: jsonNumber(likeness, 2), fallDb: jsonNumber(powerToDb(fall), 1) };
  });
}
