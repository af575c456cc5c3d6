import { BAND_BARK, BAND_COUNT, groupIntoBands, perBand } from './bands.ts';
import { BIN_COUNT, FRAME_FRAMES, FULL_SCALE, FULL_SCALE_DB_SPL, SAMPLE_RATE_HZ } from './constants.ts';
import { makeRealFft } from './fft.ts';

/** Internal noise of the ear, a power per band. @source ITU-R BS.1387-1, annex 2, eq. (9) */
export const INTERNAL_NOISE: Float64Array = perBand(hz => 10 ** (0.1456 * (hz / 1000) ** -0.8));

/** Outer and middle ear as a power gain per bin. @source ITU-R BS.1387-1, annex 2, eq. (5); nothing passes at 0 Hz */
const EAR_POWER_GAIN = Float64Array.from({ length: BIN_COUNT }, (_, bin) => {
  const kHz = (bin * SAMPLE_RATE_HZ) / FRAME_FRAMES / 1000;
  if (bin === 0) return 0;
  const weightDb = -2.184 * kHz ** -0.8 + 6.5 * Math.exp(-0.6 * (kHz - 3.3) ** 2) - 0.001 * kHz ** 3.6;
  return 10 ** (weightDb / 10);
});

/** Hann window with zeros at both ends, in the scale in which the calibration tone has its sound pressure. */
const WINDOW = Float64Array.from(
  { length: FRAME_FRAMES },
  (_, n) => calibration() * 0.5 * (1 - Math.cos((2 * Math.PI * n) / (FRAME_FRAMES - 1))),
);

/**
 * Gain from samples to sound pressure: a full-scale sine of 1019.5 Hz lies between two bins, and the larger of them counts.
 * @source P. Kabal, An Examination and Interpretation of ITU-R BS.1387, McGill 2003, 2.3
 */
function calibration(): number {
  const bins = (1019.5 / SAMPLE_RATE_HZ) * FRAME_FRAMES;
  const away = Math.min(bins - Math.floor(bins), Math.floor(bins) + 1 - bins);
  const distance = (away * (FRAME_FRAMES - 1)) / FRAME_FRAMES;
  const loss = Math.sin(Math.PI * distance) / (Math.PI * distance * (1 - distance * distance));
  return 10 ** (FULL_SCALE_DB_SPL / 20) / (((loss * FULL_SCALE) / 4) * (FRAME_FRAMES - 1));
}

const fft = makeRealFft(FRAME_FRAMES);
const windowed = new Float64Array(FRAME_FRAMES);

/** Powers of the bins of one window. @param samples in steps of 16 bit, whole signal */
export function measureBinPowers(samples: Float64Array, start: number, into: Float64Array): void {
  for (let n = 0; n < FRAME_FRAMES; n++) windowed[n] = WINDOW[n]! * (samples[start + n] ?? 0);
  fft.forward(windowed);
  for (let bin = 0; bin < BIN_COUNT; bin++)
    into[bin] = fft.real[bin]! * fft.real[bin]! + fft.imaginary[bin]! * fft.imaginary[bin]!;
}

const weightedReference = new Float64Array(BIN_COUNT);
const weightedTest = new Float64Array(BIN_COUNT);
const weightedNoise = new Float64Array(BIN_COUNT);
const pitch = new Float64Array(BAND_COUNT);

/** What one window excites: unsmeared patterns of both signals, and the noise between their magnitudes per band. */
export interface Excitation {
  readonly reference: Float64Array;
  readonly test: Float64Array;
  readonly noise: Float64Array;
}

/** An empty one. */
export function makeExcitation(): Excitation {
  const make = () => new Float64Array(BAND_COUNT);
  return { reference: make(), test: make(), noise: make() };
}

/** Outer ear, grouping, internal noise and spreading of both signals. @source ITU-R BS.1387-1, annex 2, 2.1.4–2.1.7 */
export function excite(reference: Float64Array, test: Float64Array, into: Excitation): void {
  for (let bin = 0; bin < BIN_COUNT; bin++) {
    const a = reference[bin]! * EAR_POWER_GAIN[bin]!;
    const b = test[bin]! * EAR_POWER_GAIN[bin]!;
    weightedReference[bin] = a;
    weightedTest[bin] = b;
    weightedNoise[bin] = a - 2 * Math.sqrt(a * b) + b;
  }
  groupIntoBands(weightedNoise, into.noise);
  hear(weightedReference, into.reference);
  hear(weightedTest, into.test);
}

function hear(weighted: Float64Array, into: Float64Array): void {
  groupIntoBands(weighted, pitch);
  for (let band = 0; band < BAND_COUNT; band++) pitch[band]! += INTERNAL_NOISE[band]!;
  spread(pitch, into);
  for (let band = 0; band < BAND_COUNT; band++) into[band]! /= FLAT[band]!;
}

/** Slope towards low bands, 27 dB/Bark. @source ITU-R BS.1387-1, annex 2, eq. (16) */
const DOWN = 10 ** (-2.7 * BAND_BARK);
/** The part of the upper slope that does not follow the level, −24 − 230 Hz/f dB/Bark. @source eq. (17) */
const UP = perBand(hz => 10 ** ((-2.4 - 23 / hz) * BAND_BARK));
/** The part that does: 0.2 dB/Bark per dB. @source eq. (17) */
const UP_POWER = 0.2 * BAND_BARK;
/** Powers add in the domain of this exponent. @source eq. (14) */
const ADDITION = 0.4;
const DOWN_ADDED = DOWN ** ADDITION;
const DOWN_SUM = perBand((_, band) => (1 - DOWN ** (band + 1)) / (1 - DOWN));

const upAdded = new Float64Array(BAND_COUNT);
const share = new Float64Array(BAND_COUNT);

function spread(power: Float64Array, into: Float64Array): void {
  for (let band = 0; band < BAND_COUNT; band++) {
    const up = UP[band]! * power[band]! ** UP_POWER;
    const upSum = (1 - up ** (BAND_COUNT - band)) / (1 - up);
    share[band] = (power[band]! / (DOWN_SUM[band]! + upSum - 1)) ** ADDITION;
    upAdded[band] = up ** ADDITION;
  }
  let below = 0;
  for (let band = BAND_COUNT - 1; band >= 0; band--) into[band] = below = DOWN_ADDED * below + share[band]!;
  for (let band = 0; band < BAND_COUNT - 1; band++) {
    const slope = upAdded[band]!;
    let added = share[band]!;
    for (let above = band + 1; above < BAND_COUNT; above++) into[above]! += added *= slope;
  }
  for (let band = 0; band < BAND_COUNT; band++) into[band] = into[band]! ** (1 / ADDITION);
}

/** What spreading makes of one unit in every band; patterns are divided by it. @source eq. (19) */
const FLAT: Float64Array = new Float64Array(BAND_COUNT);
spread(new Float64Array(BAND_COUNT).fill(1), FLAT);
