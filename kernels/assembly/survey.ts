// Statistics of the samples themselves. Several short passes over a chunk that stays in the first-level cache.

import { allocate } from './memory';

export { surveyFindRuns } from './clip-runs';

@unmanaged
class SurveyState {
  channelCount: u32;
  silenceGain: f32;
  /** Frames seen since the reset. */
  frame: i64;
  firstSoundFrame: f64;
  lastSoundFrame: f64;
  notFiniteCount: f64;
  firstNotFiniteFrame: f64;
  /** Integer depth that has held every sample so far, from 1; 33 where none does. */
  depthBits: i32;
  /** A SurveyChannel each. */
  channels: usize;
  /** Four partial sums of left·right, one for each frame number modulo four. */
  cross: usize;
}

@unmanaged
class SurveyChannel {
  /** The block, and the chunk of it at hand: in place, or in `clean` without what is not finite. */
  input: usize;
  chunk: usize;
  clean: usize;
  minimum: f32;
  maximum: f32;
  /**
   * Partial sums and sums of squares, one for each frame number modulo four: so the order of additions depends on the
   * programme alone and not on the way it is cut into blocks.
   */
  sums: usize;
  squares: usize;
}

const CHUNK_FRAMES: u32 = 1024;

export function surveyMake(channelCount: u32, silenceGain: f32): usize {
  const at = allocate(offsetof<SurveyState>());
  const state = changetype<SurveyState>(at);
  state.channelCount = channelCount;
  state.silenceGain = silenceGain;
  state.cross = allocate(32);
  state.channels = allocate(<usize>channelCount * offsetof<SurveyChannel>());
  for (let i: u32 = 0; i < channelCount; i++) {
    const channel = channelAt(state, i);
    channel.clean = allocate(CHUNK_FRAMES << 2);
    channel.sums = allocate(32);
    channel.squares = allocate(32);
  }
  surveyReset(at);
  return at;
}

export function surveyReset(at: usize): void {
  const state = changetype<SurveyState>(at);
  state.frame = 0;
  state.firstSoundFrame = -1;
  state.lastSoundFrame = -1;
  state.notFiniteCount = 0;
  state.firstNotFiniteFrame = -1;
  state.depthBits = 1;
  memory.fill(state.cross, 0, 32);
  for (let i: u32 = 0; i < state.channelCount; i++) {
    const channel = channelAt(state, i);
    channel.minimum = f32.MAX_VALUE;
    channel.maximum = -f32.MAX_VALUE;
    memory.fill(channel.sums, 0, 32);
    memory.fill(channel.squares, 0, 32);
  }
}

export function surveySetInput(at: usize, channel: u32, input: usize): void {
  channelAt(changetype<SurveyState>(at), channel).input = input;
}

export function surveyProcess(at: usize, frameCount: u32): void {
  const state = changetype<SurveyState>(at);
  for (let from: u32 = 0; from < frameCount; from += CHUNK_FRAMES) {
    const frames = min<u32>(CHUNK_FRAMES, frameCount - from);
    takeChunk(state, from, frames);
    findSound(state, frames);
    for (let i: u32 = 0; i < state.channelCount; i++) {
      const channel = channelAt(state, i);
      deepen(state, channel.chunk, frames);
      addUp(channel, state.frame, frames);
    }
    if (state.channelCount === 2) {
      const left = channelAt(state, 0).chunk;
      addProducts(state.cross, left, channelAt(state, 1).chunk, state.frame, frames);
    }
    state.frame += frames;
  }
}

export function surveySum(at: usize, channel: u32): f64 {
  return total(channelAt(changetype<SurveyState>(at), channel).sums);
}

export function surveySumOfSquares(at: usize, channel: u32): f64 {
  return total(channelAt(changetype<SurveyState>(at), channel).squares);
}

/** 0 before anything was seen. */
export function surveyMinimum(at: usize, channel: u32): f32 {
  const state = changetype<SurveyState>(at);
  return state.frame === 0 ? 0 : channelAt(state, channel).minimum;
}

export function surveyMaximum(at: usize, channel: u32): f32 {
  const state = changetype<SurveyState>(at);
  return state.frame === 0 ? 0 : channelAt(state, channel).maximum;
}

export function surveyCrossSum(at: usize): f64 {
  return total(changetype<SurveyState>(at).cross);
}

export function surveyNotFiniteCount(at: usize): f64 {
  return changetype<SurveyState>(at).notFiniteCount;
}

export function surveyFirstNotFiniteFrame(at: usize): f64 {
  return changetype<SurveyState>(at).firstNotFiniteFrame;
}

export function surveyFirstSoundFrame(at: usize): f64 {
  return changetype<SurveyState>(at).firstSoundFrame;
}

export function surveyLastSoundFrame(at: usize): f64 {
  return changetype<SurveyState>(at).lastSoundFrame;
}

/** Above ±1 no integer holds a sample, whatever its grid. */
export function surveyDepthBits(at: usize): i32 {
  const state = changetype<SurveyState>(at);
  let peak: f32 = 0;
  for (let i: u32 = 0; i < state.channelCount; i++) {
    peak = max<f32>(peak, max<f32>(surveyMaximum(at, i), -surveyMinimum(at, i)));
  }
  if (peak === 0) return 0;
  return peak > 1 ? 33 : state.depthBits;
}

function channelAt(state: SurveyState, channel: u32): SurveyChannel {
  return changetype<SurveyChannel>(state.channels + <usize>channel * offsetof<SurveyChannel>());
}

function total(at: usize): f64 {
  return load<f64>(at) + load<f64>(at, 8) + (load<f64>(at, 16) + load<f64>(at, 24));
}

/** Points every channel at its chunk, cleaned where it has to be. */
function takeChunk(state: SurveyState, from: u32, frames: u32): void {
  for (let i: u32 = 0; i < state.channelCount; i++) {
    const channel = channelAt(state, i);
    channel.chunk = channel.input + ((<usize>from) << 2);
    if (!allFinite(channel.chunk, frames)) clean(state, channel, frames);
  }
}

function allFinite(chunk: usize, frames: usize): bool {
  const end = chunk + (frames << 2);
  const vectorEnd = chunk + ((frames & ~3) << 2);
  // x − x is 0 for every finite x, and not a number for all others.
  let rest = f32x4.splat(0);
  for (; chunk < vectorEnd; chunk += 16) {
    const x = v128.load(chunk);
    rest = v128.or(rest, f32x4.sub(x, x));
  }
  let single: f32 = 0;
  for (; chunk < end; chunk += 4) {
    const x = load<f32>(chunk);
    single += x - x;
  }
  return !v128.any_true(f32x4.ne(rest, rest)) && single === 0;
}

function clean(state: SurveyState, channel: SurveyChannel, frames: usize): void {
  for (let n: usize = 0; n < frames; n++) {
    let x = load<f32>(channel.chunk + (n << 2));
    if (!(x - x === 0)) {
      x = 0;
      const frame = <f64>(state.frame + n);
      state.notFiniteCount += 1;
      const first = state.firstNotFiniteFrame;
      if (first < 0 || frame < first) state.firstNotFiniteFrame = frame;
    }
    store<f32>(channel.clean + (n << 2), x);
  }
  channel.chunk = channel.clean;
}

function findSound(state: SurveyState, frames: u32): void {
  let last: i32 = <i32>frames - 1;
  while (last >= 0 && !sounds(state, last)) last--;
  if (last < 0) return;
  state.lastSoundFrame = <f64>(state.frame + last);
  if (state.firstSoundFrame >= 0) return;
  let first: i32 = 0;
  while (!sounds(state, first)) first++;
  state.firstSoundFrame = <f64>(state.frame + first);
}

function sounds(state: SurveyState, n: i32): bool {
  for (let i: u32 = 0; i < state.channelCount; i++) {
    if (abs<f32>(load<f32>(channelAt(state, i).chunk + ((<usize>n) << 2))) > state.silenceGain) return true;
  }
  return false;
}

/** Raises the depth until its grid holds the chunk. Material from integers costs one look, floats none after a while. */
function deepen(state: SurveyState, chunk: usize, frames: usize): void {
  while (state.depthBits <= 32 && !onGrid(chunk, frames, state.depthBits)) state.depthBits++;
}

/** Whether every x·2^(bits−1) is whole. */
function onGrid(chunk: usize, frames: usize, bits: i32): bool {
  const full = <f32>((<i64>1) << (bits - 1));
  const fulls = f32x4.splat(full);
  const end = chunk + (frames << 2);
  const vectorEnd = chunk + ((frames & ~3) << 2);
  let off = f32x4.splat(0);
  for (; chunk < vectorEnd; chunk += 16) {
    const steps = f32x4.mul(v128.load(chunk), fulls);
    off = v128.or(off, f32x4.ne(steps, f32x4.nearest(steps)));
  }
  if (v128.any_true(off)) return false;
  for (; chunk < end; chunk += 4) {
    const steps = load<f32>(chunk) * full;
    if (steps !== nearest<f32>(steps)) return false;
  }
  return true;
}

/** Sum, sum of squares and extremes of one channel. */
function addUp(channel: SurveyChannel, frame: i64, frames: usize): void {
  let at = channel.chunk;
  const end = at + (frames << 2);
  while (at < end && (frame & 3) !== 0) {
    addOne(channel, <usize>(frame & 3), load<f32>(at));
    at += 4;
    frame++;
  }
  const sums = channel.sums;
  const squares = channel.squares;
  let sumLow = v128.load(sums);
  let sumHigh = v128.load(sums, 16);
  let squareLow = v128.load(squares);
  let squareHigh = v128.load(squares, 16);
  let least = f32x4.splat(channel.minimum);
  let most = f32x4.splat(channel.maximum);
  for (; at + 16 <= end; at += 16) {
    const x = v128.load(at);
    const low = f64x2.promote_low_f32x4(x);
    const high = f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1));
    least = f32x4.pmin(least, x);
    most = f32x4.pmax(most, x);
    sumLow = f64x2.add(sumLow, low);
    sumHigh = f64x2.add(sumHigh, high);
    squareLow = f64x2.add(squareLow, f64x2.mul(low, low));
    squareHigh = f64x2.add(squareHigh, f64x2.mul(high, high));
  }
  v128.store(sums, sumLow);
  v128.store(sums, sumHigh, 16);
  v128.store(squares, squareLow);
  v128.store(squares, squareHigh, 16);
  channel.minimum = min<f32>(
    min<f32>(f32x4.extract_lane(least, 0), f32x4.extract_lane(least, 1)),
    min<f32>(f32x4.extract_lane(least, 2), f32x4.extract_lane(least, 3)),
  );
  channel.maximum = max<f32>(
    max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  for (let lane: usize = 0; at < end; at += 4, lane++) addOne(channel, lane, load<f32>(at));
}

function addOne(channel: SurveyChannel, lane: usize, x: f32): void {
  const offset = lane << 3;
  store<f64>(channel.sums + offset, load<f64>(channel.sums + offset) + <f64>x);
  store<f64>(channel.squares + offset, load<f64>(channel.squares + offset) + <f64>x * <f64>x);
  channel.minimum = min<f32>(channel.minimum, x);
  channel.maximum = max<f32>(channel.maximum, x);
}

function addProducts(cross: usize, left: usize, right: usize, frame: i64, frames: usize): void {
  const end = left + (frames << 2);
  for (; left < end && (frame & 3) !== 0; left += 4, right += 4, frame++) {
    addProduct(cross + ((<usize>(frame & 3)) << 3), left, right);
  }
  let low = v128.load(cross);
  let high = v128.load(cross, 16);
  for (; left + 16 <= end; left += 16, right += 16) {
    const l = v128.load(left);
    const r = v128.load(right);
    low = f64x2.add(low, f64x2.mul(f64x2.promote_low_f32x4(l), f64x2.promote_low_f32x4(r)));
    const lHigh = f64x2.promote_low_f32x4(v128.shuffle<i64>(l, l, 1, 1));
    const rHigh = f64x2.promote_low_f32x4(v128.shuffle<i64>(r, r, 1, 1));
    high = f64x2.add(high, f64x2.mul(lHigh, rHigh));
  }
  v128.store(cross, low);
  v128.store(cross, high, 16);
  for (; left < end; left += 4, right += 4, cross += 8) addProduct(cross, left, right);
}

function addProduct(lane: usize, left: usize, right: usize): void {
  store<f64>(lane, load<f64>(lane) + <f64>load<f32>(left) * <f64>load<f32>(right));
}
