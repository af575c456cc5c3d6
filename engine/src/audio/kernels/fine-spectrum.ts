import type { AudioBlock } from '../block.ts';

/** Narrow bands of one window, of mid and side together. */
export interface FineSpectrum {
  /** Frames of one window. */
  readonly windowFrames: number;
  /**
   * Analyses the window that begins at `startFrame` of the block and lies inside it (Hann, scaled as MidSideSpectrum).
   * @param powers per band the mean power of its bins
   * @param floors per band a low quantile of the powers of its bins: what stands between the lines of notes
   */
  analyze(block: AudioBlock, startFrame: number, powers: Float32Array, floors: Float32Array): void;
}

/** Spectra in narrow bands. */
export interface FineSpectrumKernels {
  /**
   * @param bandsHz      [from, to] of every band; they may overlap; each has at least three bins
   * @param quantileFraction 0 the smallest bin of a band, 1 the largest
   */
  makeFineSpectrum(options: {
    readonly sampleRateHz: number;
    /** A power of two, 256 … 131072. */
    readonly windowFrames: number;
    readonly bandsHz: readonly (readonly [number, number])[];
    readonly quantileFraction: number;
  }): FineSpectrum;
}
