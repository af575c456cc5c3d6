import {
  ABSOLUTE_GATE_LUFS,
  GATING_STEP_HOPS,
  hopStartFrame,
  LOUDNESS_OFFSET_LU,
  MOMENTARY_HOPS,
  RELATIVE_GATE_LU,
} from '../standards/index.ts';
import { dbToPower, powerToDb } from '../units/index.ts';

/** K-weighted energy of a programme, hop by hop: everything loudness is made of. */
export interface HopPowers {
  readonly sampleRateHz: number;
  /** Σ of weighted squares per 10 ms hop. */
  readonly powers: Float64Array;
}

/** Loudness of a mean weighted power. @returns LUFS; −Infinity for 0 */
export function powerToLufs(meanPower: number): number {
  return LOUDNESS_OFFSET_LU + powerToDb(meanPower);
}

/** Mean weighted power that reads as `lufs`. */
export function lufsToPower(lufs: number): number {
  return dbToPower(lufs - LOUDNESS_OFFSET_LU);
}

/**
 * Mean power of every window of `windowHops`, one per `stepHops`, in order of time.
 * Incomplete windows at the end are dropped.
 */
export function windowPowers(hops: HopPowers, windowHops: number, stepHops: number): Float64Array {
  const { powers, sampleRateHz } = hops;
  const count = Math.max(0, Math.floor((powers.length - windowHops) / stepHops) + 1);
  const sums = runningSums(powers);
  const means = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const first = index * stepHops;
    const end = first + windowHops;
    means[index] =
      (sums[end]! - sums[first]!) / (hopStartFrame(end, sampleRateHz) - hopStartFrame(first, sampleRateHz));
  }
  return means;
}

/** Sum of the values before each index; a difference of two is exactly 0 over silence. */
function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let index = 0; index < values.length; index++) sums[index + 1] = sums[index]! + values[index]!;
  return sums;
}

/** What gating found. */
export interface GatedLoudness {
  /** −Infinity when every block is gated (silence, or shorter than one block). */
  readonly integratedLufs: number;
  /** Blocks below are left out; −70 where nothing is above the absolute gate. */
  readonly gateLufs: number;
}

/**
 * Gated integrated loudness.
 * @error ±0.1 LU (EBU Tech 3341 table 1)
 * @source ITU-R BS.1770-5 annex 1 eq. (3)–(7)
 */
export function integratedLoudness(hops: HopPowers): GatedLoudness {
  const blocks = windowPowers(hops, MOMENTARY_HOPS, GATING_STEP_HOPS);
  const aboveAbsolute = meanAbove(blocks, lufsToPower(ABSOLUTE_GATE_LUFS));
  if (aboveAbsolute === 0) return { integratedLufs: Number.NEGATIVE_INFINITY, gateLufs: ABSOLUTE_GATE_LUFS };
  const gateLufs = Math.max(ABSOLUTE_GATE_LUFS, powerToLufs(aboveAbsolute) + RELATIVE_GATE_LU);
  return { integratedLufs: powerToLufs(meanAbove(blocks, lufsToPower(gateLufs))), gateLufs };
}

/** Mean of the values above a threshold; 0 where there is none. */
function meanAbove(values: Float64Array, threshold: number): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value <= threshold) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/**
 * Loudness of the loudest window, looked for at every hop.
 * @returns LUFS; −Infinity for silence or a programme shorter than the window
 */
export function maximumLoudness(hops: HopPowers, windowHops: number): number {
  return powerToLufs(windowPowers(hops, windowHops, 1).reduce((a, b) => Math.max(a, b), 0));
}
