import type { AudioBlock } from '../block.ts';
import type { Processor } from '../processor.ts';

/** What a look-ahead limiter is told. */
export interface LimiterParameters {
  /** Amplitude gain before the limiter, as dB. */
  readonly driveDb: number;
  readonly ceilingDbtp: number;
  readonly lookaheadSeconds: number;
  /** How long the fast branch takes to give back 63 % of the gain. */
  readonly releaseSeconds: number;
  /** The slow branch: how long the average reduction is remembered. */
  readonly slowReleaseSeconds: number;
}

/**
 * How much a passage asks of a limiter, before any drive: made once, used for every drive that `settle` tries.
 * Stateless, with context on both sides, so that threads may share the work.
 */
export interface LimiterDemand {
  readonly contextFrames: number;
  /** One low-band value stands for this many frames. */
  readonly lowStrideFrames: number;
  /**
   * @param block       context, passage, context
   * @param frameCount  frames of the passage; a multiple of lowStrideFrames, except in the last passage
   * @param peaks       per frame: the largest oversampled magnitude of any channel around it
   * @param lows        per stride: the largest magnitude of any channel below 500 Hz (bass waveforms must be held, not traced)
   */
  measure(block: AudioBlock, frameCount: number, peaks: Float32Array, lows: Float32Array): void;
  /** Frames of demand on either side that are needed to tell what is sustained; a multiple of lowStrideFrames. */
  readonly sustainFrames: number;
  /**
   * The part of a demand that is no stroke but a note, bass above all: cancelling its crests one by one would distort it.
   *
   * @param peaks, lows  of a passage and sustainFrames on either side of it
   * @param frameCount   frames of `peaks`, a multiple of lowStrideFrames
   * @param sustained    per stride of the passage alone
   */
  measureSustained(
    peaks: Float32Array,
    lows: Float32Array,
    frameCount: number,
    sustained: Float32Array,
  ): void;
  /**
   * Leaves strokes to the canceller: peaks become the larger of what is sustained and `share` of themselves.
   * @param frameCount a multiple of lowStrideFrames
   */
  leaveStrokes(peaks: Float32Array, sustained: Float32Array, frameCount: number, share: number): void;
}

/** The gain that keeps driven peaks under the ceiling: a stream over the demand. */
export interface LimiterGain {
  /** Frames by which `gains` lag the demand: gains[n] belongs to demand frame n − latencyFrames. */
  readonly latencyFrames: number;
  /**
   * @param peaks, lows  from LimiterDemand, undriven
   * @param gains        receives drive × reduction, the factor for the sample
   * @returns frames in this call in which the gain was reduced
   */
  process(peaks: Float32Array, lows: Float32Array, frameCount: number, gains: Float32Array): number;
  reset(): void;
}

/** A place where the rendered audio, between its samples, still exceeds the ceiling. */
export interface PeakGuard {
  readonly contextFrames: number;
  /**
   * Finds excess at 16 times the rate and writes a smooth dip of gain for each place: 1 elsewhere.
   *
   * @param block   context, passage, context: rendered audio
   * @param dips    gain factors for the passage *and* its context (block.frameCount values), multiplied into
   * @returns the passage's largest magnitude before the dips
   */
  repair(block: AudioBlock, frameCount: number, ceilingGain: number, dips: Float32Array): number;
}

/**
 * Takes single peaks down without turning the music down: each by a pulse of a few milliseconds whose spectrum follows what the
 * music masks there. Of all corrections that hold the ceiling, it finds the one that is masked best. Channels go by themselves.
 *
 * @source the aim: B. Defraene, T. van Waterschoot, H. J. Ferreau, M. Diehl, M. Moonen, Real-time
 *         perception-based clipping of audio signals using convex optimization, IEEE TASLP 20 (2012); the solution by
 *         C. Hildreth, A quadratic programming procedure, Naval Research Logistics Quarterly 4 (1957)
 */
export interface PeakCanceller {
  readonly contextFrames: number;
  /**
   * Works on the passage in place; its samples do not depend on how a programme is cut into passages.
   *
   * @param block       context, passage, context
   * @param startFrame  of the passage in its programme; may be negative
   * @param ceilingGain amplitude that is kept to, also between the samples, but for some hundredths of a dB
   * @param excess      room for frameCount values
   */
  cancel(
    block: AudioBlock,
    startFrame: number,
    frameCount: number,
    ceilingGain: number,
    excess: Float32Array,
  ): void;
}

/** A look-ahead true-peak limiter, in parts and whole. */
export interface LimiterKernels {
  makeLimiterDemand(sampleRateHz: number, channelCount: number): LimiterDemand;
  makeLimiterGain(parameters: LimiterParameters, sampleRateHz: number): LimiterGain;
  makePeakGuard(sampleRateHz: number, channelCount: number): PeakGuard;
  makePeakCanceller(sampleRateHz: number): PeakCanceller;
  /** Multiplies every channel with the same gains. */
  applyGains(block: AudioBlock, gains: Float32Array): void;
  /** Demand, gain and application in one streaming processor: what a live chain uses. Same arithmetic, same samples. */
  makeLimiter(parameters: LimiterParameters, sampleRateHz: number, channelCount: number): Processor;
}
