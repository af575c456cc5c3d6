/** The noise floor of a programme, as its quietest stationary frames show it. */
export interface HissTrace {
  /** Null where no second of the programme is as even as noise is: then nothing is known of a floor. */
  readonly floor: NoiseFloor | null;
}

/** A stationary noise. */
export interface NoiseFloor {
  /** Nominal 1/3-octave centres, 50 Hz … below Nyquist. */
  readonly centresHz: readonly number[];
  /** Power density of all channels together, dB re full scale² per Hz; null where the band is not as even as noise. */
  readonly densityDb: readonly (number | null)[];
  /** Root mean square of the known bands. */
  readonly levelDbfs: number | null;
  /** The same, weighted as loudness is (BS.1770). */
  readonly levelLufs: number | null;
  /** Spread of the bands' levels over time, over the spread that noise would have: 1 for noise. */
  readonly unevenness: number;
  /** Seconds of frames that hold nothing but this noise. */
  readonly pauseSeconds: number;
}
