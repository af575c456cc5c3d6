/**
 * Published long-term average spectra in 1/3 octaves, as they stand in their sources. Index i belongs to CENTRES_HZ[i].
 *
 * Where a source is silent (the ends), the value is an extrapolation of ours and its line says how.
 */

/**
 * Mean of 12 345 popular tracks: y = −0.000183x² + 0.0213x − 16.735 with x = 1 + 60 log₂(f/30), turned into band levels.
 * @source Elowsson & Friberg, "Long-term average spectrum in popular music and its relation to the level of the
 *   percussion", AES 142 (2017); 63 and 80 Hz lie outside the fit's range and are its continuation
 */
export const POPULAR_MEAN_DB: readonly number[] = [
  -16,
  -11,
  -6.5,
  -3.2, // own estimate: the fall of the two measured record curves below 63 Hz, halved for older music
  -1.5,
  -0.6,
  0.1,
  0.7,
  1.2,
  1.5,
  1.6,
  1.6,
  1.5,
  1.2,
  0.7,
  0.1,
  -0.6,
  -1.4,
  -2.5,
  -3.6,
  -4.9,
  -6.4,
  -8.0,
  -9.7,
  -11.6,
  -13.7,
  -15.8,
  -18.1,
  -20.7,
  -26, // own estimate: the last step, doubled for the encoders' and converters' low-pass
];

/**
 * What 13 commercial masters of today have more than POPULAR_MEAN_DB, by region.
 * @source capture of 13 masters against the Elowsson & Friberg mean, capture chain verified to 0.3–0.6 dB; per-track
 *   standard deviation 3.7 dB at 2.5–12.5 kHz
 */
export const CONTEMPORARY_CORRECTION: readonly {
  readonly fromHz: number;
  readonly toHz: number;
  readonly db: number;
}[] = [
  { fromHz: 63, toHz: 160, db: 7.1 },
  { fromHz: 200, toHz: 500, db: 1.1 },
  { fromHz: 630, toHz: 1600, db: 0.4 },
  { fromHz: 2000, toHz: 5000, db: 0.9 },
  { fromHz: 6300, toHz: 12500, db: 4.4 },
];

/**
 * 109 rock tracks on CD, 2001–2013: median per album, then across albums.
 * @source published 1/3-octave curves of commercial CDs
 */
export const ROCK_RECORDS_DB: readonly number[] = [
  -22.5, // own estimate: the slope from 40 to 31.5 Hz continued
  -14.6,
  -6.8,
  -1.5,
  1.3,
  2.9,
  3.7,
  4.1,
  4.3,
  3.5,
  2.2,
  1.5,
  1.4,
  1.5,
  2.0,
  1.8,
  1.1,
  0.9,
  1.0,
  1.4,
  1.3,
  0.2,
  -1.2,
  -2.9,
  -4.6,
  -6.6,
  -9.0,
  -11.9,
  -17.0,
  -25, // own estimate: the slope from 12.5 to 16 kHz, steepened by the reconstruction filter of a CD
];

/**
 * 41 pop tracks on CD, measured in the same way.
 * @source published 1/3-octave curves of commercial CDs
 */
export const POP_RECORDS_DB: readonly number[] = [
  -18.2, // own estimate: the slope from 40 to 31.5 Hz continued
  -10.7,
  -3.2,
  2.4,
  4.8,
  4.7,
  3.9,
  2.9,
  2.2,
  2.1,
  2.2,
  2.0,
  1.7,
  2.4,
  3.5,
  3.7,
  2.8,
  2.0,
  1.3,
  0.2,
  -1.2,
  -2.2,
  -3.2,
  -4.6,
  -5.7,
  -6.2,
  -7.7,
  -11.4,
  -17.2,
  -25, // own estimate, as for rock
];

/**
 * Half-width that holds 85 % of those tracks, in eight regions from sub to air. The source names the regions, not their
 * edges; the edges are an own estimate from the usual meaning of the names.
 */
export const RECORDS_REGIONS_HZ: readonly number[] = [40, 90, 240, 640, 1600, 3500, 7000, 13000];
export const ROCK_RECORDS_SPREAD_DB: readonly number[] = [5.7, 2.9, 2.7, 2.5, 2.5, 2.8, 3.0, 5.5];
export const POP_RECORDS_SPREAD_DB: readonly number[] = [6.1, 2.9, 2.5, 3.0, 3.2, 2.8, 4.0, 7.0];

/** 80 % in place of 85 % of a normal distribution: 1.2816 / 1.4395. */
export const EIGHTY_PERCENT_OF_85 = 0.89;

/**
 * International long-term average speech spectrum, 1/3 octaves 100 Hz … 10 kHz, dB SPL.
 * @source Byrne et al., JASA 96(4) 1994
 */
export const SPEECH_CENTRES_HZ: readonly number[] = [
  100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300,
  8000, 10000,
];
export const SPEECH_DB: readonly number[] = [
  54.4, 57.7, 56.8, 60.2, 60.3, 59.0, 62.1, 62.1, 60.5, 56.8, 53.7, 53.0, 52.0, 48.7, 48.1, 46.8, 45.6, 44.5,
  44.3, 43.4, 43.4,
];
