import { BAND_BARK, BAND_COUNT, perBand } from './bands.ts';
import { FRAME_FRAMES, SAMPLE_RATE_HZ } from './constants.ts';
import { INTERNAL_NOISE } from './ear.ts';
import type { Pair, Patterns } from './patterns.ts';

/** Bands are 24 critical bands wide together. */
const LOUDNESS_SCALE = 24 / BAND_COUNT;

const THRESHOLD_POWER = perBand(hz => 10 ** (0.364 * (hz / 1000) ** -0.8));
const THRESHOLD_INDEX = perBand(
  hz => 10 ** ((-2 - 2.05 * Math.atan(hz / 4000) - 0.75 * Math.atan((hz / 1600) ** 2)) / 10),
);
const LOUDNESS_GAIN = perBand(
  (_, band) => 1.07664 * (THRESHOLD_POWER[band]! / (THRESHOLD_INDEX[band]! * 1e4)) ** 0.23,
);

/** Loudness of a pattern in sone. @source ITU-R BS.1387-1, annex 2, eqs. (58)–(61), c for the FFT model */
export function measureLoudness(excitation: Float64Array): number {
  let sum = 0;
  for (let band = 0; band < BAND_COUNT; band++) {
    const s = THRESHOLD_INDEX[band]!;
    const base = 1 - s + (s * excitation[band]!) / THRESHOLD_POWER[band]!;
    sum += Math.max(0, LOUDNESS_GAIN[band]! * (base ** 0.23 - 1));
  }
  return LOUDNESS_SCALE * sum;
}

/** Modulation of one window compared: both differences, and how much the window weighs. */
export interface ModulationDifference {
  first: number;
  second: number;
  weight: number;
}

const NOISE_LOUDNESS = INTERNAL_NOISE.map(power => power ** 0.3);

/** @source ITU-R BS.1387-1, annex 2, 4.1, eqs. (63)–(66) with table 9: offsets 1 and 0.01, negWt 1 and 0.1, levWt 100 */
export function measureModulationDifference(patterns: Patterns, into: ModulationDifference): void {
  const { reference, test } = patterns.modulation;
  into.first = into.second = into.weight = 0;
  for (let band = 0; band < BAND_COUNT; band++) {
    const m = reference[band]!;
    const away = Math.abs(m - test[band]!);
    into.first += away / (1 + m);
    into.second += (m > test[band]! ? 0.1 * away : away) / (0.01 + m);
    const envelope = patterns.envelope[band]!;
    into.weight += envelope / (envelope + 100 * NOISE_LOUDNESS[band]!);
  }
  into.first *= 100 / BAND_COUNT;
  into.second *= 100 / BAND_COUNT;
}

/** Loudness of what was added. @source ITU-R BS.1387-1, annex 2, 4.2, eqs. (67)–(69) with α 1.5, T 0.15, S 0.5 */
export function measureNoiseLoudness({ adapted, modulation }: Patterns): number {
  let sum = 0;
  for (let band = 0; band < BAND_COUNT; band++) {
    const reference = adapted.reference[band]!;
    const test = adapted.test[band]!;
    const sReference = 0.15 * modulation.reference[band]! + 0.5;
    const sTest = 0.15 * modulation.test[band]! + 0.5;
    const beta = Math.exp((-1.5 * (test - reference)) / reference);
    const noise = INTERNAL_NOISE[band]!;
    const added = Math.max(0, sTest * test - sReference * reference);
    const masked = noise + sReference * reference * beta;
    sum += (noise / sTest) ** 0.23 * ((1 + added / masked) ** 0.23 - 1);
  }
  return Math.max(0, LOUDNESS_SCALE * sum);
}

const binOf = (hz: number): number => Math.floor((hz / SAMPLE_RATE_HZ) * FRAME_FRAMES + 0.5);
/** Above this lies noise only; a programme that ends below the second does not count. @source 4.4 */
const NOISE_BIN = binOf(21586);
const LEAST_BIN = binOf(8109);

/** Bins of both bandwidths, −1 where there is none. */
export interface Bandwidth {
  reference: number;
  test: number;
}

/** Highest bins 10 dB and 5 dB above the noise of the test. @source ITU-R BS.1387-1, annex 2, 4.4 */
export function measureBandwidth(reference: Float64Array, test: Float64Array, into: Bandwidth): void {
  let noise = 0;
  for (let bin = NOISE_BIN; bin < FRAME_FRAMES / 2; bin++) noise = Math.max(noise, test[bin]!);
  into.reference = into.test = -1;
  let bin = NOISE_BIN - 1;
  while (bin > LEAST_BIN && reference[bin]! < 10 * noise) bin -= 1;
  if (bin <= LEAST_BIN) return;
  into.reference = bin + 1;
  while (bin >= 0 && test[bin]! < Math.sqrt(10) * noise) bin -= 1;
  if (bin >= 0) into.test = bin + 1;
}

/** Masking threshold below the excitation: 3 dB up to 12 Bark, then a quarter of the distance. @source 4.5, eq. (26) */
const MASK_GAIN = perBand((_, band) => 10 ** (-Math.max(3, 0.25 * band * BAND_BARK) / 10));

/** Noise over mask of one window, powers: mean and largest of the bands. */
export interface NoiseToMask {
  mean: number;
  largest: number;
}

/** @source ITU-R BS.1387-1, annex 2, 4.5 and 4.6 */
export function measureNoiseToMask(noise: Float64Array, excitation: Float64Array, into: NoiseToMask): void {
  into.mean = into.largest = 0;
  for (let band = 0; band < BAND_COUNT; band++) {
    const ratio = noise[band]! / (MASK_GAIN[band]! * excitation[band]!);
    into.mean += ratio / BAND_COUNT;
    into.largest = Math.max(into.largest, ratio);
  }
}

/** Per band: probability that the change is heard, and its steps above threshold; the louder of both ears is kept. */
export interface Detection {
  readonly probability: Float64Array;
  readonly steps: Float64Array;
}

/** @source ITU-R BS.1387-1, annex 2, 4.7, eqs. (73)–(79) */
export function addDetection({ reference, test }: Pair, into: Detection): void {
  for (let band = 0; band < BAND_COUNT; band++) {
    const levelDb = 10 * Math.log10(reference[band]!);
    const testDb = 10 * Math.log10(test[band]!);
    const away = levelDb - testDb;
    const size = stepSize(away > 0 ? 0.3 * levelDb + 0.7 * testDb : testDb);
    const probability = 1 - 0.5 ** ((away / size) ** (away > 0 ? 4 : 6));
    into.probability[band] = Math.max(into.probability[band]!, probability);
    into.steps[band] = Math.max(into.steps[band]!, Math.abs(Math.trunc(away)) / size);
  }
}

/** Just noticeable difference in dB; nothing is noticed at or below 0 dB. @source eq. (75) */
function stepSize(levelDb: number): number {
  if (!(levelDb > 0)) return 1e30;
  const l = levelDb;
  const curve = -0.198719 + l * (0.0550197 + l * (-0.00102438 + l * (5.05622e-6 + l * 9.01033e-11)));
  return 5.95072 * (6.39468 / l) ** 1.71332 + curve;
}
