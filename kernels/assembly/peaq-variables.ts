// What one window says of a channel: changed modulation, loudness of what was added, bandwidth, noise over mask, and how
// surely each band is heard to be changed. ITU-R BS.1387-1, annex 2, 4; reference and test are the two lanes.

import { exp2x2, first, log2x2, pairOf, powx2, second } from './pair-math';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { BAND_BYTES, BAND_COUNT, Band, BIN_HZ, FRAME_FRAMES } from './peaq-bands';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { Patterns } from './peaq-patterns';

/** Found in one window of one channel. */
@unmanaged
export class Found {
  modDiff1: f64;
  modDiff2: f64;
  modWeight: f64;
  /** Highest bins of the programme, −1 where there is none. */
  referenceBandwidth: f64;
  testBandwidth: f64;
  /** Noise over mask, powers: mean and largest of the bands. */
  meanNmr: f64;
  largestNmr: f64;
}

/** Bands are 24 critical bands wide together. */
const LOUDNESS_SCALE: f64 = 24 / <f64>BAND_COUNT;

/** Loudness of the smeared excitation in sone, a pair, eqs. (58)–(61), c for the FFT model. */
export function loudnessOf(patterns: Patterns, bands: usize): v128 {
  let sum = f64x2.splat(0);
  const one = f64x2.splat(1);
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++, bands += BAND_BYTES) {
    const band = changetype<Band>(bands);
    const over = f64x2.mul(
      v128.load(patterns.excitation + i * 16),
      f64x2.splat(band.thresholdIndex / band.thresholdPower),
    );
    const power = powx2(f64x2.add(f64x2.splat(1 - band.thresholdIndex), over), 0.23);
    const loudness = f64x2.mul(f64x2.splat(band.loudnessGain), f64x2.sub(power, one));
    sum = f64x2.add(sum, f64x2.max(f64x2.splat(0), loudness));
  }
  return f64x2.mul(f64x2.splat(LOUDNESS_SCALE), sum);
}

/** 4.1, eqs. (63)–(66) with table 9: offsets 1 and 0.01, negWt 1 and 0.1, levWt 100. */
export function compareModulation(patterns: Patterns, bands: usize, found: Found): void {
  let differences = f64x2.splat(0);
  let weight: f64 = 0;
  const offsets = pairOf(1, 0.01);
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++, bands += BAND_BYTES) {
    const reference = load<f64>(patterns.modulation + i * 16);
    const rise = load<f64>(patterns.modulation + i * 16, 8) - reference;
    const away = pairOf(Math.abs(rise), rise < 0 ? -0.1 * rise : rise);
    differences = f64x2.add(differences, f64x2.div(away, f64x2.add(offsets, f64x2.splat(reference))));
    const envelope = load<f64>(patterns.envelope + i * 16);
    weight += envelope / (envelope + 100 * changetype<Band>(bands).noiseLoudness);
  }
  found.modDiff1 = (first(differences) * 100) / <f64>BAND_COUNT;
  found.modDiff2 = (second(differences) * 100) / <f64>BAND_COUNT;
  found.modWeight = weight;
}

/** Loudness of what was added, 4.2, eqs. (67)–(69) with α 1.5, T 0.15, S 0.5. */
export function noiseLoudness(patterns: Patterns, bands: usize): f64 {
  let sum: f64 = 0;
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++, bands += BAND_BYTES) {
    const reference = load<f64>(patterns.adapted + i * 16);
    const test = load<f64>(patterns.adapted + i * 16, 8);
    const sReference = 0.15 * load<f64>(patterns.modulation + i * 16) + 0.5;
    const sTest = 0.15 * load<f64>(patterns.modulation + i * 16, 8) + 0.5;
    const added = sTest * test - sReference * reference;
    if (!(added > 0)) continue;
    const noise = changetype<Band>(bands).noise;
    const beta = first(exp2x2(f64x2.splat((-1.5 * Math.LOG2E * (test - reference)) / reference)));
    const masked = noise + sReference * reference * beta;
    const powers = powx2(pairOf(noise / sTest, 1 + added / masked), 0.23);
    sum += first(powers) * (second(powers) - 1);
  }
  return LOUDNESS_SCALE * sum;
}

/** Above the first lies noise only; a programme that ends below the second does not count, 4.4. */
const NOISE_BIN: i32 = <i32>(21586 / BIN_HZ + 0.5);
const LEAST_BIN: i32 = <i32>(8109 / BIN_HZ + 0.5);
/** Amplitudes, as powers, over the noise: 10 dB in the reference, 5 dB in the test. */
const REFERENCE_OVER: f64 = 10;
const TEST_OVER: f64 = 3.1622776601683795;

/** Highest bins that stand over the noise of the test, 4.4. */
export function measureBandwidths(powers: usize, found: Found): void {
  let noise: f64 = 0;
  for (let bin = NOISE_BIN; bin < FRAME_FRAMES / 2; bin++) {
    noise = Math.max(noise, load<f64>(powers + <usize>bin * 16, 8));
  }
  found.referenceBandwidth = -1;
  found.testBandwidth = -1;
  let bin = NOISE_BIN - 1;
  while (bin > LEAST_BIN && load<f64>(powers + <usize>bin * 16) < REFERENCE_OVER * noise) bin--;
  if (bin <= LEAST_BIN) return;
  found.referenceBandwidth = <f64>(bin + 1);
  while (bin >= 0 && load<f64>(powers + <usize>bin * 16, 8) < TEST_OVER * noise) bin--;
  if (bin >= 0) found.testBandwidth = <f64>(bin + 1);
}

/** @param noise per band, f64; 4.5 and 4.6 */
export function compareNoiseToMask(patterns: Patterns, bands: usize, noise: usize, found: Found): void {
  let sum: f64 = 0;
  let largest: f64 = 0;
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++, bands += BAND_BYTES) {
    const mask = changetype<Band>(bands).maskGain * load<f64>(patterns.excitation + i * 16);
    const ratio = load<f64>(noise + i * 8) / mask;
    sum += ratio;
    largest = Math.max(largest, ratio);
  }
  found.meanNmr = sum / <f64>BAND_COUNT;
  found.largestNmr = largest;
}

const DB_PER_OCTAVE: f64 = 3.010299956639812; // 10·log₁₀ 2

/**
 * Probability that a change of the band is heard, and its steps above threshold; the larger of both ears is kept.
 * Two bands at a time, and in three rounds, so that bands do not wait for each other's logarithms. 4.7, eqs. (73)–(79)
 * @param probabilities, steps BAND_COUNT + 1 f64 each
 */
export function addDetection(patterns: Patterns, probabilities: usize, steps: usize): void {
  const excitation = patterns.excitation;
  // pairs that advancePatterns fills anew with each window
  const away = patterns.ratio;
  const sizes = patterns.ratio + (<usize>BAND_COUNT + 1) * 8;
  for (let i: usize = 0; i < <usize>BAND_COUNT; i += 2) {
    const a = log2x2(v128.load(excitation + i * 16)),
      b = log2x2(v128.load(excitation + i * 16, 16));
    const reference = f64x2.mul(f64x2.splat(DB_PER_OCTAVE), v128.shuffle<f64>(a, b, 0, 2));
    const test = f64x2.mul(f64x2.splat(DB_PER_OCTAVE), v128.shuffle<f64>(a, b, 1, 3));
    const difference = f64x2.sub(reference, test);
    const level = f64x2.add(f64x2.mul(f64x2.splat(0.3), reference), f64x2.mul(f64x2.splat(0.7), test));
    v128.store(away + i * 8, difference);
    v128.store(sizes + i * 8, v128.bitselect(level, test, f64x2.gt(difference, f64x2.splat(0))));
  }
  for (let i: usize = 0; i < <usize>BAND_COUNT; i += 2) {
    v128.store(sizes + i * 8, stepSize(v128.load(sizes + i * 8)));
  }
  for (let i: usize = 0; i < <usize>BAND_COUNT; i += 2) {
    const difference = v128.load(away + i * 8),
      size = v128.load(sizes + i * 8);
    const ratio = f64x2.div(difference, size);
    const squared = f64x2.mul(ratio, ratio);
    const fourth = f64x2.mul(squared, squared);
    const isQuieter = f64x2.gt(difference, f64x2.splat(0));
    const power = v128.bitselect(fourth, f64x2.mul(fourth, squared), isQuieter);
    const probability = f64x2.sub(f64x2.splat(1), exp2x2(f64x2.neg(power)));
    const step = f64x2.div(f64x2.abs(f64x2.trunc(difference)), size);
    v128.store(probabilities + i * 8, f64x2.max(v128.load(probabilities + i * 8), probability));
    v128.store(steps + i * 8, f64x2.max(v128.load(steps + i * 8), step));
  }
}

/** Just noticeable difference in dB; nothing is noticed at or below 0 dB, eq. (75). */
function stepSize(level: v128): v128 {
  let curve = f64x2.add(f64x2.splat(5.05622e-6), f64x2.mul(level, f64x2.splat(9.01033e-11)));
  curve = f64x2.add(f64x2.splat(-0.00102438), f64x2.mul(level, curve));
  curve = f64x2.add(f64x2.splat(0.0550197), f64x2.mul(level, curve));
  curve = f64x2.add(f64x2.splat(-0.198719), f64x2.mul(level, curve));
  const steep = powx2(f64x2.div(f64x2.splat(6.39468), level), 1.71332);
  const size = f64x2.add(f64x2.mul(f64x2.splat(5.95072), steep), curve);
  return v128.bitselect(size, f64x2.splat(1e30), f64x2.gt(level, f64x2.splat(0)));
}
