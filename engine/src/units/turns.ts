/**
 * Angles from the four IEEE operations alone, as decibels.ts does it: `Math.cos` may differ between JavaScript engines. Angles are turns: 1 is a whole one.
 */

const TWO_PI = 2 * Math.PI;

/** Cosine and sine of an angle in turns, put `into` an object that the caller keeps. @error < 1e-15 */
export function rotate(turns: number, into: { cosine: number; sine: number }): void {
  const rest = turns - Math.round(turns);
  const quarter = Math.round(4 * rest);
  const x = TWO_PI * (rest - quarter / 4); // |x| ≤ π/4: nine terms reach 1e-17
  const x2 = x * x;
  let cosine = 1;
  let sine = 1;
  for (let k = 16; k >= 2; k -= 2) {
    cosine = 1 - (x2 * cosine) / (k * (k - 1));
    sine = 1 - (x2 * sine) / (k * (k + 1));
  }
  sine *= x;
  const isOdd = (quarter & 1) !== 0;
  const first = isOdd ? -sine : cosine;
  const second = isOdd ? cosine : sine;
  const isTurned = (quarter & 2) !== 0;
  into.cosine = isTurned ? -first : first;
  into.sine = isTurned ? -second : second;
}

/** Cosine of an angle in turns. @error < 1e-15 */
export function cosineOfTurns(turns: number): number {
  rotate(turns, scratch);
  return scratch.cosine;
}

/** Sine of an angle in turns. @error < 1e-15 */
export function sineOfTurns(turns: number): number {
  rotate(turns, scratch);
  return scratch.sine;
}

const scratch = { cosine: 1, sine: 0 };
