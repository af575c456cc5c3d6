/** Samples that stand still. */
export interface HeldRun {
  readonly startFrame: number;
  readonly frameCount: number;
}

/** A stretch that equals what stood `lagFrames` before. */
export interface RepeatedBlock extends HeldRun {
  readonly lagFrames: number;
}

interface SearchRange {
  /** What is found starts in frames [fromFrame, toFrame) and may go on behind. */
  readonly fromFrame: number;
  readonly toFrame: number;
  /** 32 at least. */
  readonly minimumFrames: number;
  readonly capacity: number;
}

/** What a broken transfer leaves, in one channel; all views lie in kernel memory. */
export interface DropoutKernels {
  /** Runs of exactly equal samples, in order. */
  findHeldRuns(samples: Float32Array, range: SearchRange): readonly HeldRun[];
  /** Blocks that come twice, bit by bit, in order; still samples do not count. */
  findRepeats(
    samples: Float32Array,
    range: SearchRange & { readonly longestLagFrames: number },
  ): readonly RepeatedBlock[];
  /** Mean squares of consecutive blocks (a multiple of 4 frames each), as many as `powers` holds. */
  measureBlockPowers(
    samples: Float32Array,
    fromFrame: number,
    blockFrames: number,
    powers: Float32Array,
  ): void;
  /** The same of the difference of neighbouring samples; `fromFrame` is 1 at least. */
  measureDifferencePowers(
    samples: Float32Array,
    fromFrame: number,
    blockFrames: number,
    powers: Float32Array,
  ): void;
  /**
   * Pairs for consecutive blocks: mean square of the difference d of neighbouring samples, and how far its lags are from those
   * of differenced white noise, (r[1]/r[0] + ½)² + Σ (r[k]/r[0])², k = 2 … 8: some 10/blockFrames for white noise, 2 and
   * more for a wave, 8 for silence. `fromFrame` is 1 at least; eight samples follow the blocks.
   * @source Box, Pierce, J. Amer. Statist. Assoc. 65 (1970)
   */
  measureWhiteness(
    samples: Float32Array,
    fromFrame: number,
    blockFrames: number,
    results: Float32Array,
  ): void;
}
