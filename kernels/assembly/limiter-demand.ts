import { allocate } from './memory';
import {
  copyVectors,
  foldEighths,
  foldQuarters,
  HALF_MARGIN_FRAMES,
  HALF_PAIRS,
  halfPoints,
  PLANE_BYTES,
  PLANE_MARGIN_FRAMES,
  PLANES_BYTES,
  QUARTER_PAIRS,
  quarterPoints,
  TILE_FRAMES,
} from './oversample';
import { designMidpoint, kaiser } from './sinc';

const EIGHTH_PAIRS: i32 = 3;
const LOW_PASS_HZ: f64 = 250; // half power well below 500 Hz: the taper does the rest
const LOW_TAPS_PER_STRIDE: i32 = 6;
/** Parts of 16 frames whose samples stay below this are taken as they are: 34 dB of drive would not bring them to full scale. */
const QUIET: f32 = 0.02;
const PART_BYTES: usize = 64;
const TILE_PARTS: i32 = TILE_FRAMES / 16;
const ALL_QUIET: i32 = (1 << TILE_PARTS) - 1;

@unmanaged
class DemandState {
  halfTable: usize;
  quarterTable: usize;
  eighthTable: usize;
  lowTable: usize;
  planes: usize;
  fold: usize;
  eighths: i32;
  lowStride: i32;
}

/**
 * @param eighths    1 for eight points per frame, 0 for four
 * @param lowStride  frames per low-band value; a multiple of 4
 */
export function limiterDemandMake(sampleRate: f64, lowStride: i32, eighths: i32): usize {
  const state = changetype<DemandState>(allocate(offsetof<DemandState>()));
  state.halfTable = allocate(4 * HALF_PAIRS);
  state.quarterTable = allocate(4 * QUARTER_PAIRS);
  state.eighthTable = allocate(4 * EIGHTH_PAIRS);
  designMidpoint(state.halfTable, HALF_PAIRS, 6.0);
  designMidpoint(state.quarterTable, QUARTER_PAIRS, 8.0);
  designMidpoint(state.eighthTable, EIGHTH_PAIRS, 7.0);
  state.planes = allocate(PLANES_BYTES) + ((<usize>PLANE_MARGIN_FRAMES) << 2);
  state.fold = allocate((<usize>TILE_FRAMES) << 2);
  state.eighths = eighths;
  state.lowStride = lowStride;
  state.lowTable = allocate((<usize>(lowStride * LOW_TAPS_PER_STRIDE)) << 2);
  designLowPass(state.lowTable, lowStride * LOW_TAPS_PER_STRIDE, LOW_PASS_HZ / sampleRate);
  return changetype<usize>(state);
}

function designLowPass(table: usize, tapCount: i32, cyclesPerSample: f64): void {
  const centre = 0.5 * <f64>(tapCount - 1);
  let sum = 0.0;
  for (let pass = 0; pass < 2; pass++) {
    for (let n = 0; n < tapCount; n++) {
      const t = <f64>n - centre; // never 0: tapCount is even
      const weight =
        (Math.sin(2.0 * Math.PI * cyclesPerSample * t) / t) * kaiser(t / (0.5 * <f64>tapCount), 5.0);
      if (pass === 0) sum += weight;
      else store<f32>(table + ((<usize>n) << 2), <f32>(weight / sum));
    }
  }
}

/**
 * @param channels  I  usize[channelCount]: address of the passage's first frame; context lies before and behind
 * @param peaks     O  f32[frameCount]
 */
export function limiterDemandPeaks(
  pointer: usize,
  channels: usize,
  channelCount: i32,
  frameCount: i32,
  peaks: usize,
): void {
  const state = changetype<DemandState>(pointer);
  for (let start = 0; start < frameCount; start += TILE_FRAMES) {
    const to = peaks + ((<usize>start) << 2);
    const whole = frameCount - start >= TILE_FRAMES;
    const fold = whole ? to : state.fold;
    for (let channel = 0; channel < channelCount; channel++) {
      const from = load<usize>(channels + <usize>channel * sizeof<usize>()) + ((<usize>start) << 2);
      foldTile(state, from, fold, channel > 0);
    }
    if (!whole) memory.copy(to, fold, (<usize>(frameCount - start)) << 2);
  }
}

/** fold[n] = largest magnitude from frame n to the next, of this channel or also (`raised`) of those before. */
function foldTile(state: DemandState, from: usize, fold: usize, raised: bool): void {
  const planes = state.planes;
  const margin = (<usize>HALF_MARGIN_FRAMES) << 2;
  copyVectors(planes - margin, from - margin, ((<usize>TILE_FRAMES) << 2) + 2 * margin);
  const quiet = quietParts(planes);
  const folded = planes + PLANE_BYTES; // the first odd plane is free
  if (quiet !== ALL_QUIET) {
    const halves = planes + 4 * PLANE_BYTES;
    halfPoints(
      from - margin,
      halves - margin,
      TILE_FRAMES + 2 * HALF_MARGIN_FRAMES,
      state.halfTable,
      HALF_PAIRS,
    );
    quarterPoints(planes, 4, state.quarterTable);
    if (state.eighths) foldEighths(planes, state.eighthTable, folded);
    else foldQuarters(planes, folded);
  }
  for (let part = 0; part < TILE_PARTS; part++) {
    const isQuiet = ((quiet >> (TILE_PARTS - 1 - part)) & 1) !== 0; // reads the same whatever tile it lies in
    const offset = <usize>part * PART_BYTES;
    raise(fold + offset, (isQuiet ? planes : folded) + offset, raised);
  }
}

/** to[n] = |from[n]| over one part, or the larger of that and to[n]. */
function raise(to: usize, from: usize, raised: bool): void {
  for (let n: usize = 0; n < PART_BYTES; n += 16) {
    const value = f32x4.abs(v128.load(from + n));
    v128.store(to + n, raised ? f32x4.pmax(v128.load(to + n), value) : value);
  }
}

/** One bit for each part of the tile whose samples all stay below QUIET. */
function quietParts(planes: usize): i32 {
  let parts = 0;
  for (let n: usize = 0; n < (<usize>TILE_FRAMES) << 2; n += PART_BYTES) {
    const first = f32x4.pmax(f32x4.abs(v128.load(planes + n)), f32x4.abs(v128.load(planes + n, 16)));
    const second = f32x4.pmax(f32x4.abs(v128.load(planes + n, 32)), f32x4.abs(v128.load(planes + n, 48)));
    const loud = v128.any_true(f32x4.ge(f32x4.pmax(first, second), f32x4.splat(QUIET)));
    parts = (parts << 1) | (loud ? 0 : 1);
  }
  return parts;
}

/**
 * Low band: |x ∗ low pass| at the middle of each stride, the largest of the channels.
 *
 * @param lows  O  f32[strideCount]
 */
export function limiterDemandLows(
  pointer: usize,
  channels: usize,
  channelCount: i32,
  strideCount: i32,
  lows: usize,
): void {
  const state = changetype<DemandState>(pointer);
  const stride = (<usize>state.lowStride) << 2;
  const taps = stride * LOW_TAPS_PER_STRIDE;
  const lead = (taps - stride) >> 1; // the table's middle on the stride's middle
  for (let s = 0; s < strideCount; s++) {
    let most: f32 = 0;
    for (let channel = 0; channel < channelCount; channel++) {
      const from = load<usize>(channels + <usize>channel * sizeof<usize>()) + <usize>s * stride - lead;
      most = max(most, abs(weightedSum(from, state.lowTable, taps)));
    }
    store<f32>(lows + ((<usize>s) << 2), most);
  }
}

function weightedSum(from: usize, table: usize, bytes: usize): f32 {
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  for (let n: usize = 0; n < bytes; n += 32) {
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(from + n), v128.load(table + n)));
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(from + n, 16), v128.load(table + n, 16)));
  }
  sum0 = f32x4.add(sum0, sum1);
  const even = f32x4.extract_lane(sum0, 0) + f32x4.extract_lane(sum0, 2);
  return even + f32x4.extract_lane(sum0, 1) + f32x4.extract_lane(sum0, 3);
}
