// Constants of PEAQ's FFT ear model, and what it knows of each of its 109 bands of a quarter Bark.
// ITU-R BS.1387-1, annex 2; where it leaves a choice, P. Kabal, An Examination and Interpretation of ITU-R BS.1387,
// McGill 2003.

import { allocate } from './memory';

/** 2.1.2 */
export const SAMPLE_RATE_HZ: f64 = 48000;
export const FRAME_FRAMES: i32 = 2048;
export const HOP_FRAMES: i32 = 1024;
export const BIN_COUNT: i32 = FRAME_FRAMES / 2 + 1;
export const HOPS_PER_SECOND: f64 = SAMPLE_RATE_HZ / <f64>HOP_FRAMES;
export const BIN_HZ: f64 = SAMPLE_RATE_HZ / <f64>FRAME_FRAMES;
/** The model counts in steps of 16 bit. */
export const FULL_SCALE: f64 = 32768;

/** Table 6: 80 Hz to 18 kHz. */
export const BAND_COUNT: i32 = 109;
export const BAND_BARK: f64 = 0.25;
const LOWEST_HZ: f64 = 80;
const HIGHEST_HZ: f64 = 18000;

/** Slope towards low bands, 27 dB/Bark, eq. (16). */
const DOWN_EXPONENT: f64 = -2.7 * BAND_BARK;

/** What the model knows of a band. */
@unmanaged
export class Band {
  /** First and last bin, and the part of each that lies inside. */
  firstBin: i32;
  lastBin: i32;
  firstPart: f64;
  lastPart: f64;
  /** Internal noise of the ear, a power, eq. (9), and what it is as a loudness. */
  noise: f64;
  noiseLoudness: f64;
  /** log₂ of the part of the upper slope that does not follow the level, −24 − 230 Hz/f dB/Bark, eq. (17). */
  upSlopeLog2: f64;
  /** Σ of the slope towards low bands. */
  downSum: f64;
  /** What spreading makes of one unit in every band; patterns are divided by it, eq. (19). */
  flat: f64;
  /** Poles of forward masking, 2.1.8, and of adaptation and modulation, 3.1 and 3.2. */
  smear: f64;
  adapt: f64;
  /** Excitation at threshold, threshold index and gain of the loudness, eqs. (58)–(61). */
  thresholdPower: f64;
  thresholdIndex: f64;
  loudnessGain: f64;
  /** Masking threshold below the excitation: 3 dB up to 12 Bark, then a quarter of the distance, eq. (26). */
  maskGain: f64;
}

/** Bytes from one band to the next. */
export const BAND_BYTES: usize = offsetof<Band>();

/** The bands, lowest first; `flat` is left for spreading to fill. */
export function makeBands(): usize {
  const bands = allocate(BAND_BYTES * <usize>BAND_COUNT);
  const lowest = barkOf(LOWEST_HZ);
  const highest = barkOf(HIGHEST_HZ);
  for (let index = 0; index < BAND_COUNT; index++) {
    const lower = lowest + <f64>index * BAND_BARK;
    const upper = Math.min(lower + BAND_BARK, highest);
    const band = bandAt(bands, index);
    band.flat = 1;
    placeBand(band, hzOf(lower), hzOf(upper));
    describeBand(band, hzOf((lower + upper) / 2), <f64>index);
  }
  return bands;
}

export function bandAt(bands: usize, index: i32): Band {
  return changetype<Band>(bands + BAND_BYTES * <usize>index);
}

/** Schroeder's approximation of the Bark scale, eq. (7). */
function barkOf(hz: f64): f64 {
  return 7 * Math.asinh(hz / 650);
}

function hzOf(bark: f64): f64 {
  return 650 * Math.sinh(bark / 7);
}

/** A bin across a border is shared by its parts, 2.1.5. */
function placeBand(band: Band, lowerHz: f64, upperHz: f64): void {
  const firstBin = Math.floor(lowerHz / BIN_HZ + 0.5);
  const lastBin = Math.min(<f64>BIN_COUNT - 1, Math.ceil(upperHz / BIN_HZ - 0.5));
  band.firstBin = <i32>firstBin;
  band.lastBin = <i32>lastBin;
  band.firstPart = (Math.min(upperHz, (firstBin + 0.5) * BIN_HZ) - lowerHz) / BIN_HZ;
  band.lastPart = lastBin === firstBin ? 0 : (upperHz - (lastBin - 0.5) * BIN_HZ) / BIN_HZ;
}

function describeBand(band: Band, hz: f64, index: f64): void {
  const kHz = hz / 1000;
  band.noise = Math.pow(10, 0.1456 * Math.pow(kHz, -0.8));
  band.noiseLoudness = Math.pow(band.noise, 0.3);
  band.upSlopeLog2 = (-2.4 - 23 / hz) * BAND_BARK * Math.log2(10);
  const down = Math.pow(10, DOWN_EXPONENT);
  band.downSum = (1 - Math.pow(down, index + 1)) / (1 - down);
  band.smear = pole(hz, 0.03, 0.008);
  band.adapt = pole(hz, 0.05, 0.008);
  band.thresholdPower = Math.pow(10, 0.364 * Math.pow(kHz, -0.8));
  const squared = (hz / 1600) * (hz / 1600);
  const indexDb = -2 - 2.05 * Math.atan(hz / 4000) - 0.75 * Math.atan(squared);
  band.thresholdIndex = Math.pow(10, indexDb / 10);
  band.loudnessGain = 1.07664 * Math.pow(band.thresholdPower / (band.thresholdIndex * 1e4), 0.23);
  band.maskGain = Math.pow(10, -Math.max(3, 0.25 * index * BAND_BARK) / 10);
}

/** τ = τmin + (100 Hz/f)(τ100 − τmin), eq. (21). */
function pole(hz: f64, seconds100: f64, leastSeconds: f64): f64 {
  return Math.exp(-1 / (HOPS_PER_SECOND * (leastSeconds + (100 / hz) * (seconds100 - leastSeconds))));
}
