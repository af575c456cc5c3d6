import { HOPS_PER_SECOND } from './constants.ts';
import type { Movs } from './network.ts';

/** What one channel leaves behind, a number per counted window. */
export interface ChannelTrack {
  readonly modDiff1: Float64Array;
  readonly modDiff2: Float64Array;
  readonly weight: Float64Array;
  readonly noiseLoudness: Float64Array;
  readonly referenceLoudness: Float64Array;
  readonly testLoudness: Float64Array;
  readonly referenceBandwidth: Float64Array;
  readonly testBandwidth: Float64Array;
  readonly meanNmr: Float64Array;
  readonly largestNmr: Float64Array;
  /** −1 in windows without energy. */
  readonly harmonics: Float64Array;
}

/** What both ears hear together, per counted window. */
export interface EarsTrack {
  readonly probability: Float64Array;
  readonly steps: Float64Array;
}

/** Tracks of `count` windows. */
export function makeChannelTrack(count: number): ChannelTrack {
  const make = () => new Float64Array(count);
  return {
    modDiff1: make(),
    modDiff2: make(),
    weight: make(),
    noiseLoudness: make(),
    referenceLoudness: make(),
    testLoudness: make(),
    referenceBandwidth: make(),
    testBandwidth: make(),
    meanNmr: make(),
    largestNmr: make(),
    harmonics: make(),
  };
}

/** Modulation and loudness do not count in the first half second. @source ITU-R BS.1387-1, annex 2, 5.2.4.1 */
const SETTLE_HOPS = Math.ceil(0.5 * HOPS_PER_SECOND);
/** Noise loudness begins 50 ms after both signals pass 0.1 sone. @source 5.2.4.2 */
const AFTER_LOUD_HOPS = Math.ceil(0.05 * HOPS_PER_SECOND);
const LOUD_SONE = 0.1;
/** Windows of the sliding mean of WinModDiff, 100 ms. @source 5.2.3 */
const SLIDING_HOPS = Math.floor(0.1 * HOPS_PER_SECOND);
/** A window is disturbed above 1.5 dB of noise over mask. @source 4.6 */
const DISTURBED_RATIO = 10 ** 0.15;
/** Smoothing of the probability of detection. @source 5.2.5, c0 = 0.9 */
const DETECTION_POLE = 0.9;

/** Averages over time and channels. @param warmUpHops windows before the first counted one; they count as settling */
export function averageMovs(channels: readonly ChannelTrack[], ears: EarsTrack, warmUpHops: number): Movs {
  const settle = Math.max(0, SETTLE_HOPS - warmUpHops);
  const loudFrom = Math.max(settle, firstLoudWindow(channels) + AFTER_LOUD_HOPS);
  const mean = (value: (track: ChannelTrack) => number): number =>
    channels.reduce((sum, track) => sum + value(track), 0) / channels.length;
  return {
    bandwidthRef: mean(track => meanOfPositive(track.referenceBandwidth)),
    bandwidthTest: mean(track => meanOfPositive(track.testBandwidth)),
    totalNmr: mean(track => 10 * Math.log10(meanOf(track.meanNmr))),
    winModDiff1: mean(track => slidingMean(track.modDiff1.subarray(settle))),
    adb: distortedBlocks(ears),
    ehs: 1000 * mean(track => meanOfPositive(track.harmonics)),
    avgModDiff1: mean(track => weightedMean(track.modDiff1.subarray(settle), track.weight.subarray(settle))),
    avgModDiff2: mean(track => weightedMean(track.modDiff2.subarray(settle), track.weight.subarray(settle))),
    rmsNoiseLoud: mean(track => rootMeanSquare(track.noiseLoudness.subarray(loudFrom))),
    mfpd: highestProbability(ears),
    relDistFrames: mean(track => meanOf(track.largestNmr.map(ratio => (ratio > DISTURBED_RATIO ? 1 : 0)))),
  };
}

function firstLoudWindow(channels: readonly ChannelTrack[]): number {
  const count = channels[0]!.weight.length;
  for (let n = 0; n < count; n++)
    for (const track of channels)
      if (track.referenceLoudness[n]! > LOUD_SONE && track.testLoudness[n]! > LOUD_SONE) return n;
  return count;
}

function meanOf(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanOfPositive(values: Float64Array): number {
  return meanOf(values.filter(value => value >= 0));
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(meanOf(values.map(value => value * value)));
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  const weight = weights.reduce((sum, value) => sum + value, 0);
  return weight === 0 ? 0 : values.reduce((sum, value, n) => sum + value * weights[n]!, 0) / weight;
}

/** @source ITU-R BS.1387-1, annex 2, eq. (83): a mean of square roots, to the fourth power, over a sliding 100 ms */
function slidingMean(values: Float64Array): number {
  if (values.length < SLIDING_HOPS) return 0;
  let sum = 0;
  for (let n = SLIDING_HOPS - 1; n < values.length; n++) {
    let roots = 0;
    for (let back = 0; back < SLIDING_HOPS; back++) roots += Math.sqrt(values[n - back]!);
    sum += (roots / SLIDING_HOPS) ** 4;
  }
  return Math.sqrt(sum / (values.length - SLIDING_HOPS + 1));
}

/** Average distorted block. @source ITU-R BS.1387-1, annex 2, 4.7.2; −0.5 where blocks are distorted by no step */
function distortedBlocks({ probability, steps }: EarsTrack): number {
  let count = 0;
  let sum = 0;
  for (let n = 0; n < probability.length; n++) {
    if (probability[n]! <= 0.5) continue;
    count += 1;
    sum += steps[n]!;
  }
  if (count === 0) return 0;
  return sum > 0 ? Math.log10(sum / count) : -0.5;
}

function highestProbability({ probability }: EarsTrack): number {
  let smooth = 0;
  let highest = 0;
  for (const value of probability) {
    smooth = DETECTION_POLE * smooth + (1 - DETECTION_POLE) * value;
    highest = Math.max(highest, smooth);
  }
  return highest;
}
