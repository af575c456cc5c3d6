/**
 * Angles from the four IEEE operations alone, as decibels.ts does it: `Math.cos` and `Math.atan2` may differ between
 * JavaScript engines. Angles are turns: 1 is a whole one.
 */

const TWO_PI = 2 * Math.PI;

/** Cosine and sine of an angle in turns, by way of `into`: [cosine, sine]. @error < 1e-15 within ±1e6 turns, relative to 1 turn's rounding */
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

/** Angle of a complex number, −0.5 … 0.5 turns; 0 for 0. @error < 1e-9 turns */
export function turnsOf(re: number, im: number): number {
  const size = Math.max(Math.abs(re), Math.abs(im));
  if (!(size > 0)) return 0;
  const x = Math.abs(re);
  const y = Math.abs(im);
  const isSteep = y > x;
  const t = isSteep ? x / y : y / x;
  // atan t = 2 atan(t / (1 + √(1 + t²))), twice: |u| ≤ 0.199, eight terms reach 1e-13
  const half = t / (1 + Math.sqrt(1 + t * t));
  const u = half / (1 + Math.sqrt(1 + half * half));
  const u2 = u * u;
  let sum = 0;
  for (let k = 15; k >= 1; k -= 2) sum = 1 / k - u2 * sum;
  const angle = (4 * u * sum) / TWO_PI;
  const first = isSteep ? 0.25 - angle : angle;
  const upper = re < 0 ? 0.5 - first : first;
  return im < 0 ? -upper : upper;
}
