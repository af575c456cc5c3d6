import type { AudioBlock } from '../block.ts';

/** Power per band of one analysis window. */
export interface MidSideSpectrum {
  /** Frames of one window. */
  readonly windowFrames: number;
  /**
   * Analyses the window that begins at `startFrame` of the block (Hann, power-normalised: a full-scale sine reads its
   * mean square, 0.5, in its band). M = (L+R)/√2, S = (L−R)/√2; a mono block has M = √2·x and S = 0, as dual mono would.
   * @param mid, side, cross  bandCount values each are *written*: |M|², |S|², Re(M·S*)
   */
  analyze(
    block: AudioBlock,
    startFrame: number,
    mid: Float32Array,
    side: Float32Array,
    cross: Float32Array,
  ): void;
  /** Σ over all windows since reset of |M|²+|S|² per bin, windowFrames/2 + 1 values: for fine structure such as a cutoff. */
  readonly binPowers: Float64Array;
  reset(): void;
}

/** Transforms and band powers. */
export interface SpectrumKernels {
  /** @param bandEdgesHz bandCount + 1 ascending edges; bins on an edge are shared in proportion */
  makeMidSideSpectrum(options: {
    readonly sampleRateHz: number;
    /** A power of two, 256 … 131072. */
    readonly windowFrames: number;
    readonly bandEdgesHz: readonly number[];
  }): MidSideSpectrum;
  /** Real FFT in float32, for meters. `spectrum` interleaves re, im of bins 0…n/2: n + 2 values. */
  makeRealFft(frameCount: number): {
    forward(input: Float32Array, spectrum: Float32Array): void;
    inverse(spectrum: Float32Array, output: Float32Array): void;
  };
}
