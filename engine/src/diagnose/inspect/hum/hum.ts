import type { HumModel } from '../../../audio/index.ts';

/** The mains hum of a programme: the one of 50 and 60 Hz that explains more, whether it is worth a word or not. */
export interface HumTrace {
  /** Null for silence and for less than five seconds. */
  readonly likeliest: TracedHum | null;
}

/** A hum as it was traced. */
export interface TracedHum {
  readonly mainsHz: number;
  /** Mean, lowest and highest frequency of the fundamental. */
  readonly meanHz: number;
  readonly lowestHz: number;
  readonly highestHz: number;
  /** Root mean square of all its lines in the louder channel. */
  readonly levelDbfs: number | null;
  /** Those that stand clear of the error of their estimate, lowest first. */
  readonly harmonics: readonly TracedHarmonic[];
  /** How far the lines together stand clear of the error of their estimate: power over variance, summed. */
  readonly clearnessDb: number | null;
  /** Stretches of 1 … 17 s in which the hum should show at 12 dB, and the share of them in which it does, in its phase. */
  readonly voteCount: number;
  readonly agreementFraction: number;
  readonly model: HumModel;
}

/** One harmonic of a traced hum. */
export interface TracedHarmonic {
  readonly number: number;
  readonly frequencyHz: number;
  /** Root mean square in the louder channel. */
  readonly levelDbfs: number;
  /** Over what surrounds it in windows of 4 s, in the quiet tenth of the programme. */
  readonly lineToNeighbourDb: number;
}
