import { BIN_COUNT, FRAME_FRAMES, SAMPLE_RATE_HZ } from './constants.ts';

/** Width of a band of the basic version. @source ITU-R BS.1387-1, annex 2, 2.1.5 */
export const BAND_BARK = 0.25;
const LOWEST_HZ = 80;
const HIGHEST_HZ = 18000;

/** One band of the ear model. */
export interface EarBand {
  readonly lowerHz: number;
  readonly centreHz: number;
  readonly upperHz: number;
}

/** Schroeder's approximation of the Bark scale. @source ITU-R BS.1387-1, annex 2, eq. (7) */
const barkOf = (hz: number): number => 7 * Math.asinh(hz / 650);
const hzOf = (bark: number): number => 650 * Math.sinh(bark / 7);

/** The 109 bands of the FFT ear model from 80 Hz to 18 kHz. @source ITU-R BS.1387-1, annex 2, table 6 */
export const EAR_BANDS: readonly EarBand[] = listBands();
/** How many there are. */
export const BAND_COUNT: number = EAR_BANDS.length;

function listBands(): EarBand[] {
  const lowest = barkOf(LOWEST_HZ);
  const highest = barkOf(HIGHEST_HZ);
  const count = Math.ceil((highest - lowest) / BAND_BARK);
  return Array.from({ length: count }, (_, index) => {
    const lower = lowest + index * BAND_BARK;
    const upper = Math.min(lower + BAND_BARK, highest);
    return { lowerHz: hzOf(lower), centreHz: hzOf((lower + upper) / 2), upperHz: hzOf(upper) };
  });
}

/** A number per band. */
export function perBand(value: (centreHz: number, index: number) => number): Float64Array {
  return Float64Array.from(EAR_BANDS, (band, index) => value(band.centreHz, index));
}

/** The least power of a band, so that logarithms stay finite. @source ITU-R BS.1387-1, annex 2, 2.1.5 */
const LEAST_POWER = 1e-12;
const BIN_HZ = SAMPLE_RATE_HZ / FRAME_FRAMES;

/** First and last bin of each band, and the part of each of the two that lies inside. */
const FIRST = Int32Array.from(EAR_BANDS, band => Math.floor(band.lowerHz / BIN_HZ + 0.5));
const LAST = Int32Array.from(EAR_BANDS, band =>
  Math.min(BIN_COUNT - 1, Math.ceil(band.upperHz / BIN_HZ - 0.5)),
);
const FIRST_PART = Float64Array.from(EAR_BANDS, (band, i) => {
  const upper = Math.min(band.upperHz, (FIRST[i]! + 0.5) * BIN_HZ);
  return (upper - band.lowerHz) / BIN_HZ;
});
const LAST_PART = Float64Array.from(EAR_BANDS, (band, i) =>
  LAST[i]! === FIRST[i]! ? 0 : (band.upperHz - (LAST[i]! - 0.5) * BIN_HZ) / BIN_HZ,
);

/** Sums the power of bins into bands; a bin across a border is shared by its parts. */
export function groupIntoBands(binPowers: Float64Array, into: Float64Array): void {
  for (let band = 0; band < BAND_COUNT; band++) {
    const first = FIRST[band]!;
    const last = LAST[band]!;
    let sum = FIRST_PART[band]! * binPowers[first]! + LAST_PART[band]! * binPowers[last]!;
    for (let bin = first + 1; bin < last; bin++) sum += binPowers[bin]!;
    into[band] = Math.max(sum, LEAST_POWER);
  }
}
