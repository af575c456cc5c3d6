import { allocate } from './memory';
import { nyquistAmplitude, nyquistTable } from './nyquist';
import {
  copyVectors,
  eighthPoints,
  foldPlanes,
  halfPoints,
  PLANE_BYTES,
  PLANE_MARGIN_FRAMES,
  PLANES_BYTES,
  quarterPoints,
  sixteenthPoints,
  TILE_FRAMES,
} from './oversample';
import { designMidpoint } from './sinc';

const HALF_PAIRS: i32 = 32; // 64 taps, stop band −90 dB, flat to 0.46 of the rate
/** Close to the ceiling, and where the audio reaches up to half its rate, the 1/k tails of the sinc matter: 512 taps. */
const LONG_PAIRS: i32 = 256;
const NEAR: f32 = 0.985;
const QUARTER_PAIRS: i32 = 6;
const EIGHTH_PAIRS: i32 = 4;
const SIXTEENTH_PAIRS: i32 = 4;
/** |f(t)| ≥ M cos(π d) at d frames from the largest magnitude M: 1 / cos(π/4), (π/8), (π/16), rounded up. */
const HALF_BOUND: f32 = 1.4143;
const QUARTER_BOUND: f32 = 1.0825;
const EIGHTH_BOUND: f32 = 1.0197;
/** Room for what the halving stages add to the first stage's sum of magnitudes. */
const SUM_BOUND: f32 = 1.1;
const PLANE_FRAMES: i32 = TILE_FRAMES + 2 * PLANE_MARGIN_FRAMES;
const SPAN_BYTES: usize = (<usize>(TILE_FRAMES + 4)) << 2; // the tile and the sample that ends its last frame
/** Amplitude near half the rate, in ceilings, from which the long kernel is taken. */
const NYQUIST_SHARE: f32 = 0.004;
/** There meters differ by their kernels; this share of that amplitude is kept free, at most NYQUIST_ROOM. */
const NYQUIST_ROOM_SHARE: f32 = 0.3;
const NYQUIST_ROOM: f32 = 0.15;
/** Kept free everywhere, 0.0026 dB: what two good 16-times kernels differ by in the pass band. */
const ROOM: f32 = 3e-4;

@unmanaged
class GuardState {
  halfTable: usize;
  longTable: usize;
  quarterTable: usize;
  eighthTable: usize;
  sixteenthTable: usize;
  nyquistTable: usize;
  planes: usize;
  fold: usize;
  pending: usize; // dips around the tile: from dipFrames before it to dipFrames behind it
  dipTable: usize;
  dipFrames: i32;
  pendingTiles: i32; // tiles until `pending` is all ones again
  magnitudeSum: f32; // of the half point's weights, with room
  most: f32;
  room: f32; // what the tile keeps free below the ceiling
}

/** @param dipFrames  half width of a dip */
export function peakGuardMake(dipFrames: i32): usize {
  const state = changetype<GuardState>(allocate(offsetof<GuardState>()));
  state.halfTable = makeTable(HALF_PAIRS, 9.0);
  state.longTable = makeTable(LONG_PAIRS, 5.0);
  state.quarterTable = makeTable(QUARTER_PAIRS, 9.0);
  state.eighthTable = makeTable(EIGHTH_PAIRS, 9.0);
  state.sixteenthTable = makeTable(SIXTEENTH_PAIRS, 9.0);
  let sum: f32 = 0;
  for (let k = 0; k < HALF_PAIRS; k++) sum += 2 * abs(load<f32>(state.halfTable + ((<usize>k) << 2)));
  state.magnitudeSum = sum * SUM_BOUND;
  state.planes = allocate(PLANES_BYTES) + ((<usize>PLANE_MARGIN_FRAMES) << 2);
  state.fold = allocate((<usize>TILE_FRAMES) << 2);
  state.dipFrames = dipFrames;
  state.pending = allocate((<usize>(TILE_FRAMES + 2 * dipFrames)) << 2);
  state.dipTable = allocate((<usize>(dipFrames + 1)) << 2);
  for (let n = 0; n <= dipFrames; n++) {
    // raised cosine with a flat top of four frames, so that a peak between two frames is met in full
    const phase = (Math.PI * <f64>max(0, n - 1)) / <f64>dipFrames;
    store<f32>(state.dipTable + ((<usize>n) << 2), <f32>(0.5 + 0.5 * Math.cos(phase)));
  }
  state.nyquistTable = nyquistTable();
  return changetype<usize>(state);
}

function makeTable(pairCount: i32, beta: f64): usize {
  const table = allocate((<usize>pairCount) << 2);
  designMidpoint(table, pairCount, beta);
  return table;
}

/**
 * @param channels  I   usize[channelCount]: address of the passage's first frame; context lies before and behind
 * @param dips      IO  address of the factor for the passage's first frame; context likewise
 * @returns the passage's largest magnitude
 */
export function peakGuardRepair(
  pointer: usize,
  channels: usize,
  channelCount: i32,
  frameCount: i32,
  ceiling: f32,
  dips: usize,
): f32 {
  const state = changetype<GuardState>(pointer);
  state.most = 0;
  state.pendingTiles = 0;
  const pendingFrames = TILE_FRAMES + 2 * state.dipFrames;
  for (let n = 0; n < pendingFrames; n++) store<f32>(state.pending + ((<usize>n) << 2), 1);
  let start = 0;
  for (; start < frameCount; start += TILE_FRAMES) {
    for (let n: usize = 0; n < (<usize>TILE_FRAMES) << 2; n += 16) v128.store(state.fold + n, f32x4.splat(0));
    state.room = ROOM;
    const count = min(TILE_FRAMES, frameCount - start);
    for (let channel = 0; channel < channelCount; channel++) {
      const from = load<usize>(channels + <usize>channel * sizeof<usize>()) + ((<usize>start) << 2);
      measureTile(state, from, ceiling);
    }
    state.most = max(state.most, largestOfFold(state, count));
    markDips(state, ceiling, count);
    takeDips(state, dips, start, TILE_FRAMES, frameCount);
  }
  takeDips(state, dips, start, pendingFrames, frameCount);
  return state.most;
}

/** Folds the channel's magnitudes into the tile, as finely as the tile could matter. */
function measureTile(state: GuardState, from: usize, ceiling: f32): void {
  const planes = state.planes;
  const margin = (<usize>PLANE_MARGIN_FRAMES) << 2;
  const needed = min(ceiling * (1 - NYQUIST_ROOM), state.most);
  const reach = (<usize>HALF_PAIRS) << 2;
  const around = largest(from - reach, ((<usize>TILE_FRAMES) << 2) + 2 * reach);
  if (around * state.magnitudeSum <= needed) return;
  copyVectors(planes - margin, from - margin, ((<usize>TILE_FRAMES) << 2) + 2 * margin);
  const halves = planes + 4 * PLANE_BYTES;
  halfPoints(from - margin, halves - margin, PLANE_FRAMES, state.halfTable, HALF_PAIRS);
  if (max(largest(planes, SPAN_BYTES), largest(halves, SPAN_BYTES)) * HALF_BOUND <= needed) return;
  const nyquist = nyquistAmplitude(from, TILE_FRAMES, state.nyquistTable) / ceiling;
  const most = refineTile(state, needed);
  if (nyquist > NYQUIST_SHARE) state.room = max(state.room, min(NYQUIST_ROOM, NYQUIST_ROOM_SHARE * nyquist));
  else if (most < NEAR * ceiling) return;
  halfPoints(from - margin, halves - margin, PLANE_FRAMES, state.longTable, LONG_PAIRS);
  refineTile(state, needed);
}

/** Quarter, eighth and sixteenth points as far as `needed` asks for them. @returns the largest magnitude met */
function refineTile(state: GuardState, needed: f32): f32 {
  const planes = state.planes;
  quarterPoints(planes, 8, state.quarterTable);
  let most: f32 = 0;
  for (let plane: usize = 0; plane < 8; plane += 2)
    most = max(most, largest(planes + plane * PLANE_BYTES, SPAN_BYTES));
  if (most * QUARTER_BOUND <= needed) return most;
  eighthPoints(planes, 4, state.eighthTable);
  for (let plane: usize = 1; plane < 8; plane += 2)
    most = max(most, largest(planes + plane * PLANE_BYTES, SPAN_BYTES));
  if (most * EIGHTH_BOUND <= needed) return most;
  foldPlanes(planes, 0, 1, state.fold);
  sixteenthPoints(planes, state.sixteenthTable, state.fold);
  return most;
}

/** Largest magnitude of `bytes` (a multiple of 16). */
function largest(from: usize, bytes: usize): f32 {
  let most = f32x4.splat(0);
  const end = from + bytes;
  for (; from < end; from += 16) most = f32x4.pmax(most, f32x4.abs(v128.load(from)));
  const first = max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
  return max(first, max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
}

function largestOfFold(state: GuardState, count: i32): f32 {
  let most: f32 = 0;
  for (let n = 0; n < count; n++) most = max(most, load<f32>(state.fold + ((<usize>n) << 2)));
  return most;
}

function markDips(state: GuardState, ceiling: f32, count: i32): void {
  const reach = state.dipFrames;
  const allowed: f32 = ceiling * (1 - 0.5 * state.room); // dips end below what starts them: the next round finds none
  const wanted: f32 = ceiling * (1 - state.room);
  for (let n = 0; n < count; n++) {
    const magnitude = load<f32>(state.fold + ((<usize>n) << 2));
    if (magnitude <= allowed) continue;
    const depth: f32 = 1 - wanted / magnitude;
    const peak = state.pending + ((<usize>(n + reach)) << 2); // pending begins `reach` frames before the tile
    for (let d = 0; d < reach; d++) {
      const dip: f32 = 1 - depth * load<f32>(state.dipTable + ((<usize>d) << 2));
      const before = peak - ((<usize>d) << 2);
      const behind = peak + ((<usize>(d + 1)) << 2);
      store<f32>(before, min(load<f32>(before), dip));
      store<f32>(behind, min(load<f32>(behind), dip));
    }
    state.pendingTiles = 2 + (2 * reach) / TILE_FRAMES;
  }
}

/** Multiplies the first `count` pending factors into the dips and moves the rest up. */
function takeDips(state: GuardState, dips: usize, start: i32, count: i32, frameCount: i32): void {
  if (state.pendingTiles === 0) return;
  state.pendingTiles--;
  const reach = state.dipFrames;
  const first = start - reach;
  const present = min(count, frameCount + reach - first);
  let to = dips + ((<isize>first) << 2);
  for (let n = 0; n < present; n++, to += 4) {
    store<f32>(to, load<f32>(to) * load<f32>(state.pending + ((<usize>n) << 2)));
  }
  const rest = TILE_FRAMES + 2 * reach - count;
  memory.copy(state.pending, state.pending + ((<usize>count) << 2), (<usize>rest) << 2);
  for (let n = rest; n < rest + count; n++) store<f32>(state.pending + ((<usize>n) << 2), 1);
}
