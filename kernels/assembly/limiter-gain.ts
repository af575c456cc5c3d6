import { allocate } from './memory';

// The gain is worked out once per group of frames and drawn as straight lines between the groups:
//
//   demand → largest of the group → largest of the look-ahead → reduction held and released → three box averages → line
//
// Reductions are binary logarithms, ≥ 0 (1 = 6.02 dB). Averages are sums of 30-bit integers, so they never drift and a
// block may end anywhere. A gain is never above what any frame it is drawn over requires: the look-ahead is as long as
// the averages, whose weights are positive and sum to one.

const ONE: i64 = 1 << 30;
/** A reduction that small (0.001 dB) is over. */
const RESTED: f64 = 1.6e-4;
/** Frames count as reduced from 0.01 dB on. */
const COUNTED: f64 = 0.99885;
/** Required gains stay 0.003 dB below the ceiling: room for rounding and for the guard's finer reading. */
const ROOM: f64 = 1.0 - 3.5e-4;

/** The low band is held 0.8 dB lower than it needs alone: crests carry more than bass. */
const LOW_ROOM: f64 = 1.1;
/** Of the reduction, 6.6 dB at most are held for the low band: past that, loudness is worth more than a clean bass. */
const LOW_MOST: f64 = 1.1;

@unmanaged
class GainState {
  // settings
  groupFrames: i32;
  lookGroups: i32;
  box1: i32;
  box2: i32;
  box3: i32;
  holdStrides: i32;
  drive: f32;
  threshold: f32; // demand that just touches the ceiling
  fastStep: f64; // share of the way that the fast branch goes per group
  slowStep: f64;
  slowWeight: f64;
  // rings
  look: usize;
  hold: usize;
  ring1: usize;
  ring2: usize;
  ring3: usize;
  // state from here on, cleared by reset
  frame: i32; // within the group
  groupPeak: f32;
  lookIndex: i32;
  lookMost: f32;
  lookAge: i32;
  holdIndex: i32;
  holdMost: f32;
  holdAge: i32;
  index1: i32;
  index2: i32;
  index3: i32;
  sum1: i64;
  sum2: i64;
  sum3: i64;
  fast: f64; // reduction of the fast branch
  slow: f64; // its running mean
  from: f64; // gain at the start of the line that is being drawn, before the drive
  to: f64;
  restGroups: i32; // groups since everything was last in motion
}

/** @param holdStrides  how many low-band values are remembered */
export function limiterGainMake(
  groupFrames: i32,
  box1: i32,
  box2: i32,
  box3: i32,
  holdStrides: i32,
  driveDb: f64,
  ceilingDb: f64,
  fastGroups: f64,
  slowGroups: f64,
  slowWeight: f64,
): usize {
  const state = changetype<GainState>(allocate(offsetof<GainState>()));
  state.groupFrames = groupFrames;
  state.lookGroups = box1 + box2 + box3 - 1;
  state.box1 = box1;
  state.box2 = box2;
  state.box3 = box3;
  state.holdStrides = holdStrides;
  const drive = decibels(driveDb);
  state.drive = <f32>drive;
  state.threshold = <f32>((decibels(ceilingDb) * ROOM) / <f64>state.drive);
  state.fastStep = 1.0 - Math.exp(-1.0 / fastGroups);
  state.slowStep = 1.0 - Math.exp(-1.0 / slowGroups);
  state.slowWeight = slowWeight;
  state.look = allocate((<usize>state.lookGroups) << 2);
  state.hold = allocate((<usize>holdStrides) << 2);
  state.ring1 = allocate((<usize>box1) << 3);
  state.ring2 = allocate((<usize>box2) << 3);
  state.ring3 = allocate((<usize>box3) << 3);
  limiterGainReset(changetype<usize>(state));
  return changetype<usize>(state);
}

function decibels(db: f64): f64 {
  return db === 0.0 ? 1.0 : Math.pow(10.0, db / 20.0);
}

export function limiterGainReset(pointer: usize): void {
  const state = changetype<GainState>(pointer);
  const first = offsetof<GainState>('frame');
  memory.fill(pointer + first, 0, offsetof<GainState>() - first);
  memory.fill(state.look, 0, (<usize>state.lookGroups) << 2);
  memory.fill(state.hold, 0, (<usize>state.holdStrides) << 2);
  fill(state.ring1, state.box1, ONE);
  fill(state.ring2, state.box2, ONE * state.box1);
  fill(state.ring3, state.box3, ONE * state.box1 * state.box2);
  state.sum1 = ONE * state.box1;
  state.sum2 = state.sum1 * state.box2;
  state.sum3 = state.sum2 * state.box3;
  state.from = 1.0;
  state.to = 1.0;
  state.restGroups = 1 << 20;
}

function fill(ring: usize, count: i32, value: i64): void {
  for (let n = 0; n < count; n++) store<i64>(ring + ((<usize>n) << 3), value);
}

/**
 * @param lows   I  one value per `strideFrames`, counted from the start of the call
 * @param gains  O  f32[frameCount]
 * @returns frames whose gain is reduced
 */
export function limiterGainProcess(
  pointer: usize,
  peaks: usize,
  lows: usize,
  strideFrames: i32,
  frameCount: i32,
  gains: usize,
): i32 {
  const state = changetype<GainState>(pointer);
  const groupFrames = state.groupFrames;
  let reduced = 0;
  let low = lows;
  let lowLeft = 0;
  for (let done = 0; done < frameCount; ) {
    if (lowLeft === 0) {
      holdLow(state, load<f32>(low));
      low += 4;
      lowLeft = strideFrames;
    }
    const offset = (<usize>done) << 2;
    if (lowLeft === strideFrames && rests(state) && frameCount - done >= strideFrames) {
      if (allBelow(peaks + offset, strideFrames, state.threshold)) {
        fillGains(gains + offset, strideFrames, state.drive);
        done += strideFrames;
        lowLeft = 0;
        continue;
      }
    }
    const count = min(min(groupFrames - state.frame, lowLeft), frameCount - done);
    if (state.from === 1.0 && state.to === 1.0) fillGains(gains + offset, count, state.drive);
    else reduced += drawGains(state, gains + offset, count);
    state.groupPeak = max(state.groupPeak, largestOf(peaks + offset, count));
    state.frame += count;
    done += count;
    lowLeft -= count;
    if (state.frame === groupFrames) endGroup(state);
  }
  return reduced;
}

/** Between groups, with every ring at its neutral value: groups without demand change nothing. */
function rests(state: GainState): bool {
  return state.frame === 0 && state.restGroups > state.lookGroups + 2;
}

/** @param count  a multiple of 16 */
function allBelow(from: usize, count: i32, limit: f32): bool {
  const end = from + ((<usize>count) << 2);
  let most = f32x4.splat(0);
  for (; from < end; from += 64) {
    const first = f32x4.pmax(v128.load(from), v128.load(from, 16));
    most = f32x4.pmax(most, f32x4.pmax(first, f32x4.pmax(v128.load(from, 32), v128.load(from, 48))));
  }
  return !v128.any_true(f32x4.gt(most, f32x4.splat(limit)));
}

function fillGains(to: usize, count: i32, value: f32): void {
  const values = f32x4.splat(value);
  let n = 0;
  for (; n <= count - 4; n += 4) v128.store(to + ((<usize>n) << 2), values);
  for (; n < count; n++) store<f32>(to + ((<usize>n) << 2), value);
}

function largestOf(from: usize, count: i32): f32 {
  let most: f32 = 0;
  let n = 0;
  if (count >= 4) {
    let mosts = v128.load(from);
    for (n = 4; n <= count - 4; n += 4) mosts = f32x4.pmax(mosts, v128.load(from + ((<usize>n) << 2)));
    mosts = f32x4.pmax(mosts, v128.shuffle<f32>(mosts, mosts, 2, 3, 0, 1));
    most = max(f32x4.extract_lane(mosts, 0), f32x4.extract_lane(mosts, 1));
  }
  for (; n < count; n++) most = max(most, load<f32>(from + ((<usize>n) << 2)));
  return most;
}

/** The straight line from `from` to `to`; both ends in f32, so that a constant stays a constant. */
function drawGains(state: GainState, to: usize, count: i32): i32 {
  const from = <f32>state.from * state.drive;
  const step = (<f32>state.to * state.drive - from) / <f32>state.groupFrames;
  const last = max(from, <f32>state.to * state.drive);
  const limit = f32x4.splat(last);
  let position = f32x4.add(f32x4.splat(<f32>(state.frame + 1)), f32x4(0, 1, 2, 3));
  let n = 0;
  for (; n <= count - 4; n += 4) {
    const line = f32x4.add(f32x4.splat(from), f32x4.mul(f32x4.splat(step), position));
    v128.store(to + ((<usize>n) << 2), f32x4.pmin(limit, line));
    position = f32x4.add(position, f32x4.splat(4));
  }
  for (; n < count; n++) {
    store<f32>(to + ((<usize>n) << 2), min(last, from + step * <f32>(state.frame + 1 + n)));
  }
  return min(state.from, state.to) < COUNTED ? count : 0;
}

/** Largest of the last `count` values: the ring is read again only when its largest value falls out. */
function lookAhead(state: GainState, value: f32): f32 {
  const count = state.lookGroups;
  store<f32>(state.look + ((<usize>state.lookIndex) << 2), value);
  state.lookIndex = state.lookIndex + 1 === count ? 0 : state.lookIndex + 1;
  state.lookAge++;
  if (value >= state.lookMost) {
    state.lookMost = value;
    state.lookAge = 0;
  } else if (state.lookAge >= count) {
    state.lookAge = youngestLargest(state.look, count, state.lookIndex);
    state.lookMost = valueAtAge(state.look, count, state.lookIndex, state.lookAge);
  }
  return state.lookMost;
}

/** The low band's largest value of the last `holdStrides`, kept in holdMost. */
function holdLow(state: GainState, value: f32): void {
  const count = state.holdStrides;
  store<f32>(state.hold + ((<usize>state.holdIndex) << 2), value);
  state.holdIndex = state.holdIndex + 1 === count ? 0 : state.holdIndex + 1;
  state.holdAge++;
  if (value >= state.holdMost) {
    state.holdMost = value;
    state.holdAge = 0;
  } else if (state.holdAge >= count) {
    state.holdAge = youngestLargest(state.hold, count, state.holdIndex);
    state.holdMost = valueAtAge(state.hold, count, state.holdIndex, state.holdAge);
  }
}

function valueAtAge(ring: usize, count: i32, next: i32, age: i32): f32 {
  let index = next - 1 - age;
  if (index < 0) index += count;
  return load<f32>(ring + ((<usize>index) << 2));
}

function youngestLargest(ring: usize, count: i32, next: i32): i32 {
  let best = 0;
  let most: f32 = -1;
  for (let age = 0; age < count; age++) {
    const value = valueAtAge(ring, count, next, age);
    if (value > most) {
      most = value;
      best = age;
    }
  }
  return best;
}

function endGroup(state: GainState): void {
  const resting = state.restGroups > state.lookGroups + 2;
  const threshold = state.threshold;
  const peak: f32 = state.groupPeak > threshold ? state.groupPeak : 0;
  state.frame = 0;
  state.groupPeak = 0;
  state.from = state.to;
  if (peak === 0 && resting) return;
  const most = lookAhead(state, peak);
  const required = most > 0 ? min(1.0, <f64>threshold / <f64>most) : 1.0;
  const reduction = release(state, required, state.holdMost / threshold);
  const envelope = reduction === 0.0 ? 1.0 : min(required, Math.exp2(-reduction));
  state.restGroups = envelope < 1.0 ? 0 : state.restGroups + 1;
  state.to = average(state, <i64>Math.floor(envelope * <f64>ONE));
}

/**
 * The reduction now: at once what is required; otherwise the fast branch falls toward what the low band alone asked for
 * in its last half period, so that the gain does not trace a bass waveform, and never below a share of its own mean.
 */
function release(state: GainState, required: f64, lowShare: f64): f64 {
  const demand = required < 1.0 ? -Math.log2(required) : 0.0;
  const low = lowShare * LOW_ROOM;
  const floor = low > 1.0 ? min(min(state.fast, LOW_MOST), Math.log2(low)) : 0.0;
  let fast = state.fast + (floor - state.fast) * state.fastStep;
  if (fast < demand) fast = demand;
  if (fast < RESTED) fast = 0.0;
  let slow = state.slow + (fast - state.slow) * state.slowStep;
  if (slow < RESTED && fast === 0.0) slow = 0.0;
  state.fast = fast;
  state.slow = slow;
  return max(fast, slow * state.slowWeight);
}

/** Three running means in a row. @returns the gain, exactly 1 when all that was averaged is 1 */
function average(state: GainState, value: i64): f64 {
  const slot1 = state.ring1 + ((<usize>state.index1) << 3);
  state.sum1 += value - load<i64>(slot1);
  store<i64>(slot1, value);
  state.index1 = state.index1 + 1 === state.box1 ? 0 : state.index1 + 1;
  const slot2 = state.ring2 + ((<usize>state.index2) << 3);
  state.sum2 += state.sum1 - load<i64>(slot2);
  store<i64>(slot2, state.sum1);
  state.index2 = state.index2 + 1 === state.box2 ? 0 : state.index2 + 1;
  const slot3 = state.ring3 + ((<usize>state.index3) << 3);
  state.sum3 += state.sum2 - load<i64>(slot3);
  store<i64>(slot3, state.sum2);
  state.index3 = state.index3 + 1 === state.box3 ? 0 : state.index3 + 1;
  return <f64>state.sum3 / <f64>(ONE * state.box1 * state.box2 * state.box3);
}

/** channel[n] *= gains[n] */
export function limiterApply(channel: usize, gains: usize, frameCount: i32): void {
  const vectors = channel + ((<usize>(frameCount & ~7)) << 2);
  const end = channel + ((<usize>frameCount) << 2);
  for (; channel < vectors; channel += 32, gains += 32) {
    v128.store(channel, f32x4.mul(v128.load(channel), v128.load(gains)));
    v128.store(channel, f32x4.mul(v128.load(channel, 16), v128.load(gains, 16)), 16);
  }
  for (; channel < end; channel += 4, gains += 4) {
    store<f32>(channel, load<f32>(channel) * load<f32>(gains));
  }
}
