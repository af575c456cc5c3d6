import { allocate } from './memory';

// Noise comes from a counter: the hash of (seed, channel, frame) gives two 16-bit uniform numbers, their sum is
// triangular noise of 2 LSB peak to peak. Arithmetic is f64, so that 24-bit noise is not rounded by f32 itself.

const TILE_FRAMES: i32 = 256;
/** Error feedback taps of every shaper; shorter sets end in zeros. */
const TAPS: i32 = 9;
const ERROR_LIMIT: f64 = 1.5; // ½ LSB of rounding and 1 LSB of dither: more comes only from saturation

const PLAIN: i32 = 0;
const TRIANGULAR: i32 = 1;

@unmanaged
class DitherState {
  kind: i32; // PLAIN, TRIANGULAR, or more: shaped
  channelCount: i32;
  silenceFrames: i64;
  frame: i64;
  scale: f64; // codes per full scale
  keys: usize; // u32[2] per channel
  sounded: usize; // i64 per channel: the last frame that was not zero
  weights: usize; // f64x2[TAPS], the same weight in both lanes
  phaseCount: i32; // shapers that take turns, frame by frame
  errors: usize; // f64x2[TAPS] per pair of channels and phase
  tail: usize; // f32[4]
  values: usize; // f64x2[TILE_FRAMES]: codes wanted, then codes
  noises: usize;
  masks: usize; // all ones where the lane sounds
}

/**
 * @param shaper         0 none, 1 triangular, 2 shaped: then the caller stores TAPS weights by `ditherWeight`
 * @param phaseCount     the shaper's delay unit in frames
 * @param silenceFrames  zeros after which the output is zero
 */
export function ditherMake(
  depthBits: i32,
  shaper: i32,
  seed: i32,
  channelCount: i32,
  phaseCount: i32,
  silenceFrames: i32,
): usize {
  const state = changetype<DitherState>(allocate(offsetof<DitherState>()));
  state.kind = shaper;
  state.channelCount = channelCount;
  state.silenceFrames = silenceFrames;
  state.scale = <f64>(1 << (depthBits - 1));
  state.keys = allocate((<usize>channelCount) << 3);
  for (let channel = 0; channel < channelCount; channel++) {
    const key = state.keys + ((<usize>channel) << 3);
    store<u32>(key, scramble(scramble(seed) + 2 * channel));
    store<u32>(key, scramble(scramble(seed ^ 0x5bd1e995) + 2 * channel + 1), 4);
  }
  state.sounded = allocate((<usize>channelCount) << 3);
  state.weights = allocate((<usize>TAPS) << 4);
  state.phaseCount = phaseCount;
  state.errors = allocate(errorBytes(state));
  state.tail = allocate(16);
  state.values = allocate((<usize>TILE_FRAMES) << 4);
  state.noises = allocate((<usize>TILE_FRAMES) << 4);
  state.masks = allocate((<usize>TILE_FRAMES) << 4);
  ditherReset(changetype<usize>(state));
  return changetype<usize>(state);
}

function errorBytes(state: DitherState): usize {
  return (<usize>(((state.channelCount + 1) >> 1) * state.phaseCount * TAPS)) << 4;
}

export function ditherWeight(pointer: usize, index: i32, weight: f64): void {
  const state = changetype<DitherState>(pointer);
  v128.store(state.weights + ((<usize>index) << 4), f64x2.splat(weight));
}

/** As new: as if silence had gone before, so that leading silence stays silent. */
export function ditherReset(pointer: usize): void {
  const state = changetype<DitherState>(pointer);
  state.frame = 0;
  for (let channel = 0; channel < state.channelCount; channel++) {
    store<i64>(state.sounded + ((<usize>channel) << 3), -1 - state.silenceFrames);
  }
  memory.fill(state.errors, 0, errorBytes(state));
}

/** @source "lowbias32" constants, C. Wellons' hash prospector: bias 0.17 */
function scramble(value: u32): u32 {
  value = (value ^ (value >> 16)) * 0x7feb352d;
  value = (value ^ (value >> 15)) * 0x846ca68b;
  return value ^ (value >> 16);
}

/** Triangular noise of frames n … n + 3 as integers, −65535 … 65535 for −1 … 1 LSB. */
function triangular(frames: v128, key0: v128, key1: v128): v128 {
  let value = i32x4.add(frames, key0);
  value = v128.xor(value, i32x4.shr_u(value, 16));
  value = i32x4.mul(value, i32x4.splat(0x7feb352d));
  value = v128.xor(v128.xor(value, i32x4.shr_u(value, 15)), key1);
  value = i32x4.mul(value, i32x4.splat(<i32>0x846ca68b));
  value = v128.xor(value, i32x4.shr_u(value, 16));
  const both = i32x4.add(v128.and(value, i32x4.splat(0xffff)), i32x4.shr_u(value, 16));
  return i32x4.sub(both, i32x4.splat(0xffff));
}

/** All ones in the lanes that sound; moves `sounded` on. `bits`: the lanes whose sample is not zero. */
function soundingLanes(state: DitherState, sounded: usize, frame: i64, bits: i32): v128 {
  let last = load<i64>(sounded);
  let lanes = 0;
  for (let lane = 0; lane < 4; lane++) {
    if ((bits >> lane) & 1) last = frame + lane;
    if (frame + lane - last <= state.silenceFrames) lanes |= 1 << lane;
  }
  store<i64>(sounded, last);
  const one = v128.and(i32x4.splat(lanes), i32x4(1, 2, 4, 8));
  return i32x4.ne(one, i32x4.splat(0));
}

function sounding(state: DitherState, sounded: usize, frame: i64, samples: v128): v128 {
  const bits = i32x4.bitmask(f32x4.ne(samples, f32x4.splat(0)));
  if (bits !== 0 && frame + 3 - load<i64>(sounded) <= state.silenceFrames) {
    store<i64>(sounded, frame + 31 - clz(bits));
    return i32x4.splat(-1);
  }
  return soundingLanes(state, sounded, frame, bits);
}

/** In place. */
export function ditherProcess(pointer: usize, channels: usize, frameCount: i32): void {
  const state = changetype<DitherState>(pointer);
  if (state.kind > TRIANGULAR) {
    for (let channel = 0; channel < state.channelCount; channel += 2)
      shapePair(state, channels, channel, frameCount);
  } else {
    for (let channel = 0; channel < state.channelCount; channel++) {
      roundChannel(state, load<usize>(channels + <usize>channel * sizeof<usize>()), channel, frameCount);
    }
  }
  state.frame += frameCount;
}

function roundChannel(state: DitherState, samples: usize, channel: i32, frameCount: i32): void {
  const whole = frameCount & ~3;
  if (whole) roundVectors(state, samples, channel, 0, whole);
  const rest = (<usize>(frameCount - whole)) << 2;
  if (rest === 0) return;
  v128.store(state.tail, f32x4.splat(0));
  memory.copy(state.tail, samples + ((<usize>whole) << 2), rest);
  roundVectors(state, state.tail, channel, whole, 4);
  memory.copy(samples + ((<usize>whole) << 2), state.tail, rest);
}

function roundVectors(state: DitherState, samples: usize, channel: i32, start: i32, frameCount: i32): void {
  const key = state.keys + ((<usize>channel) << 3);
  const key0 = v128.load32_splat(key);
  const key1 = v128.load32_splat(key, 4);
  const sounded = state.sounded + ((<usize>channel) << 3);
  const scale = f64x2.splat(state.scale);
  const step = f64x2.splat(1.0 / state.scale);
  const lowest = f64x2.splat(-state.scale);
  const highest = f64x2.splat(state.scale - 1.0);
  const noiseStep = f64x2.splat(state.kind === TRIANGULAR ? 1.0 / 65536.0 : 0.0);
  let frame = state.frame + start;
  let counter = i32x4.add(i32x4.splat(<i32>frame), i32x4(0, 1, 2, 3));
  const end = samples + ((<usize>frameCount) << 2);
  for (; samples < end; samples += 16) {
    const input = v128.load(samples);
    const noise = triangular(counter, key0, key1);
    const noise01 = f64x2.mul(f64x2.convert_low_i32x4_s(noise), noiseStep);
    const noise23 = f64x2.mul(
      f64x2.convert_low_i32x4_s(v128.shuffle<i32>(noise, noise, 2, 3, 2, 3)),
      noiseStep,
    );
    const input23 = v128.shuffle<i32>(input, input, 2, 3, 2, 3);
    let code01 = f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(input), scale), noise01);
    let code23 = f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(input23), scale), noise23);
    code01 = f64x2.pmin(f64x2.pmax(f64x2.nearest(code01), lowest), highest);
    code23 = f64x2.pmin(f64x2.pmax(f64x2.nearest(code23), lowest), highest);
    const low = f32x4.demote_f64x2_zero(f64x2.mul(code01, step));
    const high = f32x4.demote_f64x2_zero(f64x2.mul(code23, step));
    const output = v128.shuffle<i32>(low, high, 0, 1, 4, 5);
    v128.store(samples, v128.and(output, sounding(state, sounded, frame, input)));
    frame += 4;
    counter = i32x4.add(counter, i32x4.splat(4));
  }
}

/** Two channels as the two lanes; a missing second channel is silent. */
function shapePair(state: DitherState, channels: usize, channel: i32, frameCount: i32): void {
  const left = load<usize>(channels + <usize>channel * sizeof<usize>());
  const paired = channel + 1 < state.channelCount;
  const right = paired ? load<usize>(channels + <usize>(channel + 1) * sizeof<usize>()) : 0;
  const errors = state.errors + ((<usize>((channel >> 1) * state.phaseCount * TAPS)) << 4);
  if (!paired) {
    memory.fill(state.values, 0, (<usize>TILE_FRAMES) << 4);
    memory.fill(state.masks, 0, (<usize>TILE_FRAMES) << 4);
  }
  for (let start = 0; start < frameCount; start += TILE_FRAMES) {
    const count = min(TILE_FRAMES, frameCount - start);
    const offset = (<usize>start) << 2;
    spread(state, left + offset, channel, 0, start, count);
    if (paired) spread(state, right + offset, channel + 1, 8, start, count);
    const turn = <i32>((state.frame + start) % state.phaseCount);
    for (let phase = 0; phase < state.phaseCount; phase++) {
      const first = (phase - turn + state.phaseCount) % state.phaseCount;
      shape(state, errors + ((<usize>(phase * TAPS)) << 4), first, count);
    }
    gather(state, left + offset, 0, count);
    if (paired) gather(state, right + offset, 8, count);
  }
}

/** One channel into its lane of values, noises and masks. */
function spread(state: DitherState, samples: usize, channel: i32, lane: usize, start: i32, count: i32): void {
  const key = state.keys + ((<usize>channel) << 3);
  const key0 = v128.load32_splat(key);
  const key1 = v128.load32_splat(key, 4);
  const sounded = state.sounded + ((<usize>channel) << 3);
  for (let n = 0; n < count; n += 4) {
    let input = f32x4.splat(0);
    if (n + 4 <= count) {
      input = v128.load(samples + ((<usize>n) << 2));
    } else {
      v128.store(state.tail, input);
      memory.copy(state.tail, samples + ((<usize>n) << 2), (<usize>(count - n)) << 2);
      input = v128.load(state.tail);
    }
    const frame = state.frame + start + n;
    const noise = triangular(i32x4.add(i32x4.splat(<i32>frame), i32x4(0, 1, 2, 3)), key0, key1);
    const mask = sounding(state, sounded, frame, input);
    const to = ((<usize>n) << 4) + lane;
    spreadHalf(state, to, input, noise, mask);
    const input23 = v128.shuffle<i32>(input, input, 2, 3, 2, 3);
    const noise23 = v128.shuffle<i32>(noise, noise, 2, 3, 2, 3);
    spreadHalf(state, to + 32, input23, noise23, v128.shuffle<i32>(mask, mask, 2, 3, 2, 3));
  }
}

function spreadHalf(state: DitherState, to: usize, input: v128, noise: v128, mask: v128): void {
  const values = f64x2.mul(f64x2.promote_low_f32x4(input), f64x2.splat(state.scale));
  const noises = f64x2.mul(f64x2.convert_low_i32x4_s(noise), f64x2.splat(1.0 / 65536.0));
  const masks = i64x2.extend_low_i32x4_s(mask);
  v128.store64_lane(state.values + to, values, 0);
  v128.store64_lane(state.values + to, values, 1, 16);
  v128.store64_lane(state.noises + to, noises, 0);
  v128.store64_lane(state.noises + to, noises, 1, 16);
  v128.store64_lane(state.masks + to, masks, 0);
  v128.store64_lane(state.masks + to, masks, 1, 16);
}

/**
 * Error feedback on the frames first, first + phaseCount …: code = round(wanted + noise), wanted = value − Σ c_k e_k,
 * e = code − wanted, hence code = value + e ∗ (1 − Σ c_k z^−k).
 *
 * @param errors  e_1 … e_9 of this phase
 */
function shape(state: DitherState, errors: usize, first: i32, count: i32): void {
  const weights = state.weights;
  const lowest = f64x2.splat(-state.scale);
  const highest = f64x2.splat(state.scale - 1.0);
  const limit = f64x2.splat(ERROR_LIMIT);
  const limitBelow = f64x2.splat(-ERROR_LIMIT);
  const stride = (<usize>state.phaseCount) << 4;
  let e1 = v128.load(errors);
  let e2 = v128.load(errors, 16);
  let e3 = v128.load(errors, 32);
  let e4 = v128.load(errors, 48);
  let e5 = v128.load(errors, 64);
  let e6 = v128.load(errors, 80);
  let e7 = v128.load(errors, 96);
  let e8 = v128.load(errors, 112);
  let e9 = v128.load(errors, 128);
  const end = (<usize>count) << 4;
  for (let n = (<usize>first) << 4; n < end; n += stride) {
    let old = f64x2.mul(v128.load(weights, 128), e9);
    let mid = f64x2.mul(v128.load(weights, 80), e6);
    old = f64x2.add(old, f64x2.mul(v128.load(weights, 112), e8));
    mid = f64x2.add(mid, f64x2.mul(v128.load(weights, 64), e5));
    old = f64x2.add(old, f64x2.mul(v128.load(weights, 96), e7));
    mid = f64x2.add(mid, f64x2.mul(v128.load(weights, 48), e4));
    old = f64x2.add(f64x2.add(old, mid), f64x2.mul(v128.load(weights, 32), e3));
    old = f64x2.add(old, f64x2.mul(v128.load(weights, 16), e2));
    const value = f64x2.sub(v128.load(state.values + n), old);
    const wanted = f64x2.sub(value, f64x2.mul(v128.load(weights), e1));
    const mask = v128.load(state.masks + n);
    let code = f64x2.nearest(f64x2.add(wanted, v128.load(state.noises + n)));
    code = f64x2.pmin(f64x2.pmax(code, lowest), highest);
    const error = f64x2.pmin(f64x2.pmax(f64x2.sub(code, wanted), limitBelow), limit);
    v128.store(state.values + n, v128.and(code, mask));
    e9 = e8;
    e8 = e7;
    e7 = e6;
    e6 = e5;
    e5 = e4;
    e4 = e3;
    e3 = e2;
    e2 = e1;
    e1 = v128.and(error, mask);
  }
  v128.store(errors, e1);
  v128.store(errors, e2, 16);
  v128.store(errors, e3, 32);
  v128.store(errors, e4, 48);
  v128.store(errors, e5, 64);
  v128.store(errors, e6, 80);
  v128.store(errors, e7, 96);
  v128.store(errors, e8, 112);
  v128.store(errors, e9, 128);
}

/** One lane of the codes back into the channel. */
function gather(state: DitherState, samples: usize, lane: usize, count: i32): void {
  const step = 1.0 / state.scale;
  for (let n = 0; n < count; n++) {
    store<f32>(samples + ((<usize>n) << 2), <f32>(load<f64>(state.values + ((<usize>n) << 4) + lane) * step));
  }
}
