/**
 * A short run of samples that neither what came before nor what comes after explains.
 *
 * A spread is the mean magnitude of the prediction error around, 0.8 σ of noise.
 */
export interface ClickEvent {
  readonly startFrame: number;
  readonly frameCount: number;
  /** How far its largest sample stands out of the prediction error. */
  readonly strengthSpreads: number;
  /** The error of half a hop before it and, predicted backwards, of half a hop after it. */
  readonly meanBeforeSpreads: number;
  readonly largestBeforeSpreads: number;
  readonly meanAfterSpreads: number;
  readonly largestAfterSpreads: number;
  /** Root mean square of the same. */
  readonly levelBeforeGain: number;
  readonly levelAfterGain: number;
  /** How far it stands, beyond doubt, off what its past foretells, ±1 full scale. */
  readonly heightGain: number;
  /** Largest error of the 128 frames right before it and, predicted backwards, right after it; root mean square of the same. */
  readonly besideBeforeSpreads: number;
  readonly besideBeforeGain: number;
  readonly besideAfterSpreads: number;
  readonly besideAfterGain: number;
}

/** Looks for clicks in one channel. */
export interface ClickSearch {
  /** Frames that must stand on either side of what is searched. */
  readonly contextFrames: number;
  /** Clicks that begin in frames [fromFrame, toFrame) of the samples, in order. */
  search(samples: Float32Array, fromFrame: number, toFrame: number): readonly ClickEvent[];
}

/** Finding what does not belong to the music. */
export interface ClickKernels {
  /**
   * @source Vaseghi, Rayner, IEE Proc. 137 I (1990); Godsill, Rayner, Digital Audio Restoration (1998), chapter 5
   */
  makeClickSearch(options: {
    /** Frames that share a predictor, a multiple of 256. */
    readonly hopFrames: number;
    readonly thresholdSpreads: number;
    /** Runs nearer than this are one click; at most 40, and 34 at least so that the filter’s own echoes are no clicks. */
    readonly joinFrames: number;
    /** Longer runs are left out; at most a sixteenth of a hop. */
    readonly longestFrames: number;
    readonly capacity: number;
  }): ClickSearch;
}
