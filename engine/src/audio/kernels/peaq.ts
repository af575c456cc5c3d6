import type { AudioBlock } from '../block.ts';

/** What PEAQ says of a test signal against its reference. */
export interface PeaqResult {
  /** Objective difference grade, 0 imperceptible to −4 very annoying: the network gives 0.22 … −3.98. */
  readonly odg: number;
  /** Distortion index, the network's output before it is squeezed into a grade. */
  readonly distortionIndex: number;
  /** Mean MUSHRA score that the 2f-model expects, 0 … 100. */
  readonly mushra: number;
  readonly movs: PeaqMovs;
}

/**
 * The eleven model output variables of the basic version.
 * @source ITU-R BS.1387-1, annex 2, table 4
 */
export interface PeaqMovs {
  readonly bandwidthRef: number;
  readonly bandwidthTest: number;
  readonly totalNmr: number;
  readonly winModDiff1: number;
  readonly adb: number;
  readonly ehs: number;
  readonly avgModDiff1: number;
  readonly avgModDiff2: number;
  readonly rmsNoiseLoud: number;
  readonly mfpd: number;
  readonly relDistFrames: number;
}

/**
 * Perceived quality of a test signal against its reference, both aligned to a sample, 48 kHz.
 *
 * Double precision throughout, one pass, bounded memory. Samples of ±1 full scale sound at 92 dB SPL.
 * @source ITU-R BS.1387-1, annex 2 (basic version); where it leaves a choice, P. Kabal, An Examination and Interpretation
 *         of ITU-R BS.1387, McGill 2003; T. Kastner, J. Herre, WASPAA 2019 (2f-model)
 */
export interface Peaq {
  /** Takes the next frames of both, any number, the same of each. @throws {TypeError} for blocks of different shape */
  process(reference: AudioBlock, test: AudioBlock): void;
  /**
   * Ends the stream; `reset` begins another.
   * @returns null where no window lies inside the programme: silence, or less than some 40 ms
   */
  finish(): PeaqResult | null;
  reset(): void;
}

/** Perceptual comparison. */
export interface PeaqKernels {
  /** @throws {TypeError} for other than one or two channels */
  makePeaq(options: { readonly channelCount: number }): Peaq;
}
