import { type Range, range } from './range.ts';

/**
 * Tables of the reference records that come with phaselimiter (MIT): 71 classical, 158 jazz, 137 pop and 201 unlabelled
 * records, reduced to medians and p10…p90. Decoded from lossy files, block means in dB above the loudness gate; the pop
 * set is largely Japanese.
 * @source ai-mastering/phaselimiter, sound_quality2 data; K-weighting removed
 */
export const NINE_BAND_EDGES_HZ: readonly number[] = [148, 392, 795, 1458, 2550, 4349, 7314, 12199];

/** Geometric middles; the outer two end at 25 Hz and 20 kHz. */
export const NINE_BAND_CENTRES_HZ: readonly number[] = [61, 241, 558, 1077, 1928, 3330, 5640, 9446, 15620];

export type TableName = 'classical' | 'jazz' | 'pop' | 'unlabelled';

/** Band powers in dB, 0 = mean of the three bands 392–2550 Hz. */
export const BAND_LEVELS_DB: Readonly<Record<TableName, readonly Range[]>> = {
  classical: [
    range(-11, -5.5, 0.6),
    range(2, 5.4, 9.8),
    range(2.7, 6.9, 10.8),
    range(-1.4, -0.3, 1.9),
    range(-10.3, -7.1, -2.5),
    range(-22.3, -17.3, -6.7),
    range(-30.8, -22.9, -17.7),
    range(-34.9, -28, -20.6),
    range(-36.2, -30.9, -22.2),
  ],
  jazz: [
    range(-6, 7.2, 12.7),
    range(2.9, 7.6, 12.4),
    range(3.1, 5.9, 8.5),
    range(-1.4, -0.3, 1.6),
    range(-8.4, -6, -2),
    range(-17.4, -10.7, -4.1),
    range(-30.6, -15.7, -6.7),
    range(-37.6, -17.5, -7.4),
    range(-39.3, -23.8, -10.9),
  ],
  pop: [
    range(3.3, 6.8, 10.7),
    range(1.4, 4.8, 9.3),
    range(0.4, 2.8, 5.1),
    range(-1.4, -0.4, 1),
    range(-4.8, -2.3, -0.2),
    range(-7.5, -4.8, -1.7),
    range(-11.9, -7.4, -3.7),
    range(-15.6, -8.9, -4.1),
    range(-25.1, -14.1, -7.9),
  ],
  unlabelled: [
    range(-0.7, 6.2, 11.3),
    range(1, 5.7, 10.4),
    range(0.8, 3.3, 6.8),
    range(-1.5, -0.4, 1),
    range(-6, -3, -0.5),
    range(-10.9, -5.5, -2.3),
    range(-18.8, -9.9, -5.7),
    range(-25.9, -13.1, -8),
    range(-31.5, -20.6, -13.5),
  ],
};

/** Side over mid energy in dB. Classical above 4.3 kHz is mostly noise in the source and carries no limits here. */
export const SIDE_MID_DB: Readonly<Record<TableName, readonly Range[]>> = {
  classical: [
    range(-16.3, -11.6, -1.3),
    range(-11.9, -7.3, 0.6),
    range(-7.8, -5.8, 0.2),
    range(-6.6, -1.4, 0.5),
    range(-8.4, -1.5, 0.8),
    range(-8.5, -0.1, 0.6),
    range(-12, -3, 3),
    range(-12, -3, 3),
    range(-12, -3, 3),
  ],
  jazz: [
    range(-20.4, -9.3, -1.4),
    range(-12.4, -7.2, -1.1),
    range(-13.5, -5.9, -1),
    range(-12.9, -6.4, -0.6),
    range(-11.4, -6.2, -0.6),
    range(-12.9, -5.3, -0.5),
    range(-12.3, -4.6, -0.2),
    range(-11.9, -3.5, 0.1),
    range(-9.2, -2.4, 0.2),
  ],
  pop: [
    range(-25.7, -18.6, -11.3),
    range(-17.1, -9.8, -6),
    range(-13.5, -7.6, -4.4),
    range(-12.6, -7.6, -4.4),
    range(-12.9, -7.6, -4.2),
    range(-11.8, -7.9, -4.5),
    range(-12.8, -8, -4.1),
    range(-13.7, -7.7, -2.8),
    range(-12.6, -7.2, -2.1),
  ],
  unlabelled: [
    range(-27.4, -16.5, -8),
    range(-17.4, -9.4, -4.1),
    range(-14.2, -8.6, -4),
    range(-15, -8, -3.7),
    range(-14.7, -7.3, -3.4),
    range(-15.5, -7.9, -3.3),
    range(-16.9, -8.7, -3.3),
    range(-17.9, -8.8, -2.2),
    range(-16.3, -6.7, -0.5),
  ],
};

/** Whole-programme figures of the same records. */
export interface DynamicsFigures {
  readonly integratedLufs: Range;
  /** Sample peak − integrated loudness in the source; used for true peak too. */
  readonly plrDb: Range;
  /** Peak − RMS. */
  readonly crestDb: Range;
  /** 95th − 10th percentile of 400 ms loudness above −20 LU: larger than EBU LRA. */
  readonly momentaryRangeLu: Range;
}

export const DYNAMICS: Readonly<Record<TableName, DynamicsFigures>> = {
  classical: {
    integratedLufs: range(-32.3, -24.3, -16.6),
    plrDb: range(16.2, 21.2, 26),
    crestDb: range(17.5, 22, 25.1),
    momentaryRangeLu: range(11.5, 15.5, 22.4),
  },
  jazz: {
    integratedLufs: range(-23.4, -16.7, -11.9),
    plrDb: range(12.1, 16.3, 21.4),
    crestDb: range(13.7, 17.5, 21.7),
    momentaryRangeLu: range(8.4, 12.2, 17.1),
  },
  pop: {
    integratedLufs: range(-13.5, -9.5, -6.8),
    plrDb: range(8.3, 10.1, 13.5),
    crestDb: range(10.9, 12.2, 14.7),
    momentaryRangeLu: range(4.1, 6.1, 10.8),
  },
  unlabelled: {
    integratedLufs: range(-19.8, -12.4, -8.2),
    plrDb: range(8.9, 12.6, 17.5),
    crestDb: range(11.2, 14.3, 18.8),
    momentaryRangeLu: range(4.2, 7.8, 14.8),
  },
};
