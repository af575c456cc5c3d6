import type { Processor } from '../processor.ts';

/** Feed-forward compressor, log-domain smooth decoupled detector (Giannoulis, Massberg, Reiss, JAES 60(6) 2012). */
export interface CompressorParameters {
  readonly thresholdDbfs: number;
  readonly ratio: number;
  readonly kneeDb: number;
  readonly attackSeconds: number;
  readonly releaseSeconds: number;
  readonly makeupDb: number;
  /** 1 = all compressed, 0 = dry. */
  readonly mixFraction: number;
  /** High-pass in the detector, so that bass does not steer the whole band; 0 = none. */
  readonly detectorHighPassHz: number;
}

/** A processor that also tells how hard it works. */
export interface GainReducer extends Processor {
  /** The largest reduction since the last read, in dB ≤ 0; reading clears it. */
  takeGainReductionDb(): number;
}

/** Compressors. */
export interface DynamicsKernels {
  /** Channels are linked: the louder one steers all. */
  makeCompressor(parameters: CompressorParameters, sampleRateHz: number, channelCount: number): GainReducer;
  /** Linkwitz-Riley 4 bands, each compressed, summed; neutral bands sum to an all-pass of flat magnitude. */
  makeMultibandCompressor(
    parameters: { readonly crossoversHz: readonly number[]; readonly bands: readonly CompressorParameters[] },
    sampleRateHz: number,
    channelCount: number,
  ): GainReducer;
}
