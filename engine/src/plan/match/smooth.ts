import { exponential, log2 } from '../../units/index.ts';
import { solveSymmetric } from '../fit/solve.ts';

/** What is known beforehand of a difference between two programmes over frequency. */
export interface Expectation {
  /** Standard deviation of its shape and of its level, dB. */
  readonly shapeDb: number;
  readonly levelDb: number;
  /** How far its shape hangs together, octaves. */
  readonly reachOctaves: number;
}

/**
 * The likeliest smooth course behind differences that are each known with some doubt: broad moves pass, notes and keys do
 * not, and a doubtful band follows its neighbours.
 *
 * @param differencesDb  null where nothing is known
 * @param doubtDb        standard deviation of each, > 0
 * @returns one value per frequency, also where nothing is known; zeros where nothing is known at all
 * @source Rasmussen, Williams, "Gaussian Processes for Machine Learning", 2006, eq. 2.25, squared-exponential covariance with a constant
 */
export function likelyCourse(
  frequenciesHz: readonly number[],
  differencesDb: readonly (number | null)[],
  doubtDb: readonly number[],
  { shapeDb, levelDb, reachOctaves }: Expectation,
): number[] {
  const octaves = frequenciesHz.map(log2);
  const known = differencesDb.flatMap((difference, index) => (difference === null ? [] : [index]));
  const covariance = (a: number, b: number): number => {
    const distance = (octaves[a]! - octaves[b]!) / reachOctaves;
    return levelDb * levelDb + shapeDb * shapeDb * exponential(-0.5 * distance * distance);
  };
  const count = known.length;
  const matrix = new Float64Array(count * count);
  known.forEach((a, row) => {
    known.forEach((b, column) => {
      matrix[row * count + column] = covariance(a, b) + (a === b ? doubtDb[a]! * doubtDb[a]! : 0);
    });
  });
  const weights = Float64Array.from(known, index => differencesDb[index]!);
  if (!solveSymmetric(matrix, weights)) return frequenciesHz.map(() => 0);
  return frequenciesHz.map((_, at) =>
    known.reduce((sum, index, row) => sum + covariance(at, index) * weights[row]!, 0),
  );
}
