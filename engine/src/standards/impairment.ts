/** Windows by which damage is graded: as long as the excerpts of listening tests, from which the model learnt its grades. */
export const GRADED_SECONDS = 10;

/** The only rate of PEAQ. @source ITU-R BS.1387-1, annex 2, 2.1.2 */
export const PEAQ_RATE_HZ = 48000;

/** The five grades of impairment, from difference grade 0 to −4. @source ITU-R BS.1284-2, five-grade impairment scale */
const GRADES = [
  'imperceptible',
  'perceptible, but not annoying',
  'slightly annoying',
  'annoying',
  'very annoying',
] as const;

/** The word for the nearest of the five grades of impairment. @param odg objective difference grade, 0 … −4 */
export function impairmentWord(odg: number): string {
  return GRADES[Math.min(GRADES.length - 1, Math.max(0, Math.round(-odg)))]!;
}
