/** The complex amplitudes of chosen frequencies, many times a second, for what lies below about 1 kHz. */
export interface LineProbe {
  /** Frames between two readings, about 1/15 s. */
  readonly hopFrames: number;
  /** Frames that a reading sees on either side of its centre. */
  readonly reachFrames: number;
  /** Seconds of the Hann window behind a reading: four hops. */
  readonly windowSeconds: number;
  /**
   * Reads one channel of kernel memory.
   *
   * A sine a·cos(2πft + θ) of a line's own frequency reads a·e^(iθ), t = 0 at frame 0 of the programme.
   * @param centre index of the first reading's centre in `samples`; `reachFrames` must lie on both sides of every centre
   * @param centreFrame the same frame, counted in the programme
   * @param count readings, `hopFrames` apart
   * @param results re, im of every line, reading after reading: 2 · count · lineCount values
   */
  read(
    samples: Float32Array,
    centre: number,
    centreFrame: number,
    count: number,
    results: Float32Array,
  ): void;
}

/** Synchronous detection of known frequencies. */
export interface LineKernels {
  /** @param frequenciesHz each between 0 and 1000 Hz */
  makeLineProbe(options: {
    readonly sampleRateHz: number;
    readonly frequenciesHz: readonly number[];
  }): LineProbe;
}
