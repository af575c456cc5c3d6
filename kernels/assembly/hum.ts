// Subtracts harmonics of one moving fundamental. The phasor of the fundamental is set anew on a grid of frames and
// turned by a constant angle between: the phase curve, straight over 64 frames (1.3 ms at 48 kHz), errs by
// ½·f'·(0.7 ms)² turns, 1e-7 for a drift of 0.3 Hz/s.

import { allocate } from './memory';

const GRID_FRAMES: i32 = 64;
/** Zero frames after which silence is digital: a sound may cross zero, it does not stay there. */
const SILENT_FRAMES: i32 = 32;

@unmanaged
class HumState {
  /** Frames since the start of the programme. */
  frame: i64;
  silentFrames: i32;
  lineCount: i32;
  nodeCount: i32;
  /** Cycles per frame of the carrier, nodes per frame. */
  carrier: f64;
  nodesPerFrame: f64;
  /** f64, nodeCount each. */
  turns: usize;
  gains: usize;
  /** lineCount × (re of both channels, im of both channels), f64. */
  amplitudes: usize;
  /** Phasor of the fundamental, what turns it, the gain and what it grows by per frame. */
  re: f64;
  im: f64;
  turnRe: f64;
  turnIm: f64;
  gain: f64;
  growth: f64;
}

/** Tables are f64 and stay the caller's: nodeCount turns and gains, lineCount × 4 amplitudes. */
export function humMake(
  carrier: f64,
  nodesPerFrame: f64,
  nodeCount: i32,
  turns: usize,
  gains: usize,
  lineCount: i32,
  amplitudes: usize,
): usize {
  const pointer = allocate(offsetof<HumState>());
  const state = changetype<HumState>(pointer);
  state.carrier = carrier;
  state.nodesPerFrame = nodesPerFrame;
  state.nodeCount = nodeCount;
  state.turns = turns;
  state.gains = gains;
  state.lineCount = lineCount;
  state.amplitudes = amplitudes;
  humReset(pointer);
  return pointer;
}

export function humReset(pointer: usize): void {
  const state = changetype<HumState>(pointer);
  state.frame = 0;
  state.silentFrames = SILENT_FRAMES;
}

function node(values: usize, count: i32, index: i32): f64 {
  return load<f64>(values + ((<usize>max(0, min(count - 1, index))) << 3));
}

/** Beyond the ends the curve goes on straight. */
function turnsAt(state: HumState, index: i32): f64 {
  const count = state.nodeCount;
  if (count < 2) return node(state.turns, count, 0);
  if (index < 0) return 2 * node(state.turns, count, 0) - node(state.turns, count, -index);
  if (index < count) return node(state.turns, count, index);
  const last = node(state.turns, count, count - 1);
  return last + <f64>(index - count + 1) * (last - node(state.turns, count, count - 2));
}

/** Phase of the fundamental, turns. E. Catmull and R. Rom, A class of local interpolating splines (1974). */
function phaseAt(state: HumState, frame: f64): f64 {
  const position = frame * state.nodesPerFrame;
  const whole = NativeMath.floor(position);
  const u = position - whole;
  const index = <i32>whole;
  const a = turnsAt(state, index - 1),
    b = turnsAt(state, index),
    c = turnsAt(state, index + 1),
    d = turnsAt(state, index + 2);
  const curve = b + 0.5 * u * (c - a + u * (2 * a - 5 * b + 4 * c - d + u * (3 * (b - c) + d - a)));
  const carried = state.carrier * frame;
  return carried - NativeMath.floor(carried) + curve;
}

function gainAt(state: HumState, frame: f64): f64 {
  const position = frame * state.nodesPerFrame;
  const index = <i32>NativeMath.floor(position);
  const from = node(state.gains, state.nodeCount, index);
  return from + (node(state.gains, state.nodeCount, index + 1) - from) * (position - <f64>index);
}

function setPhasor(state: HumState): void {
  const frame = <f64>state.frame;
  const turns = phaseAt(state, frame);
  const angle = 2 * NativeMath.PI * (turns - NativeMath.floor(turns));
  const step = phaseAt(state, frame + <f64>GRID_FRAMES) - turns;
  // whole turns of the carrier are taken off either phase; over 64 frames it makes less than half of one
  const turn = (2 * NativeMath.PI * (step - nearest<f64>(step))) / <f64>GRID_FRAMES;
  state.re = NativeMath.cos(angle);
  state.im = NativeMath.sin(angle);
  state.turnRe = NativeMath.cos(turn);
  state.turnIm = NativeMath.sin(turn);
  state.gain = gainAt(state, frame);
  state.growth = (gainAt(state, frame + <f64>GRID_FRAMES) - state.gain) / <f64>GRID_FRAMES;
}

/** In place; `right` may be `left`. */
export function humProcess(pointer: usize, left: usize, right: usize, frameCount: i32): void {
  const state = changetype<HumState>(pointer);
  const end = left + ((<usize>frameCount) << 2);
  for (; left < end; left += 4, right += 4) {
    if ((<i32>state.frame & (GRID_FRAMES - 1)) === 0) setPhasor(state);
    const l = load<f32>(left),
      r = load<f32>(right);
    state.silentFrames = l === 0 && r === 0 ? min(SILENT_FRAMES, state.silentFrames + 1) : 0;
    if (state.silentFrames < SILENT_FRAMES) {
      const hum = humNow(state);
      store<f32>(right, <f32>(<f64>r - f64x2.extract_lane(hum, 1)));
      store<f32>(left, <f32>(<f64>l - f64x2.extract_lane(hum, 0)));
    }
    const re = state.re * state.turnRe - state.im * state.turnIm;
    state.im = state.re * state.turnIm + state.im * state.turnRe;
    state.re = re;
    state.gain += state.growth;
    state.frame++;
  }
}

/** Σ Re(aₙ·pⁿ) of both channels. */
function humNow(state: HumState): v128 {
  const re = state.re,
    im = state.im;
  let pRe = state.gain * re,
    pIm = state.gain * im;
  let sums = f64x2.splat(0);
  let at = state.amplitudes;
  for (const end = at + ((<usize>state.lineCount) << 5); at < end; at += 32) {
    const real = f64x2.mul(v128.load(at), f64x2.splat(pRe));
    sums = f64x2.add(sums, f64x2.sub(real, f64x2.mul(v128.load(at, 16), f64x2.splat(pIm))));
    const next = pRe * re - pIm * im;
    pIm = pRe * im + pIm * re;
    pRe = next;
  }
  return sums;
}
