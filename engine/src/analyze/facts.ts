/**
 * Everything measured of a programme. Plain JSON; a level of silence is null.
 *
 * Units stand in the names. Levels of bands are powers as dB, 0 dB = a full-scale square wave in one channel.
 */
export interface Facts {
  readonly version: 1;
  readonly durationSeconds: number;
  readonly frameCount: number;
  readonly sampleRateHz: number;
  readonly channelCount: number;

  readonly integratedLufs: number | null;
  readonly loudnessRangeLu: number | null;
  readonly maxMomentaryLufs: number | null;
  readonly maxShortTermLufs: number | null;
  readonly truePeakDbtp: number | null;
  readonly samplePeakDbfs: number | null;
  /** True peak − integrated loudness. */
  readonly plrDb: number | null;
  /** Smallest and median true peak − short-term loudness of the windows above the relative gate. */
  readonly minPsrDb: number | null;
  readonly medianPsrDb: number | null;
  /** TT DR of the whole programme (unrounded). */
  readonly dynamicRangeDb: number | null;

  readonly channels: readonly ChannelFacts[];
  readonly timeline: Timeline;
  readonly spectrum: SpectrumFacts;
  readonly bands: readonly BandFacts[];
  /** Whole-programme stereo figures; null for other than two channels. */
  readonly stereo: StereoFacts | null;

  /** Quiet below −60 dBFS before the first and after the last sound. */
  readonly headSilenceSeconds: number;
  readonly tailSilenceSeconds: number;
  readonly clipping: ClippingFacts;
  /** Integer depth that holds every sample; 33 where none does (float, lossy); null for silence. */
  readonly effectiveDepthBits: number | null;
  /** Frequency above which the spectrum is empty; null where it reaches to 0.98 of Nyquist. */
  readonly upperCutoffHz: number | null;
  /** The loudest passage, up to 15 s. */
  readonly loudestSection: {
    readonly startSeconds: number;
    readonly endSeconds: number;
    readonly loudnessLufs: number | null;
  };
}

/** One channel of a programme. */
export interface ChannelFacts {
  readonly truePeakDbtp: number | null;
  readonly samplePeakDbfs: number | null;
  readonly rmsDbfs: number | null;
  /** Mean of the samples, ±1 full scale. */
  readonly dcOffset: number;
  readonly dynamicRangeDb: number | null;
}

/** One value per 100 ms; the windows end there. */
export interface Timeline {
  readonly hopSeconds: 0.1;
  readonly momentaryLufs: readonly (number | null)[];
  readonly shortTermLufs: readonly (number | null)[];
  /** Largest true peak (at 4×) of the 100 ms. */
  readonly truePeakDbtp: readonly (number | null)[];
}

/** Long-term average over the windows above the loudness gate, per 1/3 octave (IEC 61260-1 base 10, nominal names). */
export interface SpectrumFacts {
  /** Nominal centres, 25 Hz … the highest below Nyquist, at most 20 kHz. */
  readonly centresHz: readonly number[];
  readonly midDb: readonly (number | null)[];
  readonly sideDb: readonly (number | null)[];
  /** Spread over time (standard deviation of the gated 3 s means, weighted by their energy), dB. */
  readonly spreadDb: readonly (number | null)[];
  /** Mid and side together over the louder two thirds of the time: what programmes are compared by, section against section. */
  readonly loudDb: readonly (number | null)[];
  /** Side over mid in the same sections, mean over time in dB; between −50 and 20. */
  readonly loudSideMidDb: readonly (number | null)[];
  /** L/R correlation −1…1 per 1/3 octave; null where there is no energy. */
  readonly correlation: readonly (number | null)[];
}

/** A broad band. */
export interface BandFacts {
  readonly fromHz: number;
  readonly toHz: number;
  readonly levelDb: number | null;
  /** Peak − RMS of the gated programme. */
  readonly crestDb: number | null;
  /** 95th − 10th percentile of the band's level in 400 ms windows above the gate. */
  readonly dynamicsDb: number | null;
  /** Side energy over mid energy. */
  readonly sideMidDb: number | null;
  readonly correlation: number | null;
  /** Right − left energy. */
  readonly balanceDb: number | null;
  /** Energy of the mono fold (L+R)/√2 over the stereo energy: 0 for mono, −3 uncorrelated, lower where content cancels. */
  readonly monoFoldDb: number | null;
}

/** How left and right relate. */
export interface StereoFacts {
  readonly correlation: number | null;
  readonly balanceDb: number | null;
  readonly sideMidDb: number | null;
  readonly monoFoldDb: number | null;
}

/** Runs of equal samples at the rails. */
export interface ClippingFacts {
  readonly runCount: number;
  readonly clippedFrames: number;
  readonly longestRunFrames: number;
  /** The first ones, at most 100. */
  readonly runs: readonly {
    readonly channel: number;
    readonly startSeconds: number;
    readonly frameCount: number;
  }[];
}
