// The gain of each bin: optimally modified log-spectral amplitude (OM-LSA), four bins at a time.
//   γ = |Y|²/λ,  ξ = α·G₁²(t−1)·γ(t−1) + (1 − α)·max(γ − 1, 0),  v = γξ/(1 + ξ),
//   G₁ = ξ/(1 + ξ)·exp(½E₁(v)),  p = 1/(1 + q/(1 − q)·(1 + ξ)·e^(−v)),  G = G₁^p · G_floor^(1−p).
// I. Cohen and B. Berdugo, Speech enhancement for non-stationary noise environments, Signal Processing 81 (2001), with
// the constants of Cohen's own program (16 kHz, steps of 8 ms), scaled to the step at hand.

import { guardMake, guardReset, guardRun } from './denoise-guard';
import { exp2x4, log2x4 } from './math';
import { allocate } from './memory';

const LOG2_E: f32 = 1.4426950408889634;
/** −18 dB: the least a-priori ratio. */
const LEAST_XI: f32 = 0.0158489;
/** Smoothed ratios below −10 dB are noise, above −5 dB sound. */
const NOISE_LOG2: f32 = -3.3219281;
const SOUND_LOG2: f32 = -1.660964;
const LEAST_PRESENCE: f32 = 0.005;
const MOST_ABSENCE: f32 = 0.998;
/** Half widths of the local and the global mean over bins, of transforms of 85 ms; Cohen's are 1 and 15 at 32 ms. */
const LOCAL_BINS: i32 = 1;
const GLOBAL_BINS: i32 = 15;
/** A frame this much louder than the last is an onset: 6 dB. */
const ONSET_RATIO: f32 = 4;

@unmanaged
class GainState {
  /** Bins, rounded up to four. */
  count: i32;
  floorLog2: f32;
  /** Bins with a known noise. */
  known: i32;
  alpha: f32;
  alphaXi: f32;
  onset: f32;
  /** f32 × count each. */
  inverseNoise: usize;
  powers: usize;
  /** G₁²·γ of the last frame. */
  past: usize;
  xi: usize;
  /** Recursive mean of ξ over time, and its running sums over bins (count + 1). */
  zeta: usize;
  sums: usize;
  gains: usize;
  guard: usize;
}

/** @param inverseNoise f32, 1/λ; 0 where nothing is known, and the gain is 1 */
export function gainMake(count: i32, inverseNoise: usize, floorLog2: f32, stepSeconds: f64): usize {
  const pointer = allocate(offsetof<GainState>());
  const state = changetype<GainState>(pointer);
  const bytes = (<usize>count) << 2;
  state.count = count;
  state.floorLog2 = floorLog2;
  // α of 8 ms to the power of how many of them a step has
  state.alpha = <f32>NativeMath.pow(0.95, stepSeconds / 0.008);
  state.alphaXi = <f32>NativeMath.pow(0.7, stepSeconds / 0.008);
  state.inverseNoise = inverseNoise;
  for (let i = 0; i < count; i++) state.known += load<f32>(inverseNoise + ((<usize>i) << 2)) > 0 ? 1 : 0;
  state.powers = allocate(bytes);
  state.past = allocate(bytes);
  state.xi = allocate(bytes);
  state.zeta = allocate(bytes);
  state.sums = allocate(bytes * 2 + 16);
  state.gains = allocate(bytes);
  state.guard = guardMake(count, inverseNoise, stepSeconds);
  return pointer;
}

export function gainReset(pointer: usize): void {
  const state = changetype<GainState>(pointer);
  const bytes = (<usize>state.count) << 2;
  memory.fill(state.past, 0, bytes);
  memory.fill(state.zeta, 0, bytes);
  state.onset = 0;
  guardReset(state.guard);
}

/** Where the caller puts |Y|² of all channels, and where it finds the gains: f32 × count. */
export function gainPowers(pointer: usize): usize {
  return changetype<GainState>(pointer).powers;
}

export function gainGains(pointer: usize): usize {
  return changetype<GainState>(pointer).gains;
}

/** From powers to gains. */
export function gainRun(pointer: usize): void {
  const state = changetype<GainState>(pointer);
  const alpha = takeOnset(state) ? <f32>0 : state.alpha;
  smoothRatios(state, alpha);
  addUp(state);
  const bytes = (<usize>state.count) << 2;
  let zetaSum: f32 = 0;
  for (let at: usize = 0; at < bytes; at += 4) zetaSum += load<f32>(state.zeta + at);
  const frame = presence(f32x4.splat(zetaSum / <f32>max(1, state.known)));
  for (let i = 0; i < state.count; i += 4) bins(state, i, frame);
  guardRun(state.guard, state.powers, state.gains, state.inverseNoise);
}

/** Whether this frame stands out over the last: then its own ratio counts at once, and attacks stay sharp. */
function takeOnset(state: GainState): bool {
  let sums = f32x4.splat(0);
  const bytes = (<usize>state.count) << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    // over the noise, so that bass does not hide an attack
    const ratio = f32x4.mul(v128.load(state.powers + at), v128.load(state.inverseNoise + at));
    sums = f32x4.add(sums, f32x4.min(ratio, f32x4.splat(1000)));
  }
  const total =
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
  const isOnset = total > ONSET_RATIO * state.onset;
  state.onset = total;
  return isOnset;
}

function smoothRatios(state: GainState, alpha: f32): void {
  const bytes = (<usize>state.count) << 2;
  const one = f32x4.splat(1);
  const a = f32x4.splat(alpha),
    b = f32x4.splat(1 - alpha);
  const az = f32x4.splat(state.alphaXi),
    bz = f32x4.splat(1 - state.alphaXi);
  for (let at: usize = 0; at < bytes; at += 16) {
    const gamma = gammaAt(state, at);
    const direct = f32x4.max(f32x4.splat(0), f32x4.sub(gamma, one));
    const mixed = f32x4.add(f32x4.mul(a, v128.load(state.past + at)), f32x4.mul(b, direct));
    const xi = f32x4.max(f32x4.splat(LEAST_XI), mixed);
    v128.store(state.xi + at, xi);
    v128.store(state.zeta + at, f32x4.add(f32x4.mul(az, v128.load(state.zeta + at)), f32x4.mul(bz, xi)));
  }
}

/** Held to 60 dB: beyond, the gain is 1 in float32 anyhow. */
function gammaAt(state: GainState, at: usize): v128 {
  const ratio = f32x4.mul(v128.load(state.powers + at), v128.load(state.inverseNoise + at));
  return f32x4.max(f32x4.splat(1e-6), f32x4.min(f32x4.splat(1e6), ratio));
}

/** Running sums of ζ over bins, f64, so that differences are exact enough. */
function addUp(state: GainState): void {
  let sum: f64 = 0;
  store<f64>(state.sums, 0);
  for (let i = 0; i < state.count; i++) {
    sum += <f64>load<f32>(state.zeta + ((<usize>i) << 2));
    store<f64>(state.sums + ((<usize>(i + 1)) << 3), sum);
  }
}

function meanAround(state: GainState, i: i32, half: i32): f32 {
  const from = max(0, i - half),
    to = min(state.count, i + half + 1);
  const sum = load<f64>(state.sums + ((<usize>to) << 3)) - load<f64>(state.sums + ((<usize>from) << 3));
  return <f32>(sum / <f64>(to - from));
}

/** 0 below −10 dB, 1 above −5 dB, straight in dB between. */
function presence(ratio: v128): v128 {
  const log = log2x4(f32x4.max(f32x4.splat(1e-20), ratio));
  const scale = f32x4.splat(1 / (SOUND_LOG2 - NOISE_LOG2));
  const slope = f32x4.mul(f32x4.sub(log, f32x4.splat(NOISE_LOG2)), scale);
  return f32x4.max(f32x4.splat(0), f32x4.min(f32x4.splat(1), slope));
}

function around(state: GainState, i: i32, half: i32): v128 {
  let mean = f32x4.splat(meanAround(state, i, half));
  mean = f32x4.replace_lane(mean, 1, meanAround(state, i + 1, half));
  mean = f32x4.replace_lane(mean, 2, meanAround(state, i + 2, half));
  return f32x4.replace_lane(mean, 3, meanAround(state, i + 3, half));
}

function bins(state: GainState, i: i32, frame: v128): void {
  const at = (<usize>i) << 2;
  const one = f32x4.splat(1);
  const gamma = gammaAt(state, at);
  const xi = v128.load(state.xi + at);
  const share = f32x4.div(xi, f32x4.add(one, xi));
  const v = f32x4.mul(gamma, share);
  const log2E = f32x4.splat(LOG2_E);
  const log2G1 = f32x4.add(log2x4(share), f32x4.mul(f32x4.splat(0.5 * LOG2_E), exponentialIntegral(v)));
  const held = f32x4.min(f32x4.splat(0), log2G1);
  const g1 = exp2x4(held);
  v128.store(state.past + at, f32x4.mul(f32x4.mul(g1, g1), gamma));
  const local = presence(around(state, i, LOCAL_BINS));
  const wide = presence(around(state, i, GLOBAL_BINS));
  const present = f32x4.max(f32x4.splat(LEAST_PRESENCE), f32x4.mul(f32x4.mul(local, wide), frame));
  const q = f32x4.min(f32x4.splat(MOST_ABSENCE), f32x4.sub(one, present));
  const odds = f32x4.div(q, f32x4.max(f32x4.splat(1e-6), f32x4.sub(one, q)));
  const fade = exp2x4(f32x4.neg(f32x4.mul(log2E, f32x4.min(v, f32x4.splat(80)))));
  const p = f32x4.div(one, f32x4.add(one, f32x4.mul(f32x4.mul(odds, f32x4.add(one, xi)), fade)));
  const floor = f32x4.splat(state.floorLog2);
  const log2G = f32x4.add(f32x4.mul(p, held), f32x4.mul(f32x4.sub(one, p), floor));
  const isKnown = f32x4.gt(v128.load(state.inverseNoise + at), f32x4.splat(0));
  v128.store(state.gains + at, v128.bitselect(exp2x4(f32x4.max(floor, log2G)), one, isKnown));
}

/**
 * E₁(v) for v > 0. @error 2e-7 below 1, 5e-5·e^(−v)/v above
 * @source M. Abramowitz and I. Stegun, Handbook of Mathematical Functions (1964), 5.1.53 and 5.1.56
 */
function exponentialIntegral(v: v128): v128 {
  const small = f32x4.min(v, f32x4.splat(1));
  let low = f32x4.add(f32x4.splat(-0.00976004), f32x4.mul(small, f32x4.splat(0.00107857)));
  low = f32x4.add(f32x4.splat(0.05519968), f32x4.mul(small, low));
  low = f32x4.add(f32x4.splat(-0.24991055), f32x4.mul(small, low));
  low = f32x4.add(f32x4.splat(0.99999193), f32x4.mul(small, low));
  low = f32x4.add(f32x4.splat(-0.57721566), f32x4.mul(small, low));
  low = f32x4.sub(low, f32x4.mul(f32x4.splat(0.6931472), log2x4(f32x4.max(f32x4.splat(1e-20), small))));
  const large = f32x4.min(f32x4.max(v, f32x4.splat(1)), f32x4.splat(80));
  const top = f32x4.add(f32x4.splat(0.250621), f32x4.mul(large, f32x4.add(large, f32x4.splat(2.334733))));
  const bottom = f32x4.add(f32x4.splat(1.681534), f32x4.mul(large, f32x4.add(large, f32x4.splat(3.330657))));
  const fade = exp2x4(f32x4.neg(f32x4.mul(f32x4.splat(LOG2_E), large)));
  const high = f32x4.div(f32x4.mul(fade, top), f32x4.mul(large, bottom));
  return v128.bitselect(low, high, f32x4.lt(v, f32x4.splat(1)));
}
