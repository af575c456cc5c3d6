import type { AudioBlock } from '../block.ts';
import type { Processor } from '../processor.ts';

/** A frequency at which everything rings: a bell that the mix has and should not have. */
export interface Ring {
  readonly frequencyHz: number;
  /** Quality of the bell, as an equaliser has it. */
  readonly q: number;
  /** Never more than this is taken, dB ≥ 0: the height of the bell. */
  readonly maxCutDb: number;
}

/** What a de-esser is told. */
export interface DeesserParameters {
  /** The sibilant band; the split lies at its lower end. */
  readonly fromHz: number;
  readonly toHz: number;
  /** Power of the sibilant band over that of 150 Hz … `fromHz` from which on it works, dB. */
  readonly thresholdDb: number;
  /** Never more than this is taken, dB ≥ 0. */
  readonly rangeDb: number;
  /** A sibilant band below this level is left alone, dBFS. */
  readonly floorDbfs: number;
}

/** Repairs of tone that work only while the fault sounds. */
export interface ToneRepairKernels {
  /**
   * Splits with a linear-phase filter and turns the upper part down, 1.5 ms ahead, with 40 ms of release; no latency but
   * this, the same gain for all channels, and bit-exact while it rests.
   * @source detector as ratio of powers: level-independent de-essing of the trade
   */
  makeDeesser(parameters: DeesserParameters, sampleRateHz: number, channelCount: number): Processor;
  /** One dynamic bell per ring, in series, without latency; the same gain for all channels, bit-exact while it rests. */
  makeRingSuppressor(rings: readonly Ring[], sampleRateHz: number, channelCount: number): Processor;
  /**
   * A low shelf without phase over frames [fromFrame, toFrame) of every channel, in place, faded in and out over
   * `edgeSeconds`; the rest of the block stays bit-exact and is what the filter leans on.
   */
  dipLowShelf(
    block: AudioBlock,
    options: {
      readonly fromFrame: number;
      readonly toFrame: number;
      readonly edgeSeconds: number;
      readonly cornerHz: number;
      readonly cutDb: number;
      readonly sampleRateHz: number;
    },
  ): void;
}
