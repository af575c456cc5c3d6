import type { AudioBlock } from '../block.ts';

/** Peak and energy of a few broad bands in hops: for crest and dynamics per band. */
export interface BandLevels {
  /** Runs the band filters without counting. */
  prime(block: AudioBlock): void;
  process(block: AudioBlock): number;
  /** [hop × bandCount + band]: largest magnitude of any channel in the hop; mean over channels of the sum of squares. */
  readonly peaks: Float32Array;
  readonly powers: Float32Array;
  reset(): void;
}

/** Meters of broad bands. */
export interface BandKernels {
  /** Hops as in LoudnessHops but of 100 ms: hop j from floor(j·rate/10). Linkwitz-Riley 4 splits at `crossoversHz`. */
  makeBandLevels(options: {
    readonly sampleRateHz: number;
    readonly channelCount: number;
    readonly crossoversHz: readonly number[];
    readonly firstHop: number;
    readonly hopCapacity: number;
  }): BandLevels;
}
