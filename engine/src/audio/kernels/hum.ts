import type { Processor } from '../processor.ts';

/** A hum as it was found: harmonics of one fundamental whose phase and level move along nodes. */
export interface HumModel {
  readonly fundamentalHz: number;
  /** Seconds between two nodes; the first stands at the start of the programme. */
  readonly hopSeconds: number;
  /** Phase of the fundamental beyond fundamentalHz · t at each node, turns; a Catmull-Rom curve runs through them. */
  readonly phaseTurns: readonly number[];
  /** Factor of all harmonics at each node, as many; straight lines run between them. */
  readonly gains: readonly number[];
  /** Amplitudes at gain 1: harmonic n sounds as Re(a · e^(i·n·phase)). */
  readonly harmonics: readonly HumHarmonic[];
}

/** One harmonic of a hum. */
export interface HumHarmonic {
  /** 1 is the fundamental. */
  readonly number: number;
  /** Real and imaginary part per channel, ±1 full scale. */
  readonly re: readonly number[];
  readonly im: readonly number[];
}

/** Subtraction of a hum. */
export interface HumKernels {
  /**
   * Subtracts a hum, sample by sample; the first frame after reset is the start of the programme.
   *
   * Nothing is filtered, so nothing rings and no phase moves. Digital silence, which holds no hum, is left alone: frames
   * that are zero in all channels from the start, or after 32 such frames.
   */
  makeDehum(model: HumModel, sampleRateHz: number, channelCount: number): Processor;
}
