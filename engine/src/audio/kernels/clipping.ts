/** What clipping left of a peak. */
export interface FlatTop {
  readonly startFrame: number;
  readonly frameCount: number;
  /** Its height, as a positive gain for either polarity. */
  readonly levelGain: number;
  /** How far the audio has fallen two samples beyond its ends, on the flatter side. */
  readonly fallGain: number;
}

/** A peak and how sharp it is. */
export interface Peak {
  readonly frame: number;
  /** Its height, as a positive gain for either polarity. */
  readonly heightGain: number;
  /** How far it stands above the mean of the two samples `reachFrames` before and after it. */
  readonly bendGain: number;
}

/** One polarity of one channel. */
export interface TopSearch {
  /** Frames in use. */
  readonly frameCount: number;
  /** Tops that start in [fromFrame, toFrame) are looked at. */
  readonly fromFrame: number;
  readonly toFrame: number;
  readonly polarity: 1 | -1;
}

/** Traces of clipping in the samples of a channel, all of which lie in kernel memory. */
export interface ClippingKernels {
  /** The smallest step between neighbours above `leastStepGain`; 1 where there is none. */
  findSampleStep(samples: Float32Array, frameCount: number, leastStepGain: number): number;
  /**
   * Runs of three or more samples, each within `toleranceGain` of the one before, at the extreme of their surroundings
   * (`reachSeconds` on either side) and steeper at their ends than any smooth peak; none below `leastGain`.
   */
  findFlatTops(
    samples: Float32Array,
    options: TopSearch & {
      readonly toleranceGain: number;
      readonly leastGain: number;
      readonly sampleRateHz: number;
      readonly reachSeconds: number;
      readonly capacity: number;
    },
  ): readonly FlatTop[];
  /** Greatest magnitude of frames [fromFrame, toFrame); 0 for none. */
  findHighest(samples: Float32Array, fromFrame: number, toFrame: number): number;
  /**
   * Peaks of either polarity in [fromFrame, toFrame), `floorGain` or higher, that nothing within `reachFrames`
   * exceeds; at most 32768, the first ones.
   */
  findPeaks(
    samples: Float32Array,
    options: Omit<TopSearch, 'polarity'> & { readonly floorGain: number; readonly reachFrames: number },
  ): readonly Peak[];
}
