// Averages over time of what the windows say: sums that grow with each counted window. ITU-R BS.1387-1, annex 2, 5.2.

import { HOPS_PER_SECOND } from './peaq-bands';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { Found } from './peaq-variables';

/** Sums of one channel, f64 throughout, so that they can be copied whole. */
@unmanaged
export class Tally {
  count: f64;
  referenceBandwidth: f64;
  referenceBandwidthCount: f64;
  testBandwidth: f64;
  testBandwidthCount: f64;
  nmr: f64;
  disturbedCount: f64;
  /** Of the windows after settling. */
  settledCount: f64;
  modDiff1: f64;
  modDiff2: f64;
  modWeight: f64;
  /** WinModDiff: the last three square roots, and Σ of (mean of four)⁴. */
  root1: f64;
  root2: f64;
  root3: f64;
  slidingPowers: f64;
  /** Of the windows after both signals became loud. */
  noiseLoudness: f64;
  noiseLoudnessCount: f64;
  harmonics: f64;
  harmonicsCount: f64;
}

/** Sums of both ears together. */
@unmanaged
export class EarsTally {
  distortedCount: f64;
  steps: f64;
  smoothProbability: f64;
  highestProbability: f64;
}

/** Modulation and loudness do not count in the first half second, 5.2.4.1. */
export const SETTLE_HOPS: i32 = <i32>(0.5 * HOPS_PER_SECOND + 1);
/** Noise loudness begins 50 ms after both signals pass 0.1 sone, 5.2.4.2. */
export const AFTER_LOUD_HOPS: i32 = <i32>(0.05 * HOPS_PER_SECOND + 1);
export const LOUD_SONE: f64 = 0.1;
/** Windows of the sliding mean of WinModDiff, 100 ms, 5.2.3. */
export const SLIDING_HOPS: f64 = 4;
/** A window is disturbed above 1.5 dB of noise over mask, 4.6: 10^0.15. */
const DISTURBED_RATIO: f64 = 1.4125375446227544;
/** Smoothing of the probability of detection, 5.2.5. */
const DETECTION_POLE: f64 = 0.9;

/** What counts in every window. */
export function tallyFound(tally: Tally, found: Found): void {
  tally.count += 1;
  tally.nmr += found.meanNmr;
  if (found.largestNmr > DISTURBED_RATIO) tally.disturbedCount += 1;
  if (found.referenceBandwidth >= 0) {
    tally.referenceBandwidth += found.referenceBandwidth;
    tally.referenceBandwidthCount += 1;
  }
  if (found.testBandwidth >= 0) {
    tally.testBandwidth += found.testBandwidth;
    tally.testBandwidthCount += 1;
  }
}

/** What counts after settling. Eq. (83): a mean of square roots, to the fourth power, over a sliding 100 ms. */
export function tallyModulation(tally: Tally, found: Found): void {
  tally.modDiff1 += found.modDiff1 * found.modWeight;
  tally.modDiff2 += found.modDiff2 * found.modWeight;
  tally.modWeight += found.modWeight;
  tally.settledCount += 1;
  const root = Math.sqrt(found.modDiff1);
  if (tally.settledCount >= SLIDING_HOPS) {
    const mean = (root + tally.root1 + tally.root2 + tally.root3) / SLIDING_HOPS;
    tally.slidingPowers += mean * mean * (mean * mean);
  }
  tally.root3 = tally.root2;
  tally.root2 = tally.root1;
  tally.root1 = root;
}

export function tallyNoiseLoudness(tally: Tally, loudness: f64): void {
  tally.noiseLoudness += Math.max(0, loudness) * Math.max(0, loudness);
  tally.noiseLoudnessCount += 1;
}

export function tallyHarmonics(tally: Tally, structure: f64): void {
  tally.harmonics += structure;
  tally.harmonicsCount += 1;
}

/** @param probabilities, steps per band, f64, of the larger of both ears */
export function tallyEars(tally: EarsTally, probabilities: usize, steps: usize, bandCount: usize): void {
  let missed: f64 = 1;
  let sum: f64 = 0;
  for (let i: usize = 0; i < bandCount; i++) {
    missed *= 1 - load<f64>(probabilities + i * 8);
    sum += load<f64>(steps + i * 8);
  }
  const probability = 1 - missed;
  tally.smoothProbability = DETECTION_POLE * tally.smoothProbability + (1 - DETECTION_POLE) * probability;
  tally.highestProbability = Math.max(tally.highestProbability, tally.smoothProbability);
  if (!(probability > 0.5)) return;
  tally.distortedCount += 1;
  tally.steps += sum;
}
