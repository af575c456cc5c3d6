import { exponential } from '../units/index.ts';

/** Nominal 1/3-octave centres. @source IEC 61260-1:2014 annex E; ISO 266 */
const NOMINAL_HZ: readonly number[] = [
  25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500,
  3150, 4000, 5000, 6300, 8000, 10000, 12500, 16000, 20000,
];

/** Index of the first band (25 Hz) in the standard's own count, in which 1 kHz is 0. */
const FIRST_INDEX = -16;

/** 10^(tenths/20): half a band to either side is one step. */
function halfSteps(tenths: number): number {
  return exponential((tenths * Math.LN10) / 20);
}

/** A run of adjoining 1/3-octave bands. */
export interface ThirdOctaves {
  /** Names of the bands, Hz. */
  readonly centresHz: readonly number[];
  /** Exact borders, one more than bands: base-10 system, 1000·10^((2k±1)/20). */
  readonly edgesHz: readonly number[];
}

/** The bands from 25 Hz whose upper edge lies below Nyquist, at most to 20 kHz. */
export function thirdOctaves(sampleRateHz: number): ThirdOctaves {
  const edge = (band: number) => 1000 * halfSteps(2 * (FIRST_INDEX + band) - 1);
  const centresHz = NOMINAL_HZ.filter((_, band) => edge(band + 1) < sampleRateHz / 2);
  return { centresHz, edgesHz: Array.from({ length: centresHz.length + 1 }, (_, band) => edge(band)) };
}
