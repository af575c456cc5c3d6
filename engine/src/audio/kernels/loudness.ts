import type { AudioBlock } from '../block.ts';

/**
 * K-weighted energy in hops of 10 ms, from which momentary, short-term and gated loudness are sums.
 *
 * Hop j spans the frames from floor(j·rate/100) to floor((j+1)·rate/100), counted from the start of the programme, so
 * that rates that 100 does not divide stay in step.
 * @source ITU-R BS.1770-5 annex 1; EBU Tech 3341 (a 10 ms hop finds every maximum of its case 13)
 */
export interface LoudnessHops {
  /** Runs the weighting filters without counting: the passage before the first hop. */
  prime(block: AudioBlock): void;
  /** Counts; returns the hops completed so far. */
  process(block: AudioBlock): number;
  /** Σ over channels of weight × Σ over the hop's frames of the squared weighted samples; not divided by the frames. */
  readonly powers: Float64Array;
  reset(): void;
}

/** K-weighted energy. */
export interface LoudnessKernels {
  makeLoudnessHops(options: {
    readonly sampleRateHz: number;
    /** One weight per channel (BS.1770-5 table 3); 0 leaves a channel out. */
    readonly channelWeights: readonly number[];
    /** The programme's hop that the first counted frame begins. */
    readonly firstHop: number;
    readonly hopCapacity: number;
  }): LoudnessHops;
}
