/** Looks at samples as they are: integers and peaks. */
export interface CodeKernels {
  /**
   * Counts how often each integer code round(x·2^(bits−1)) within ±halfRange occurs.
   * @param counts 2·halfRange + 1 counts, code −halfRange first; added to
   */
  countCodes(samples: Float32Array, frameCount: number, bits: number, counts: Uint32Array | Int32Array): void;
  /**
   * Windows of `windowFrames` whose samples all lie on the grid of `bits` and reach 1 … mostSteps of its steps.
   * @param sums four sums, added to: windows, samples in them, samples equal to the one before, Σ of codes
   */
  measureQuietCodes(
    samples: Float32Array,
    frameCount: number,
    options: { readonly bits: number; readonly windowFrames: number; readonly mostSteps: number },
    sums: Float64Array,
  ): void;
  /** Raises peaks[h] to the largest magnitude of frames [h·hopFrames, (h + 1)·hopFrames) of the samples; the last hop may be short. */
  raisePeaks(samples: Float32Array, frameCount: number, hopFrames: number, peaks: Float32Array): void;
}
