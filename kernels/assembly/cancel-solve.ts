// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { PulseState, pulseShape } from './cancel-pulses';
import { allocate, allocateRaw } from './memory';

// Of all corrections e that bring x under the ceiling, the one that the music masks best minimises eᵀR⁻¹e, where the rows of
// R are the masked pulses. Its solution is a sum of pulses λₖ·r(t − tₖ) at the peaks tₖ, each λₖ of the peak's own sign. It is
// found one peak at a time: a peak that stands over raises its λ by what it stands over, one that has come to lie under
// lowers it again, but not past zero.
// C. Hildreth, A quadratic programming procedure, Naval Research Logistics Quarterly 4 (1957).

/** Points that share a ceiling and are looked at together. */
export const CHUNK_POINTS: i32 = 64;
const MOST_SWEEPS: i32 = 40;
/** From here on nothing is given back, so that what is left over soon ends. */
const RETURNING_SWEEPS: i32 = 28;
/** Peaks over by less are left to the guard: 0.003 dB. */
const OVER: f32 = 3e-4;
/** Peaks under by less keep what they gave: 0.02 dB. */
const UNDER: f32 = 2e-3;

@unmanaged
export class SolveState {
  hops: i32;
  points: usize; // f32 each, with CHUNK_POINTS before and behind
  weights: usize; // λ per point
  dirty: usize; // u8 per chunk
  reach: i32; // of a pulse, points
  hopPoints: i32;
  hopOffset: i32; // of the first point against the middle between two hops
  pulses: usize; // per hop the address of its pulse, 0 until a peak asks for it
  pulseRoom: usize;
  pulseBytes: usize;
  pulseState: usize;
  music: usize; // the frame in the middle of the first hop
  hopBytes: usize;
  ceilings: usize; // per chunk
}

export function solveMake(capacity: i32, reach: i32, hops: i32): usize {
  const state = changetype<SolveState>(allocateRaw(offsetof<SolveState>()));
  state.reach = reach;
  const bytes = (<usize>(capacity + 2 * CHUNK_POINTS)) << 2;
  state.points = allocateRaw(bytes) + ((<usize>CHUNK_POINTS) << 2);
  state.weights = allocateRaw(bytes) + ((<usize>CHUNK_POINTS) << 2);
  state.dirty = allocateRaw(<usize>(capacity / CHUNK_POINTS + 2));
  state.ceilings = allocateRaw((<usize>(capacity / CHUNK_POINTS)) << 2);
  state.hops = hops;
  state.pulses = allocate(<usize>hops * sizeof<usize>());
  state.pulseBytes = (<usize>(2 * reach + 4)) << 2;
  state.pulseRoom = allocateRaw(<usize>hops * state.pulseBytes);
  return changetype<usize>(state);
}

/**
 * Brings the first `count` points under the ceiling; a multiple of CHUNK_POINTS. Pulses reach beyond neither end.
 * @returns whether anything was changed
 */
export function solve(state: SolveState, count: i32): bool {
  const guardBytes = (<usize>CHUNK_POINTS) << 2;
  memory.fill(state.weights - guardBytes, 0, ((<usize>count) << 2) + 2 * guardBytes);
  memory.fill(state.points - guardBytes, 0, guardBytes);
  memory.fill(state.points + ((<usize>count) << 2), 0, guardBytes);
  const chunks = count / CHUNK_POINTS;
  memory.fill(state.dirty, 1, <usize>chunks);
  memory.fill(state.pulses, 0, <usize>state.hops * sizeof<usize>());
  let isChanged = false;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let isWorked = false;
    for (let chunk = 0; chunk < chunks; chunk++) {
      if (load<u8>(state.dirty + <usize>chunk) === 0) continue;
      store<u8>(state.dirty + <usize>chunk, 0);
      if (visit(state, chunk * CHUNK_POINTS, count, sweep < RETURNING_SWEEPS)) isWorked = true;
    }
    if (!isWorked) break;
    isChanged = true;
  }
  return isChanged;
}

/** One look at a chunk. @returns whether a peak in it was moved */
function visit(state: SolveState, first: i32, count: i32, isReturning: bool): bool {
  const ceiling = load<f32>(state.ceilings + ((<usize>(first / CHUNK_POINTS)) << 2));
  if (isIdle(state, first, ceiling)) return false;
  const over = ceiling * (1 + OVER);
  const under = ceiling * (1 - UNDER);
  let isWorked = false;
  for (let m = first; m < first + CHUNK_POINTS; m++) {
    const at = state.points + ((<usize>m) << 2);
    const value = load<f32>(at);
    const magnitude = abs(value);
    const weight = load<f32>(state.weights + ((<usize>m) << 2));
    let step: f32 = 0;
    if (magnitude > over) {
      const before = abs(load<f32>(at - 4));
      const after = abs(load<f32>(at + 4));
      if (magnitude < before || magnitude <= after) continue;
      step = copysign(crest(before, magnitude, after) - ceiling, value);
    } else if (isReturning && weight !== 0) {
      const along = weight > 0 ? value : -value;
      if (along >= under) continue;
      step = copysign(max(-abs(weight), along - ceiling), -weight);
    }
    if (step === 0) continue;
    store<f32>(state.weights + ((<usize>m) << 2), weight + step);
    subtractPulse(state, m, step, count);
    isWorked = true;
  }
  return isWorked;
}

/** Whether no point is over and none has a weight. */
function isIdle(state: SolveState, first: i32, ceiling: f32): bool {
  const limit = f32x4.splat(ceiling);
  let busy = f32x4.splat(0);
  const offset = (<usize>first) << 2;
  for (let n: usize = offset; n < offset + ((<usize>CHUNK_POINTS) << 2); n += 16) {
    const isOver = f32x4.gt(f32x4.abs(v128.load(state.points + n)), limit);
    busy = v128.or(busy, v128.or(isOver, v128.load(state.weights + n)));
  }
  return !v128.any_true(busy);
}

/** Height of the parabola through three magnitudes of which the middle one is the largest. */
function crest(before: f32, middle: f32, after: f32): f32 {
  const bend = before - 2 * middle + after;
  const lean = after - before;
  return bend < 0 ? middle - (lean * lean) / (8 * bend) : middle;
}

function pulseOf(state: SolveState, hop: usize): usize {
  const slot = state.pulses + hop * sizeof<usize>();
  const known = load<usize>(slot);
  if (known !== 0) return known;
  const pulse = state.pulseRoom + hop * state.pulseBytes;
  pulseShape(changetype<PulseState>(state.pulseState), state.music + hop * state.hopBytes, pulse);
  store<usize>(slot, pulse);
  return pulse;
}

function subtractPulse(state: SolveState, middle: i32, step: f32, count: i32): void {
  const reach = state.reach;
  const hop = (middle + state.hopOffset) / state.hopPoints;
  const pulse = pulseOf(state, <usize>hop);
  const from = max(0, middle - reach);
  const to = min(count, middle + reach); // the pulse is zero there
  const scale = f32x4.splat(step);
  const offset = pulse + ((<usize>(reach - middle)) << 2);
  let n = from;
  for (; n <= to - 8; n += 8) {
    const at = (<usize>n) << 2;
    const points = state.points + at;
    v128.store(points, f32x4.sub(v128.load(points), f32x4.mul(scale, v128.load(offset + at))));
    v128.store(points, f32x4.sub(v128.load(points, 16), f32x4.mul(scale, v128.load(offset + at, 16))), 16);
  }
  for (; n < to; n++) {
    const at = (<usize>n) << 2;
    store<f32>(state.points + at, load<f32>(state.points + at) - step * load<f32>(offset + at));
  }
  const lastChunk = (to - 1) / CHUNK_POINTS;
  for (let chunk = from / CHUNK_POINTS; chunk <= lastChunk; chunk++) store<u8>(state.dirty + <usize>chunk, 1);
}
