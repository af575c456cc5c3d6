import type { Processor } from '../processor.ts';

/** A learned print of a stationary noise. */
export interface NoisePrint {
  /** Ascending. */
  readonly centresHz: readonly number[];
  /** Power density of all channels together at each centre, dB re full scale² per Hz; null where nothing is known. */
  readonly densityDb: readonly (number | null)[];
}

/** Settings of the reduction of a stationary noise. */
export interface DenoiseParameters {
  readonly print: NoisePrint;
  /** Deepest reduction, of what is noise alone; 0 leaves everything. */
  readonly reductionDb: number;
}

/** Reduction of broadband noise. */
export interface DenoiseKernels {
  /**
   * Optimally modified log-spectral amplitude estimator over windows of about 85 ms in steps of a quarter, one gain for all
   * channels; where the print says nothing, nothing is taken.
   *
   * Latency: one window. I. Cohen and B. Berdugo, Signal Processing 81 (2001); I. Cohen, IEEE Trans. SAP 11 (2003).
   */
  makeDenoise(parameters: DenoiseParameters, sampleRateHz: number, channelCount: number): Processor;
}
