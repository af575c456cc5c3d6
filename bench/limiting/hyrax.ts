/**
 * The method of Matchering's limiter from its description, written anew. Its reductions are 1 − gain: what a hard clip takes;
 * the attack, its sliding maximum over 1 ms through a first-order low-pass run both ways; the hold, a maximum over 1 ms more
 * through 7 Hz; the release, the larger of the two before that filter through 800/3000 Hz. The deepest one is applied.
 */
import type { Stereo } from './material.ts';

const ATTACK_SECONDS = 0.001;
/** Of the attack's pole, per window. */
const ATTACK_EXPONENT = -2;
const HOLD_SECONDS = 0.001;
const HOLD_HZ = 7;
const RELEASE_HZ = 800 / 3000;

/** Limits to ±`ceiling` at the samples. */
export function limitByHyrax(audio: Stereo, ceiling: number, sampleRateHz: number): Float32Array[] {
  const hard = new Float64Array(audio[0]!.length);
  for (const samples of audio) {
    for (let n = 0; n < hard.length; n++) {
      const magnitude = Math.abs(samples[n]!);
      if (magnitude > ceiling) hard[n] = Math.max(hard[n]!, 1 - ceiling / magnitude);
    }
  }
  const reach = Math.floor((sampleRateHz * ATTACK_SECONDS) / 2);
  const slid = slidingMaximum(hard, reach, reach);
  const attack = bothWays(slid, Math.exp(ATTACK_EXPONENT / (sampleRateHz * ATTACK_SECONDS)));
  const held = slidingMaximum(slid, Math.floor(sampleRateHz * HOLD_SECONDS), 0);
  const hold = lowPass(held, HOLD_HZ, sampleRateHz);
  const release = lowPass(larger(held, hold), RELEASE_HZ, sampleRateHz);
  const reduction = larger(larger(hard, attack), larger(hold, release));
  return audio.map(samples => samples.map((sample, n) => sample * (1 - reduction[n]!)));
}

const larger = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, n) => Math.max(x, b[n]!));

/** Largest value from `before` frames before to `after` frames after each frame. */
function slidingMaximum(values: Float64Array, before: number, after: number): Float64Array {
  const falling = new Int32Array(values.length); // indices of values that fall
  const output = new Float64Array(values.length);
  let first = 0;
  let end = 0;
  for (let n = 0; n < values.length + after; n++) {
    if (n < values.length) {
      while (end > first && values[falling[end - 1]!]! <= values[n]!) end--;
      falling[end++] = n;
    }
    const at = n - after;
    if (at < 0) continue;
    while (falling[first]! < at - before) first++;
    output[at] = values[falling[first]!]!;
  }
  return output;
}

/** One pole forwards, then backwards: no phase. */
function bothWays(values: Float64Array, pole: number): Float64Array {
  const output = Float64Array.from(values);
  let state = output[0]!;
  const step = (n: number): void => {
    state = (1 - pole) * output[n]! + pole * state;
    output[n] = state;
  };
  for (let n = 0; n < output.length; n++) step(n);
  for (let n = output.length - 1; n >= 0; n--) step(n);
  return output;
}

/** Butterworth of the first order by the bilinear transform. */
function lowPass(values: Float64Array, cutoffHz: number, sampleRateHz: number): Float64Array {
  const k = Math.tan((Math.PI * cutoffHz) / sampleRateHz);
  const output = new Float64Array(values.length);
  let before = 0;
  let state = 0;
  for (let n = 0; n < values.length; n++) {
    state = (k * (values[n]! + before) + (1 - k) * state) / (1 + k);
    before = values[n]!;
    output[n] = state;
  }
  return output;
}
