/** How hard declipping tries. */
export type DeclipMode = 'quality' | 'fast';

/** One stretch of one channel, with the levels at which it was clipped. */
export interface DeclipOptions {
  readonly sampleRateHz: number;
  /** Frames in use; at least some tenths of a second on either side of the range are welcome as context. */
  readonly frameCount: number;
  /** Only frames [fromFrame, toFrame) may change; all others are context, read but never written. */
  readonly fromFrame: number;
  readonly toFrame: number;
  /** Samples at or above this count as clipped; Infinity where the positive side is whole. */
  readonly positiveGain: number;
  /** Samples at or below the negative of this count as clipped; a positive number, or Infinity. */
  readonly negativeGain: number;
  /** No sample comes out larger than this, unless it went in so. */
  readonly maximumGain: number;
  readonly mode: DeclipMode;
}

/** Clipped samples found again from those around them. */
export interface DeclipKernels {
  /**
   * Restores clipped samples in place; one channel at a time.
   *
   * A clipped sample keeps its sign and never becomes smaller; every other sample keeps its bits.
   * @param samples in kernel memory
   * @returns how many samples counted as clipped inside the range
   * @cost per second of audio that holds clipped samples, on one thread: 2.5 to 4.6 s (quality), 0.4 s (fast), whatever share is
   *   clipped. Memory: 60 MiB at most; works in cores of 6 s
   * @source Siedenburg, Kowalski, Dörfler, ICASSP 2014; Záviška, Rajmic, Ozerov, Rencker, IEEE JSTSP 2021
   */
  declip(samples: Float32Array, options: DeclipOptions): number;
}
