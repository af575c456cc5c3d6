// From samples to what they excite in the ear: window, spectrum, outer and middle ear, bands, internal noise, spreading.
// Reference and test are the two lanes of every value. ITU-R BS.1387-1, annex 2, 2.1.

import { allocate } from './memory';
import { pairFftInput, pairFftMake, pairFftTransform } from './pair-fft';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import {
  BAND_BYTES,
  BAND_COUNT,
  Band,
  BIN_COUNT,
  BIN_HZ,
  FRAME_FRAMES,
  FULL_SCALE,
  makeBands,
} from './peaq-bands';
import { makeSpreading, spread, spreadingInput } from './peaq-spread';

@unmanaged
export class Ear {
  bands: usize;
  fft: usize;
  /** FRAME_FRAMES f64: Hann, in the scale in which the calibration tone has its sound pressure. */
  window: usize;
  /** Outer and middle ear, a power gain per bin, f64. */
  gains: usize;
  /** Weighted powers of the bins, pairs, and of the noise between the two magnitudes, f64. */
  weighted: usize;
  weightedNoise: usize;
  spreading: usize;
}

/** Sound pressure of a full-scale sine, 2.1.3. */
const FULL_SCALE_DB_SPL: f64 = 92;
/** The least power of a band, so that logarithms stay finite, 2.1.5. */
const LEAST_POWER: f64 = 1e-12;
/** Bins that any band uses, rounded up to pairs. */
const USED_BINS: i32 = 770;

export function makeEar(): usize {
  const ear = changetype<Ear>(allocate(offsetof<Ear>()));
  ear.fft = pairFftMake(FRAME_FRAMES);
  ear.window = makeWindow();
  ear.gains = makeGains();
  ear.weighted = allocate(<usize>USED_BINS * 16);
  ear.weightedNoise = allocate(<usize>USED_BINS * 8);
  ear.bands = makeBands();
  ear.spreading = makeSpreading(ear.bands);
  return changetype<usize>(ear);
}

function makeWindow(): usize {
  const table = allocate(<usize>FRAME_FRAMES * 8);
  const gain = FULL_SCALE * calibration() * 0.5;
  for (let n = 0; n < FRAME_FRAMES; n++) {
    const angle = (2 * Math.PI * <f64>n) / <f64>(FRAME_FRAMES - 1);
    store<f64>(table + <usize>n * 8, gain * (1 - Math.cos(angle)));
  }
  return table;
}

/** Steps to sound pressure: a full-scale sine of 1019.5 Hz lies between two bins, and the larger counts. Kabal 2.3. */
function calibration(): f64 {
  const bins = 1019.5 / BIN_HZ;
  const away = Math.min(bins - Math.floor(bins), Math.floor(bins) + 1 - bins);
  const distance = (away * <f64>(FRAME_FRAMES - 1)) / <f64>FRAME_FRAMES;
  const loss = Math.sin(Math.PI * distance) / (Math.PI * distance * (1 - distance * distance));
  return Math.pow(10, FULL_SCALE_DB_SPL / 20) / (((loss * FULL_SCALE) / 4) * <f64>(FRAME_FRAMES - 1));
}

/** Eq. (5); nothing passes at 0 Hz. */
function makeGains(): usize {
  const table = allocate(<usize>BIN_COUNT * 8);
  for (let bin = 1; bin < BIN_COUNT; bin++) {
    const kHz = (<f64>bin * BIN_HZ) / 1000;
    const bell = 6.5 * Math.exp(-0.6 * (kHz - 3.3) * (kHz - 3.3));
    const weightDb = -2.184 * Math.pow(kHz, -0.8) + bell - 0.001 * Math.pow(kHz, 3.6);
    store<f64>(table + <usize>bin * 8, Math.pow(10, weightDb / 10));
  }
  return table;
}

/** @param frames FRAME_FRAMES pairs @param powers BIN_COUNT pairs are written */
export function measureBins(ear: Ear, frames: usize, powers: usize): void {
  const to = pairFftInput(ear.fft);
  for (let n: usize = 0; n < <usize>FRAME_FRAMES; n++) {
    const gain = v128.load64_splat(ear.window + n * 8);
    v128.store(to + n * 16, f64x2.mul(gain, v128.load(frames + n * 16)));
  }
  const bins = pairFftTransform(ear.fft);
  for (let bin: usize = 0; bin < <usize>BIN_COUNT; bin++) {
    const re = v128.load(bins + bin * 32),
      im = v128.load(bins + bin * 32, 16);
    v128.store(powers + bin * 16, f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im)));
  }
}

/**
 * @param excitation BAND_COUNT pairs are written: unsmeared patterns
 * @param noise      BAND_COUNT f64 are written: power of the difference of the magnitudes
 */
export function excite(ear: Ear, powers: usize, excitation: usize, noise: usize): void {
  weigh(ear, powers);
  const pitch = spreadingInput(ear.spreading);
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++) {
    const band = changetype<Band>(ear.bands + i * BAND_BYTES);
    store<f64>(noise + i * 8, groupNoise(ear.weightedNoise, band));
    v128.store(pitch + i * 16, f64x2.add(group(ear.weighted, band), f64x2.splat(band.noise)));
  }
  spread(ear.spreading, excitation);
}

function weigh(ear: Ear, powers: usize): void {
  for (let bin: usize = 0; bin < <usize>USED_BINS; bin += 2) {
    const a = v128.load(powers + bin * 16),
      b = v128.load(powers + bin * 16, 16);
    const gains = v128.load(ear.gains + bin * 8);
    v128.store(ear.weighted + bin * 16, f64x2.mul(a, v128.shuffle<f64>(gains, gains, 0, 0)));
    v128.store(ear.weighted + bin * 16, f64x2.mul(b, v128.shuffle<f64>(gains, gains, 1, 1)), 16);
    const rootA = f64x2.sqrt(a),
      rootB = f64x2.sqrt(b);
    const away = f64x2.sub(v128.shuffle<f64>(rootA, rootB, 0, 2), v128.shuffle<f64>(rootA, rootB, 1, 3));
    v128.store(ear.weightedNoise + bin * 8, f64x2.mul(gains, f64x2.mul(away, away)));
  }
}

function group(bins: usize, band: Band): v128 {
  let at = bins + <usize>band.firstBin * 16;
  const last = bins + <usize>band.lastBin * 16;
  let sum = f64x2.add(
    f64x2.mul(f64x2.splat(band.firstPart), v128.load(at)),
    f64x2.mul(f64x2.splat(band.lastPart), v128.load(last)),
  );
  for (at += 16; at < last; at += 16) sum = f64x2.add(sum, v128.load(at));
  return f64x2.max(sum, f64x2.splat(LEAST_POWER));
}

function groupNoise(bins: usize, band: Band): f64 {
  let at = bins + <usize>band.firstBin * 8;
  const last = bins + <usize>band.lastBin * 8;
  let sum = band.firstPart * load<f64>(at) + band.lastPart * load<f64>(last);
  for (at += 8; at < last; at += 8) sum += load<f64>(at);
  return Math.max(sum, LEAST_POWER);
}
