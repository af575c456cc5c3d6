// Feed-forward compressor: level → static curve → smooth decoupled peak detector, all as log₂ of amplitude.
//
//   c  = curve(log₂ max |x|)                       reduction asked for, ≥ 0
//   y1 = max(c, αR y1 + (1 − αR) c)                release
//   y  = αA y1' + (1 − αA) y1                      attack
//   gain = dry + wet · 2^−y
//
// Giannoulis, Massberg, Reiss, JAES 60(6) 2012, eqs. (4), (17) and section 2.3 (detector after the gain computer).

import { CHUNK_FRAMES, loadLanes, QUIET } from './lanes';
import { exp2x4, log2x4 } from './math';
import { allocate } from './memory';
import { clearSections, hushSections, runSections, SECTION_BYTES, setSections } from './sections';

/** What is loud enough to have a logarithm: −200 dBFS. */
const FLOOR: f32 = 1e-10;
/** log₂ of one dB. */
const PER_DB: f64 = 0.16609640474436813;

@unmanaged
class CompressorState {
  release: f64;
  attack: f64;
  /** The detector's memory: after release, after attack. */
  held: f64;
  smooth: f64;
  threshold: f32;
  halfKnee: f32;
  /** 1 / (2 · knee), 0 for a hard knee. */
  knee: f32;
  slope: f32;
  wet: f32;
  dry: f32;
  /** The largest y since the last reading. */
  deepest: f32;
  hasHighPass: i32;
  section: usize;
  pairs: usize;
  curve: usize;
}

/** α of an exponential that gives back 63 % in `seconds`; 0 for none. */
function smoothing(seconds: f64, sampleRateHz: f64): f64 {
  return seconds > 0 ? NativeMath.exp(-1 / (seconds * sampleRateHz)) : 0;
}

/** @param highPass five coefficients of the detector's high-pass, or 0 */
export function compressorMake(
  thresholdDbfs: f64,
  ratio: f64,
  kneeDb: f64,
  attackSeconds: f64,
  releaseSeconds: f64,
  makeupDb: f64,
  mixFraction: f64,
  highPass: usize,
  sampleRateHz: f64,
): usize {
  const pointer = allocate(offsetof<CompressorState>());
  const state = changetype<CompressorState>(pointer);
  state.release = smoothing(releaseSeconds, sampleRateHz);
  state.attack = smoothing(attackSeconds, sampleRateHz);
  state.threshold = <f32>(thresholdDbfs * PER_DB);
  state.halfKnee = <f32>(0.5 * kneeDb * PER_DB);
  state.knee = kneeDb > 0 ? <f32>(0.5 / (kneeDb * PER_DB)) : 0;
  state.slope = <f32>(1 - 1 / ratio);
  state.wet = <f32>(mixFraction * NativeMath.pow(10, makeupDb / 20));
  state.dry = <f32>(1 - mixFraction);
  state.hasHighPass = highPass !== 0 ? 1 : 0;
  state.section = allocate(SECTION_BYTES);
  state.pairs = allocate((<usize>CHUNK_FRAMES) << 4);
  state.curve = allocate((<usize>CHUNK_FRAMES) << 2);
  if (highPass) setSections(state.section, 1, highPass);
  return pointer;
}

export function compressorReset(pointer: usize): void {
  const state = changetype<CompressorState>(pointer);
  state.held = 0;
  state.smooth = 0;
  state.deepest = 0;
  clearSections(state.section, 1);
}

/** The largest reduction since the last call, dB ≤ 0, as heard: with the dry part, without the make-up. */
export function compressorTakeReductionDb(pointer: usize, makeupDb: f64): f64 {
  const state = changetype<CompressorState>(pointer);
  const wet = <f64>state.wet * NativeMath.pow(10, -makeupDb / 20);
  const deepest = <f64>state.deepest;
  state.deepest = 0;
  if (deepest === 0) return 0;
  return 20 * NativeMath.log10(<f64>state.dry + wet * NativeMath.pow(2, -deepest));
}

/** Levels of both channels into `curve`. */
function detect(state: CompressorState, left: usize, right: usize, frameCount: i32): void {
  const out = state.curve;
  if (state.hasHighPass) {
    const pairs = state.pairs;
    loadLanes(left, right, pairs, frameCount);
    runSections(state.section, 1, pairs, frameCount);
    for (let k = 0; k < frameCount; k++) {
      const lanes = f64x2.abs(v128.load(pairs + ((<usize>k) << 4)));
      const louder = f64x2.pmax(lanes, i64x2.shuffle(lanes, lanes, 1, 0));
      store<f32>(out + ((<usize>k) << 2), <f32>f64x2.extract_lane(louder, 0));
    }
    return;
  }
  let k = 0;
  for (; k <= frameCount - 4; k += 4) {
    const l = f32x4.abs(v128.load(left + ((<usize>k) << 2)));
    const r = f32x4.abs(v128.load(right + ((<usize>k) << 2)));
    v128.store(out + ((<usize>k) << 2), f32x4.max(l, r));
  }
  for (; k < frameCount; k++) {
    const l = abs(load<f32>(left + ((<usize>k) << 2)));
    const r = abs(load<f32>(right + ((<usize>k) << 2)));
    store<f32>(out + ((<usize>k) << 2), max(l, r));
  }
}

/** Levels to the reduction asked for: exact hard or quadratic knee. */
function shape(state: CompressorState, frameCount: i32): void {
  const threshold = f32x4.splat(state.threshold);
  const half = f32x4.splat(state.halfKnee);
  const full = f32x4.splat(2 * state.halfKnee);
  const knee = f32x4.splat(state.knee);
  const slope = f32x4.splat(state.slope);
  const zero = f32x4.splat(0);
  const floor = f32x4.splat(FLOOR);
  for (let at = state.curve, end = at + ((<usize>frameCount) << 2); at < end; at += 16) {
    const over = f32x4.sub(log2x4(f32x4.max(floor, v128.load(at))), threshold);
    const bend = f32x4.min(full, f32x4.max(zero, f32x4.add(over, half)));
    const line = f32x4.max(zero, f32x4.sub(over, half));
    v128.store(at, f32x4.mul(slope, f32x4.add(f32x4.mul(f32x4.mul(bend, bend), knee), line)));
  }
}

/** Attack and release. */
function smooth(state: CompressorState, frameCount: i32): void {
  const release = f64x2.splat(state.release);
  const give = f64x2.splat(1 - state.release);
  const attack = f64x2.splat(state.attack);
  const take = f64x2.splat(1 - state.attack);
  let held = f64x2.splat(state.held);
  let y = f64x2.splat(state.smooth);
  for (let at = state.curve, end = at + ((<usize>frameCount) << 2); at < end; at += 4) {
    const c = f64x2.splat(<f64>load<f32>(at));
    held = f64x2.pmax(c, f64x2.add(f64x2.mul(release, held), f64x2.mul(give, c)));
    y = f64x2.add(f64x2.mul(attack, y), f64x2.mul(take, held));
    store<f32>(at, <f32>f64x2.extract_lane(y, 0));
  }
  state.held = f64x2.extract_lane(held, 0);
  state.smooth = f64x2.extract_lane(y, 0);
}

/** Reductions to gains. Lanes past the end were left by longer runs and are not read. */
function toGains(state: CompressorState, frameCount: i32): void {
  const wet = f32x4.splat(state.wet);
  const dry = f32x4.splat(state.dry);
  let deepest = state.deepest;
  const end = state.curve + ((<usize>frameCount) << 2);
  let most = f32x4.splat(0);
  let at = state.curve;
  for (; at <= end - 16; at += 16) most = f32x4.max(most, v128.load(at));
  for (; at < end; at += 4) deepest = max(deepest, load<f32>(at));
  deepest = max(deepest, max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)));
  state.deepest = max(deepest, max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
  for (at = state.curve; at < end; at += 16) {
    v128.store(at, f32x4.add(dry, f32x4.mul(wet, exp2x4(f32x4.neg(v128.load(at))))));
  }
}

function applyCurve(curve: usize, channel: usize, frameCount: i32): void {
  let k: usize = 0;
  const end = (<usize>frameCount) << 2;
  for (; k + 16 <= end; k += 16) {
    v128.store(channel + k, f32x4.mul(v128.load(channel + k), v128.load(curve + k)));
  }
  for (; k < end; k += 4) store<f32>(channel + k, load<f32>(channel + k) * load<f32>(curve + k));
}

/** One run of at most CHUNK_FRAMES; `right` may be `left`. */
export function compressorRun(pointer: usize, left: usize, right: usize, frameCount: i32): void {
  const state = changetype<CompressorState>(pointer);
  detect(state, left, right, frameCount);
  shape(state, frameCount);
  smooth(state, frameCount);
  toGains(state, frameCount);
  applyCurve(state.curve, left, frameCount);
  if (right !== left) applyCurve(state.curve, right, frameCount);
}

/** At the end of every CHUNK_FRAMES since reset. */
export function compressorHush(pointer: usize): void {
  const state = changetype<CompressorState>(pointer);
  if (state.held < QUIET) state.held = 0;
  if (state.smooth < QUIET) state.smooth = 0;
  hushSections(state.section, 1);
}
