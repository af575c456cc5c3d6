import { percentile } from '../../meters/index.ts';
import { exponential, powerToDb } from '../../units/index.ts';
import { STEPS_PER_OCTAVE } from '../inspect/spectra/index.ts';

/** Bands on either side that a bell is fitted to: half an octave. */
const REACH = 12;
/** Bells that are tried: those that an engineer notches; and the middle of their gains. */
const QS: readonly number[] = [12, 18, 25];
const GAIN_DB = 10.5;
/** The floor of a band is a quarter of its bins, as it is traced; so much of a bell is seen there. */
const QUANTILE_FRACTION = 0.25;
const POINTS = 20;

/** What of a profile is a bell. */
interface Fit {
  readonly heightDb: number;
  /** Root mean square of what the bell does not explain, dB. */
  readonly restDb: number;
}

/** Gain of a bell, dB. @source R. Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients: peakingEQ */
function bellDb(octaves: number, q: number): number {
  const ratio = exponential(Math.LN2 * octaves);
  const amplitude = exponential((Math.LN10 * GAIN_DB) / 40);
  const apart = (1 - ratio * ratio) ** 2;
  return powerToDb((apart + ((ratio * amplitude) / q) ** 2) / (apart + (ratio / (amplitude * q)) ** 2));
}

/** A bell as the bands show it, 1 at its top. */
function shapeOf(q: number): readonly number[] {
  const seen = Array.from({ length: 2 * REACH + 1 }, (_, k) => {
    const across = Array.from({ length: 2 * POINTS + 1 }, (__, i) =>
      bellDb((k - REACH + (i - POINTS) / POINTS) / STEPS_PER_OCTAVE, q),
    );
    return percentile(across, QUANTILE_FRACTION);
  });
  return seen.map(db => db / seen[REACH]!);
}

const SHAPES: readonly (readonly number[])[] = QS.map(shapeOf);

/**
 * How much of a profile around each band is a bell on a slope: the height of the one that fits best, over 1 dB and what it leaves
 * unexplained. Notes are narrower, tone is wider, and where notes stand close together no bell explains them.
 */
export function bellScores(profileDb: readonly number[]): readonly number[] {
  const last = profileDb.length - 1;
  return profileDb.map((_, band) => {
    const around = Array.from(
      { length: 2 * REACH + 1 },
      (__, k) => profileDb[Math.min(last, Math.max(0, band + k - REACH))]!,
    );
    const fits = SHAPES.map(shape => fitBell(around, shape));
    const best = fits.reduce((a, b) => (b.restDb < a.restDb ? b : a));
    return best.heightDb / (1 + best.restDb);
  });
}

/** Least squares of level, slope and bell; the bell is even and the slope odd, so that each can be had alone. */
function fitBell(levels: readonly number[], shape: readonly number[]): Fit {
  const count = levels.length;
  const meanLevel = levels.reduce((sum, level) => sum + level, 0) / count;
  const meanShape = shape.reduce((sum, each) => sum + each, 0) / count;
  let [bell, bellPower, slope, slopePower] = [0, 0, 0, 0];
  levels.forEach((level, k) => {
    const [s, x] = [shape[k]! - meanShape, k - REACH];
    bell += s * (level - meanLevel);
    bellPower += s * s;
    slope += x * (level - meanLevel);
    slopePower += x * x;
  });
  const heightDb = bell / bellPower;
  const rest = levels.reduce((sum, level, k) => {
    const explained = heightDb * (shape[k]! - meanShape) + (slope / slopePower) * (k - REACH);
    return sum + (level - meanLevel - explained) ** 2;
  }, 0);
  return { heightDb, restDb: Math.sqrt(rest / count) };
}
