// Interpolation kernels of the true-peak meter: sinc(τ)·w(τ), with three windows.
//
// short:  24 taps, for the half-sample points alone. Flat within 0.02 dB to 0.42 of the rate. Finds candidates.
// middle: 64 taps, 16 phases. Flat within 0.001 dB to 0.45 of the rate. Settles candidates.
// long:   768 taps, 16 phases; the window is 1 out to 128 samples and falls to 0 at 384. It defines the true peak: a
//         burst that alternates at the rails for 2·100 samples reaches 12.4 dB between two of them, of which the middle
//         kernel sees 9. Only points that may become the maximum are ever computed with it.

import { allocate } from './memory';

const SHORT_PAIRS: i32 = 12;
export const MIDDLE_REACH: i32 = 32;
export const LONG_REACH: i32 = 384;
const LONG_FLAT: f64 = 128;

/** Kaiser's β for stop bands near 60 and 90 dB. */
const SHORT_BETA: f64 = 6;
const MIDDLE_BETA: f64 = 9;

/** The factors of x[n−k] + x[n+1+k]. */
export function designShort(): usize {
  const table = allocate(SHORT_PAIRS << 2);
  for (let k: i32 = 0; k < SHORT_PAIRS; k++) {
    const tau = <f64>k + 0.5;
    const value = sinc(tau) * kaiser(tau / <f64>SHORT_PAIRS, SHORT_BETA);
    store<f32>(table + ((<usize>k) << 2), <f32>value);
  }
  return table;
}

/** Phase p begins at p·2·reach; its tap j belongs to x[n−reach+1+j] for the point n + p/16. */
export function designMiddle(): usize {
  const table = allocate((<usize>(16 * 2 * MIDDLE_REACH)) << 2);
  fill(table, MIDDLE_REACH);
  return table;
}

export function designLong(): usize {
  const table = allocate((<usize>(16 * 2 * LONG_REACH)) << 2);
  fill(table, LONG_REACH);
  return table;
}

/** sin(π·phase/16). */
export function designSines(): usize {
  const table = allocate(16 << 2);
  for (let phase: i32 = 0; phase < 16; phase++) {
    store<f32>(table + ((<usize>phase) << 2), <f32>Math.sin((Math.PI * <f64>phase) / 16));
  }
  return table;
}

function fill(table: usize, reach: i32): void {
  for (let phase: i32 = 0; phase < 16; phase++) {
    for (let j: i32 = 0; j < 2 * reach; j++) {
      const tau = <f64>phase / 16 - <f64>(j - reach + 1);
      const window = reach === LONG_REACH ? flatTop(tau) : kaiser(tau / <f64>reach, MIDDLE_BETA);
      store<f32>(table + ((<usize>(phase * 2 * reach + j)) << 2), <f32>(sinc(tau) * window));
    }
  }
}

function sinc(tau: f64): f64 {
  return tau === 0 ? 1 : Math.sin(Math.PI * tau) / (Math.PI * tau);
}

/** Kaiser's window over −1…1. */
function kaiser(x: f64, beta: f64): f64 {
  return x * x >= 1 ? 0 : besselI0(beta * Math.sqrt(1 - x * x)) / besselI0(beta);
}

function besselI0(x: f64): f64 {
  let sum: f64 = 1;
  let term: f64 = 1;
  for (let k = 1; k < 40; k++) {
    term *= (x / <f64>(2 * k)) * (x / <f64>(2 * k));
    sum += term;
  }
  return sum;
}

function flatTop(tau: f64): f64 {
  const reach = <f64>LONG_REACH;
  const distance = Math.abs(tau);
  if (distance <= LONG_FLAT) return 1;
  return distance >= reach
    ? 0
    : 0.5 + 0.5 * Math.cos((Math.PI * (distance - LONG_FLAT)) / (reach - LONG_FLAT));
}
