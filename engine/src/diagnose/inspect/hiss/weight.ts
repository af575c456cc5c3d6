import { cosineOfTurns } from '../../../units/index.ts';

/** The two sections of the loudness filter at 48 kHz. @source ITU-R BS.1770-5 annex 1, tables 1 and 2 */
const SECTIONS: readonly (readonly [number, number, number, number, number])[] = [
  [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585],
  [1, -2, 1, -1.99004745483398, 0.99007225036621],
];

/** Power gain of the loudness filter; frequencies above 24 kHz count as 24 kHz. */
export function loudnessWeight(frequencyHz: number): number {
  const turns = Math.min(frequencyHz, 24000) / 48000;
  const c1 = cosineOfTurns(turns);
  const c2 = cosineOfTurns(2 * turns);
  const square = (a: number, b: number, c: number) =>
    a * a + b * b + c * c + 2 * (a * b + b * c) * c1 + 2 * a * c * c2;
  return SECTIONS.reduce((gain, [b0, b1, b2, a1, a2]) => (gain * square(b0, b1, b2)) / square(1, a1, a2), 1);
}
