/** What a memoryless or sample-peak limiter does at four times the rate. */

import { resample, type SincShape } from '../support/resample.ts';
import { RATE_HZ, type Stereo } from './material.ts';

export const TIMES = 4;
const SHARP: SincShape = { beta: 8, crossings: 24, edgeFraction: 0.96 };
const raisedAlready = new WeakMap<Stereo, Float32Array[]>();

/** Up once per programme, whatever drives are tried; then `limit`, then down. */
export function atFourTimes(
  audio: Stereo,
  drive: number,
  limit: (raised: Float32Array[]) => readonly Float32Array[],
): Float32Array[] {
  let raised = raisedAlready.get(audio);
  if (raised === undefined) {
    raised = audio.map(samples => change(samples, RATE_HZ, TIMES * RATE_HZ));
    raisedAlready.set(audio, raised);
  }
  const driven = raised.map(samples => samples.map(sample => drive * sample));
  return limit(driven).map(samples => change(samples, TIMES * RATE_HZ, RATE_HZ));
}

const change = (samples: Float32Array, fromHz: number, toHz: number): Float32Array =>
  Float32Array.from(resample(samples, fromHz, toHz, SHARP));

/** Clips to ±`ceiling`. */
export const hardClip = (audio: Stereo, ceiling: number): Float32Array[] =>
  audio.map(samples => samples.map(sample => Math.max(-ceiling, Math.min(ceiling, sample))));
