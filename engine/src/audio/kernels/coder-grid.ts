/** A family of lossy coders by its transform. */
export type CoderFamily = 'aac' | 'aac-sine' | 'vorbis' | 'mp3';

/** Searches the frame grid of a lossy coder: where its zeroed coefficients are near zero again. */
export interface CoderGrid {
  /** Frames from one coder frame to the next: how many alignments there are. */
  readonly hopFrames: number;
  /** Frames that one call reads from `startFrame`. */
  readonly spanFrames: number;
  /**
   * Adds to scores[o], o < hopFrames, the mean log₂ of the coefficients' power of a coder frame at startFrame + o.
   * A true grid is one deep minimum.
   */
  score(samples: Float32Array, startFrame: number, scores: Float32Array): void;
}

/** Traces of lossy coders. */
export interface CoderGridKernels {
  /**
   * @param fromFraction, toFraction the part of the spectrum that is looked at, as fractions of Nyquist
   * @source Herre, Schug, "Analysis of decompressed audio: the inverse decoder", AES 109 (2000)
   */
  makeCoderGrid(family: CoderFamily, fromFraction: number, toFraction: number): CoderGrid;
}
