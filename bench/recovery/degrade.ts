import type { Kernels } from '@deadwax/engine/ports';
import { convolve, designLinearPhase } from '../support/convolve.ts';
import type { Material } from '../support/material.ts';
import { between, betweenHz, seeded } from '../support/seeded.ts';

/** What was done to a passage, so that a table can say it. */
export interface Degradation {
  readonly gainDbAt: (frequencyHz: number) => number;
  readonly sideGain: number;
  readonly levelDb: number;
  /** dB of gain per dB of level over the mean: above 0 expands, below compresses. */
  readonly slope: number;
}

const LARGEST_EQ_DB = 6;
/** A shape of bells without any filter's form, so that no equaliser has an advantage. */
const BELL_COUNT = 3;
const FILTER_HALF_FRAMES = 4096;
/** What the second set does to the dynamics, at most. */
const LARGEST_GAIN_DB = 8;
const ATTACK_SECONDS = 0.02;
const RELEASE_SECONDS = 0.25;

/** The chain of a seed: tilt with broad bells, width, level, and in the second set dynamics. */
export function drawDegradation(seed: number, hasDynamics: boolean): Degradation {
  const next = seeded(0x9e3779b9 ^ (seed * 7919));
  for (let skip = 0; skip < 8; skip++) next();
  const tiltDbPerOctave = between(next, -0.8, 0.8);
  const bells = Array.from({ length: BELL_COUNT }, () => ({
    hz: betweenHz(next, 50, 12_000),
    gainDb: between(next, -5, 5),
    octaves: between(next, 0.6, 1.5),
  }));
  const sideGain = between(next, 0.3, 1.6);
  const levelDb = between(next, -18, -6);
  const isExpanded = next() < 0.5;
  const amount = next();
  const gainDbAt = (frequencyHz: number): number => {
    const octaves = Math.log2(Math.max(20, frequencyHz) / 800);
    const sum = bells.reduce((total, { hz, gainDb, octaves: width }) => {
      const z = Math.log2(Math.max(20, frequencyHz) / hz) / width;
      return total + gainDb * Math.exp(-0.5 * z * z);
    }, tiltDbPerOctave * octaves);
    return LARGEST_EQ_DB * Math.tanh(sum / LARGEST_EQ_DB);
  };
  const dynamics = isExpanded ? 0.15 + 0.25 * amount : -0.15 - 0.25 * amount;
  return { gainDbAt, sideGain, levelDb, slope: hasDynamics ? dynamics : 0 };
}

/** Plays the chain. */
export function degrade(
  piece: Material,
  { gainDbAt, sideGain, levelDb, slope }: Degradation,
  kernels: Kernels,
): Material {
  const { sampleRateHz } = piece;
  const taps = designLinearPhase(hz => 10 ** (gainDbAt(hz) / 20), sampleRateHz, FILTER_HALF_FRAMES, kernels);
  const [left, right] = piece.channels.map(channel => convolve(channel, taps, kernels));
  if (left === undefined || right === undefined) throw new TypeError('recovery needs two channels');
  const gain = 10 ** (levelDb / 20);
  for (let n = 0; n < left.length; n++) {
    const mid = (left[n]! + right[n]!) / 2;
    const side = (sideGain * (left[n]! - right[n]!)) / 2;
    left[n] = gain * (mid + side);
    right[n] = gain * (mid - side);
  }
  if (slope !== 0) moveLevels([left, right], slope, sampleRateHz);
  return { ...piece, channels: [left, right] };
}

/** Expands or compresses around the mean level, in place. */
function moveLevels(
  [left, right]: readonly [Float32Array, Float32Array],
  slope: number,
  sampleRateHz: number,
): void {
  let mean = 0;
  for (let n = 0; n < left.length; n++) mean += (left[n]! ** 2 + right[n]! ** 2) / left.length;
  const attack = Math.exp(-1 / (ATTACK_SECONDS * sampleRateHz));
  const release = Math.exp(-1 / (RELEASE_SECONDS * sampleRateHz));
  let power = mean;
  for (let n = 0; n < left.length; n++) {
    const now = left[n]! ** 2 + right[n]! ** 2;
    const pole = now > power ? attack : release;
    power = pole * power + (1 - pole) * now;
    const overDb = 10 * Math.log10((power + 1e-12) / mean);
    const gainDb = Math.max(-LARGEST_GAIN_DB, Math.min(LARGEST_GAIN_DB, slope * overDb));
    const gain = 10 ** (gainDb / 20);
    left[n]! *= gain;
    right[n]! *= gain;
  }
}
