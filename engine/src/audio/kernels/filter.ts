import type { Processor } from '../processor.ts';

/** The shapes of a second-order section, after their analog prototypes. */
export type FilterShape =
  | 'bell'
  | 'low-shelf'
  | 'high-shelf'
  | 'low-pass'
  | 'high-pass'
  | 'band-pass'
  | 'all-pass';

/** One section of an equaliser. */
export interface FilterSpec {
  readonly shape: FilterShape;
  readonly frequencyHz: number;
  /** Ignored by shapes without a gain. */
  readonly gainDb: number;
  readonly q: number;
}

/** b0 b1 b2 a1 a2, a0 = 1. */
export type BiquadCoefficients = readonly [number, number, number, number, number];

/** Second-order sections: their design, their response, and their use. */
export interface FilterKernels {
  /**
   * Decramped section: its magnitude follows the analog prototype up to Nyquist.
   * @source Vicanek, "Matched second order digital filters", 2016
   * @error bell and shelf ≤ 0.1 dB of the prototype to 0.9 of Nyquist
   */
  designFilter(spec: FilterSpec, sampleRateHz: number): BiquadCoefficients;
  /** Magnitude of a section, in dB, at one frequency. */
  filterResponseDb(coefficients: BiquadCoefficients, frequencyHz: number, sampleRateHz: number): number;
  /** Sections in series, f64 state, on every channel. */
  makeBiquads(sections: readonly BiquadCoefficients[], channelCount: number): Processor;
}
