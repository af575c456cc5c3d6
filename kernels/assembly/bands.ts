// Levels of a few broad bands. Each crossover splits what is left into LP and HP of Linkwitz-Riley, fourth order:
//   LP = B(B(x)) with B a second-order Butterworth low-pass,   HP = A(x) − LP,
// A the allpass of B's poles, which the first B yields from its own state:
//   g = tan(π·f/rate), k = √2:  v1' = v1 + c11·v1 + c12·e,  v2' = v2 + c12·v1 + c22·e,  e = x − v2,
//   B(x) = (v2 + v2')/2,  A(x) = x − k(v1 + v1'),  c12 = 2g/D, c22 = 2g²/D, c11 = 2/D − 2, D = 1 + kg + g².
// A crossover is one vector: both channels of the first B, and both of the second, which is one frame behind. So the
// n-th crossover's results are n frames late; the first and the last frames of a stretch are done with masks, and no
// frame of a band is counted in a wrong hop.
// float32: rounding stays below −110 dB of the signal for 120 Hz at 192 kHz; these are meters.
// S. Linkwitz, R. Riley, JAES 24 (1976); A. Simper, Linear Trapezoidal State Variable Filter (2013).

import { allocate } from './memory';

/** v1, v2, last B, last A, then c11, c12, c22: one vector each. */
const SPLIT_BYTES: usize = 112;
const MAX_SPLITS: i32 = 4;
/** Frames whose squares are added in float32 before they go to float64. */
const CHUNK_FRAMES: i32 = 512;
/** Below this a decaying state is nothing: it would become denormal, which is slow. */
const TINY: f32 = 1e-30;

@unmanaged
class BandsState {
  splitCount: i32;
  /** Frames since the last flush of sums. */
  chunkFrames: i32;
  splits: usize;
  /** Sums of squares and largest magnitudes: per band left and right. */
  sums: usize;
  peaks: usize;
  /** Sums of squares so far, float64, laid out likewise. */
  totals: usize;
}

/** @param crossoversHz float64, splitCount of them, ascending */
export function bandsMake(sampleRateHz: f64, crossoversHz: usize, splitCount: i32): usize {
  const state = changetype<BandsState>(allocate(offsetof<BandsState>()));
  state.splitCount = splitCount;
  state.splits = allocate(MAX_SPLITS * SPLIT_BYTES);
  state.sums = allocate(48);
  state.peaks = allocate(48);
  state.totals = allocate(96);
  for (let i = 0; i < splitCount; i++) {
    const g = Math.tan((Math.PI * load<f64>(crossoversHz + ((<usize>i) << 3))) / sampleRateHz);
    const divisor = 1 + Math.SQRT2 * g + g * g;
    const split = state.splits + <usize>i * SPLIT_BYTES;
    // 2/D − 2 without the cancellation
    v128.store(split, f32x4.splat(<f32>((-2 * (Math.SQRT2 * g + g * g)) / divisor)), 64);
    v128.store(split, f32x4.splat(<f32>((2 * g) / divisor)), 80);
    v128.store(split, f32x4.splat(<f32>((2 * g * g) / divisor)), 96);
  }
  return changetype<usize>(state);
}

export function bandsReset(pointer: usize): void {
  const state = changetype<BandsState>(pointer);
  for (let i = 0; i < MAX_SPLITS; i++) memory.fill(state.splits + <usize>i * SPLIT_BYTES, 0, 64);
  bandsClear(pointer);
}

/** Forgets what was counted, keeps the filters. */
export function bandsClear(pointer: usize): void {
  const state = changetype<BandsState>(pointer);
  memory.fill(state.sums, 0, 48);
  memory.fill(state.peaks, 0, 48);
  memory.fill(state.totals, 0, 96);
  state.chunkFrames = 0;
}

/** Two channels, which may be the same. */
export function bandsProcess(pointer: usize, left: usize, right: usize, frameCount: i32): void {
  const state = changetype<BandsState>(pointer);
  while (frameCount > 0) {
    const count = min(frameCount, CHUNK_FRAMES - state.chunkFrames);
    stretch(state, left, right, count);
    state.chunkFrames += count;
    if (state.chunkFrames === CHUNK_FRAMES) flush(state);
    left += (<usize>count) << 2;
    right += (<usize>count) << 2;
    frameCount -= count;
  }
}

/**
 * What was counted, into the hop's values.
 *
 * @param channels 2, or 1 where both were the same
 * @param peaks    float32 per band, raised
 * @param powers   float64 per band, added to
 */
export function bandsFinish(pointer: usize, channels: i32, peaks: usize, powers: usize): void {
  const state = changetype<BandsState>(pointer);
  flush(state);
  for (let band: usize = 0; band <= <usize>state.splitCount; band++) {
    for (let channel: usize = 0; channel < <usize>channels; channel++) {
      const place = 2 * band + channel;
      const peak = peaks + (band << 2),
        power = powers + (band << 3);
      store<f32>(peak, max(load<f32>(peak), load<f32>(state.peaks + (place << 2))));
      store<f64>(power, load<f64>(power) + load<f64>(state.totals + (place << 3)));
    }
  }
  bandsClear(pointer);
}

function flush(state: BandsState): void {
  for (let place: usize = 0; place < 12; place++) {
    const sum = state.sums + (place << 2),
      total = state.totals + (place << 3);
    store<f64>(total, load<f64>(total) + <f64>load<f32>(sum));
    store<f32>(sum, 0);
  }
  for (let i = 0; i < state.splitCount; i++) {
    const split = state.splits + <usize>i * SPLIT_BYTES;
    for (let at = split; at < split + 32; at += 4) {
      if (abs(load<f32>(at)) < TINY) store<f32>(at, 0);
    }
  }
  state.chunkFrames = 0;
}

function stretch(state: BandsState, left: usize, right: usize, count: i32): void {
  const late = state.splitCount;
  if (late === 0) {
    wholeBand(state, left, right, count);
    return;
  }
  for (let i = 0; i < late; i++) maskedFrame(state, left, right, i, count);
  if (late === 1) innerFrames<u8>(state, left, right, count);
  else if (late === 2) innerFrames<u16>(state, left, right, count);
  else if (late === 3) innerFrames<u32>(state, left, right, count);
  else innerFrames<u64>(state, left, right, count);
  for (let i = max(count, late); i < count + late; i++) maskedFrame(state, left, right, i, count);
}

function wholeBand(state: BandsState, left: usize, right: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    countOne(state, 0, load<f32>(left + (i << 2)));
    countOne(state, 1, load<f32>(right + (i << 2)));
  }
}

function countOne(state: BandsState, place: usize, x: f32): void {
  const sum = state.sums + (place << 2),
    peak = state.peaks + (place << 2);
  store<f32>(sum, load<f32>(sum) + x * x);
  store<f32>(peak, max(load<f32>(peak), abs(x)));
}

/** One turn of the pipe near an end of the stretch: only what belongs to a frame of the stretch moves or counts. */
function maskedFrame(state: BandsState, left: usize, right: usize, turn: i32, count: i32): void {
  let x = f32x4.splat(0);
  if (turn < count) {
    const at = (<usize>turn) << 2;
    x = f32x4(load<f32>(left + at), load<f32>(right + at), 0, 0);
  }
  let inside = false;
  for (let i = 0; i < state.splitCount; i++) {
    const split = state.splits + <usize>i * SPLIT_BYTES;
    const v1 = v128.load(split, 0),
      v2 = v128.load(split, 16);
    const y = v128.shuffle<f32>(x, v128.load(split, 32), 0, 1, 4, 5);
    const e = f32x4.sub(y, v2);
    const next1 = nextState(v1, v1, e, v128.load(split, 64), v128.load(split, 80));
    const next2 = nextState(v2, v1, e, v128.load(split, 80), v128.load(split, 96));
    const low = f32x4.mul(f32x4.splat(0.5), f32x4.add(v2, next2));
    x = f32x4.sub(v128.load(split, 48), v128.shuffle<i64>(low, low, 1, 0));
    const first = turn - i >= 0 && turn - i < count;
    inside = turn - i - 1 >= 0 && turn - i - 1 < count;
    const firstMask = first ? -1 : 0,
      secondMask = inside ? -1 : 0;
    const mask = i32x4(firstMask, firstMask, secondMask, secondMask);
    v128.store(split, v128.bitselect(next1, v1, mask), 0);
    v128.store(split, v128.bitselect(next2, v2, mask), 16);
    v128.store(split, low, 32);
    v128.store(split, f32x4.sub(y, f32x4.mul(f32x4.splat(<f32>Math.SQRT2), f32x4.add(v1, next1))), 48);
    if (inside) {
      countOne(state, 2 * i, f32x4.extract_lane(low, 2));
      countOne(state, 2 * i + 1, f32x4.extract_lane(low, 3));
    }
  }
  if (inside) {
    countOne(state, 2 * state.splitCount, f32x4.extract_lane(x, 0));
    countOne(state, 2 * state.splitCount + 1, f32x4.extract_lane(x, 1));
  }
}

/** v + (a·v1 + b·e). */
function nextState(v: v128, v1: v128, e: v128, a: v128, b: v128): v128 {
  return f32x4.add(v, f32x4.add(f32x4.mul(a, v1), f32x4.mul(b, e)));
}

/** The turns from splitCount to count − 1, where every lane has its frame. T has the number of splits for its place
 * among u8, u16, u32, u64: the compiler writes one loop for each. */
function innerFrames<T>(state: BandsState, left: usize, right: usize, count: i32): void {
  const s = state.splits,
    t = s + SPLIT_BYTES,
    u = t + SPLIT_BYTES,
    w = u + SPLIT_BYTES;
  const half = f32x4.splat(0.5),
    k = f32x4.splat(<f32>Math.SQRT2);
  let s1 = v128.load(s, 0),
    s2 = v128.load(s, 16),
    sLow = v128.load(s, 32),
    sAll = v128.load(s, 48);
  let t1 = v128.load(t, 0),
    t2 = v128.load(t, 16),
    tLow = v128.load(t, 32),
    tAll = v128.load(t, 48);
  let u1 = v128.load(u, 0),
    u2 = v128.load(u, 16),
    uLow = v128.load(u, 32),
    uAll = v128.load(u, 48);
  let w1 = v128.load(w, 0),
    w2 = v128.load(w, 16),
    wLow = v128.load(w, 32),
    wAll = v128.load(w, 48);
  const sa = v128.load(s, 64),
    sb = v128.load(s, 80),
    sc = v128.load(s, 96);
  const ta = v128.load(t, 64),
    tb = v128.load(t, 80),
    tc = v128.load(t, 96);
  const ua = v128.load(u, 64),
    ub = v128.load(u, 80),
    uc = v128.load(u, 96);
  const wa = v128.load(w, 64),
    wb = v128.load(w, 80),
    wc = v128.load(w, 96);
  let sum0 = v128.load(state.sums, 0),
    sum1 = v128.load(state.sums, 16),
    sum2 = v128.load(state.sums, 32);
  let peak0 = v128.load(state.peaks, 0),
    peak1 = v128.load(state.peaks, 16),
    peak2 = v128.load(state.peaks, 32);
  const skipped = (<usize>state.splitCount) << 2;
  const end = left + ((<usize>count) << 2);
  let r = right + skipped;
  for (let l = left + skipped; l < end; l += 4, r += 4) {
    const x = v128.shuffle<f32>(v128.load_zero<f32>(l), v128.load_zero<f32>(r), 0, 4, 1, 5);
    const y = v128.shuffle<i64>(x, sLow, 0, 2);
    const e = f32x4.sub(y, s2),
      s1Was = s1,
      s2Was = s2;
    s1 = nextState(s1, s1Was, e, sa, sb);
    s2 = nextState(s2, s1Was, e, sb, sc);
    sLow = f32x4.mul(half, f32x4.add(s2Was, s2));
    let high = f32x4.sub(sAll, v128.shuffle<i64>(sLow, sLow, 1, 0));
    sAll = f32x4.sub(y, f32x4.mul(k, f32x4.add(s1Was, s1)));
    if (sizeof<T>() === 1) {
      const both = v128.shuffle<i64>(sLow, high, 1, 2);
      sum0 = f32x4.add(sum0, f32x4.mul(both, both));
      peak0 = f32x4.pmax(peak0, f32x4.abs(both));
      continue;
    }
    const yt = v128.shuffle<i64>(high, tLow, 0, 2);
    const et = f32x4.sub(yt, t2),
      t1Was = t1,
      t2Was = t2;
    t1 = nextState(t1, t1Was, et, ta, tb);
    t2 = nextState(t2, t1Was, et, tb, tc);
    tLow = f32x4.mul(half, f32x4.add(t2Was, t2));
    high = f32x4.sub(tAll, v128.shuffle<i64>(tLow, tLow, 1, 0));
    tAll = f32x4.sub(yt, f32x4.mul(k, f32x4.add(t1Was, t1)));
    const lows = v128.shuffle<i64>(sLow, tLow, 1, 3);
    sum0 = f32x4.add(sum0, f32x4.mul(lows, lows));
    peak0 = f32x4.pmax(peak0, f32x4.abs(lows));
    if (sizeof<T>() === 2) {
      sum1 = f32x4.add(sum1, f32x4.mul(high, high));
      peak1 = f32x4.pmax(peak1, f32x4.abs(high));
      continue;
    }
    const yu = v128.shuffle<i64>(high, uLow, 0, 2);
    const eu = f32x4.sub(yu, u2),
      u1Was = u1,
      u2Was = u2;
    u1 = nextState(u1, u1Was, eu, ua, ub);
    u2 = nextState(u2, u1Was, eu, ub, uc);
    uLow = f32x4.mul(half, f32x4.add(u2Was, u2));
    high = f32x4.sub(uAll, v128.shuffle<i64>(uLow, uLow, 1, 0));
    uAll = f32x4.sub(yu, f32x4.mul(k, f32x4.add(u1Was, u1)));
    if (sizeof<T>() === 4) {
      const both = v128.shuffle<i64>(uLow, high, 1, 2);
      sum1 = f32x4.add(sum1, f32x4.mul(both, both));
      peak1 = f32x4.pmax(peak1, f32x4.abs(both));
      continue;
    }
    const yw = v128.shuffle<i64>(high, wLow, 0, 2);
    const ew = f32x4.sub(yw, w2),
      w1Was = w1,
      w2Was = w2;
    w1 = nextState(w1, w1Was, ew, wa, wb);
    w2 = nextState(w2, w1Was, ew, wb, wc);
    wLow = f32x4.mul(half, f32x4.add(w2Was, w2));
    high = f32x4.sub(wAll, v128.shuffle<i64>(wLow, wLow, 1, 0));
    wAll = f32x4.sub(yw, f32x4.mul(k, f32x4.add(w1Was, w1)));
    const upper = v128.shuffle<i64>(uLow, wLow, 1, 3);
    sum1 = f32x4.add(sum1, f32x4.mul(upper, upper));
    peak1 = f32x4.pmax(peak1, f32x4.abs(upper));
    sum2 = f32x4.add(sum2, f32x4.mul(high, high));
    peak2 = f32x4.pmax(peak2, f32x4.abs(high));
  }
  storeSplit(s, s1, s2, sLow, sAll);
  if (sizeof<T>() > 1) storeSplit(t, t1, t2, tLow, tAll);
  if (sizeof<T>() > 2) storeSplit(u, u1, u2, uLow, uAll);
  if (sizeof<T>() > 4) storeSplit(w, w1, w2, wLow, wAll);
  v128.store(state.sums, sum0, 0);
  v128.store(state.sums, sum1, 16);
  v128.store(state.sums, sum2, 32);
  v128.store(state.peaks, peak0, 0);
  v128.store(state.peaks, peak1, 16);
  v128.store(state.peaks, peak2, 32);
}

function storeSplit(split: usize, v1: v128, v2: v128, low: v128, all: v128): void {
  v128.store(split, v1, 0);
  v128.store(split, v2, 16);
  v128.store(split, low, 32);
  v128.store(split, all, 48);
}
