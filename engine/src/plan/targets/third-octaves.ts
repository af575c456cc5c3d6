import { log2 } from '../../units/index.ts';

/** Nominal 1/3-octave centres that every tonal table here is written in (IEC 61260-1 base 10, 25 Hz … 20 kHz). */
export const CENTRES_HZ: readonly number[] = [
  25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500,
  3150, 4000, 5000, 6300, 8000, 10000, 12500, 16000, 20000,
];

/** Half of a base-10 third octave as a frequency factor, 10^(1/20) (IEC 61260-1). */
const HALF_BAND_FACTOR = 1.1220184543019633;

/** Lower edge of the 1/3 octave around `centreHz`. */
export function lowerEdgeHz(centreHz: number): number {
  return centreHz / HALF_BAND_FACTOR;
}

/** Upper edge of the 1/3 octave around `centreHz`. */
export function upperEdgeHz(centreHz: number): number {
  return centreHz * HALF_BAND_FACTOR;
}

/** Straight lines between points over log frequency; level beyond both ends. */
export function interpolateOctaves(
  pointsHz: readonly number[],
  values: readonly number[],
  frequencyHz: number,
): number {
  const last = pointsHz.length - 1;
  if (frequencyHz <= pointsHz[0]!) return values[0]!;
  if (frequencyHz >= pointsHz[last]!) return values[last]!;
  let above = 1;
  while (pointsHz[above]! < frequencyHz) above++;
  const fromHz = pointsHz[above - 1]!;
  const fraction = log2(frequencyHz / fromHz) / log2(pointsHz[above]! / fromHz);
  return values[above - 1]! + fraction * (values[above]! - values[above - 1]!);
}

/** Mean of the values whose centre lies in 200 Hz … 2 kHz: the zero line of every tonal curve. */
export function meanOfMiddle(centresHz: readonly number[], levelDb: readonly number[]): number {
  let sum = 0;
  let count = 0;
  centresHz.forEach((centreHz, index) => {
    const level = levelDb[index]!;
    if (centreHz < 199 || centreHz > 2001 || !Number.isFinite(level)) return;
    sum += level;
    count++;
  });
  return count === 0 ? 0 : sum / count;
}
