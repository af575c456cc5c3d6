/** Where a gap lies and how it is filled. */
export interface GapOptions {
  /** Frames [fromFrame, toFrame) of the samples are missing. */
  readonly fromFrame: number;
  readonly toFrame: number;
  /** Order of the predictor, 1 … the frames on the shorter side. */
  readonly orderFrames: number;
  /** How often predictor and fill are made anew: three come within 0.1 dB of twenty. */
  readonly iterationCount: number;
  /**
   * The same frames of another channel, whole in the gap: what it foretells by least squares (33 taps) is taken away before
   * the fill and added afterwards. It is not used where it foretells less than a tenth of what the samples do not foretell
   * themselves, nor where it breaks in the gap too. With it the gap must hold something plausible, a rough bridge.
   */
  readonly beside?: Float32Array | null;
}

/** A sample as a weighted sum of those before it. All views lie in kernel memory. */
export interface PredictionKernels {
  /** r[k] = Σ x[n] x[n+k] for every place of `lags`. */
  autocorrelate(signal: Float64Array, lags: Float64Array): void;
  /**
   * The predictor that these lags ask for: e[n] = Σ a[k] x[n−k] with a[0] = 1.
   * @param lags r[0] …, at least as many as coefficients
   * @returns mean square of e as a share of that of x; 1 for silence
   * @source Levinson 1947, Durbin 1960; Makhoul, Proc. IEEE 63 (1975)
   */
  predict(lags: Float64Array, coefficients: Float64Array): number;
  /**
   * Fills a gap in place from what stands on both sides; nothing outside the gap changes.
   * @cost O(frames × order + gap²) per iteration
   * @source Janssen, Veldhuis, Vries, IEEE ASSP-34 (1986); Mokrý, Rajmic, arXiv 2403.04433
   */
  fillGap(samples: Float32Array, options: GapOptions): void;
}
