import { blockSubtract } from './block';
import { pulseMake } from './cancel-pulses';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { CHUNK_POINTS, SolveState, solve, solveMake } from './cancel-solve';
import { allocate } from './memory';
import { nyquistAmplitude, nyquistTable } from './nyquist';
import {
  copyVectors,
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
import { designMidpoint } from './sinc';

// Peak cancelling over a programme: in blocks that lie where they lie in the programme, each solved by itself with some
// frames more on both sides, and faded into its neighbours. Corrections that hold the ceiling hold it also when they are
// mixed, so nothing depends on how the programme is cut into passages.

/** Of the amplitude near half the rate this share is kept free, at most NYQUIST_ROOM of the ceiling. */
const NYQUIST_ROOM_SHARE: f32 = 1.5;
const NYQUIST_ROOM: f32 = 0.15;
/** Frames of one block; a multiple of every hop. */
const BLOCK_FRAMES: i32 = 16384;
/** Half of the fade between two blocks. */
const FADE_FRAMES: i32 = 256;
/** Frames solved beyond the fade. */
const BEYOND_FRAMES: i32 = 512;
const SOLVED_FRAMES: i32 = BLOCK_FRAMES + 2 * (FADE_FRAMES + BEYOND_FRAMES);

@unmanaged
class CancelState {
  times: i32; // points per frame, 4 or 2
  hopFrames: i32;
  halfTable: usize;
  quarterTable: usize;
  planes: usize;
  solveState: usize;
  nyquistTable: usize;
}

/** @param reach  points of a pulse on either side of its middle */
export function cancelMake(
  sampleRate: f64,
  windowFrames: i32,
  hopFrames: i32,
  reach: i32,
  times: i32,
): usize {
  const state = changetype<CancelState>(allocate(offsetof<CancelState>()));
  state.times = times;
  state.hopFrames = hopFrames;
  state.halfTable = allocate(4 * HALF_PAIRS);
  state.quarterTable = allocate(4 * QUARTER_PAIRS);
  designMidpoint(state.halfTable, HALF_PAIRS, 6.0);
  designMidpoint(state.quarterTable, QUARTER_PAIRS, 8.0);
  state.planes = allocate(PLANES_BYTES) + ((<usize>PLANE_MARGIN_FRAMES) << 2);
  state.solveState = solveMake(SOLVED_FRAMES * times, reach, SOLVED_FRAMES / hopFrames + 3);
  state.nyquistTable = nyquistTable();
  const solver = changetype<SolveState>(state.solveState);
  solver.pulseState = pulseMake(sampleRate, windowFrames, reach, times);
  solver.hopPoints = hopFrames * times;
  solver.hopBytes = (<usize>hopFrames) << 2;
  return changetype<usize>(state);
}

/**
 * Takes from a passage of one channel what stands over the ceiling, also between its samples, as near as the guard needs it.
 *
 * @param channel     IO  address of the passage's first frame; context lies before and behind and is not changed
 * @param startFrame  of the passage in the programme, less any number of blocks
 * @param excess      O   f32[frameCount]: what was taken away
 */
export function cancelPeaks(
  pointer: usize,
  channel: usize,
  startFrame: i32,
  frameCount: i32,
  ceiling: f32,
  excess: usize,
): void {
  const state = changetype<CancelState>(pointer);
  memory.fill(excess, 0, (<usize>frameCount) << 2);
  let isChanged = false;
  const first = floorDiv(startFrame - FADE_FRAMES, BLOCK_FRAMES);
  const last = floorDiv(startFrame + frameCount - 1 + FADE_FRAMES, BLOCK_FRAMES);
  for (let block = first; block <= last; block++) {
    const from = block * BLOCK_FRAMES - FADE_FRAMES - BEYOND_FRAMES; // first solved frame, in the programme
    const at = channel + ((<isize>(from - startFrame)) << 2);
    // |f(t)| ≥ M cos(π/4) within half a frame of the largest magnitude M
    if (!isAnyOver(at, SOLVED_FRAMES, <f32>0.7 * ceiling)) continue;
    if (!solveBlock(state, at, from, ceiling)) continue;
    fadeIn(state, at, from, startFrame, frameCount, excess);
    isChanged = true;
  }
  if (isChanged) blockSubtract(channel, excess, frameCount);
}

function floorDiv(a: i32, b: i32): i32 {
  return a >= 0 ? a / b : -((b - 1 - a) / b);
}

function solveBlock(state: CancelState, from: usize, fromFrame: i32, ceiling: f32): bool {
  const solver = changetype<SolveState>(state.solveState);
  const times = state.times;
  raiseRate(state, from, solver.points);
  if (!isAnyOver(solver.points, SOLVED_FRAMES * times, (1 - NYQUIST_ROOM) * ceiling)) return false;
  const firstHop = floorDiv(fromFrame, state.hopFrames);
  const intoHop = fromFrame - firstHop * state.hopFrames;
  setCeilings(state, from, ceiling);
  solver.hopOffset = intoHop * times + (solver.hopPoints >> 1);
  solver.music = from - ((<usize>intoHop) << 2);
  return solve(solver, SOLVED_FRAMES * times);
}

function isAnyOver(points: usize, count: i32, ceiling: f32): bool {
  const limit = f32x4.splat(ceiling);
  for (let n: usize = 0; n < (<usize>count) << 2; n += 16) {
    if (v128.any_true(f32x4.gt(f32x4.abs(v128.load(points + n)), limit))) return true;
  }
  return false;
}

/** One for each chunk: lower where there is much near half the rate, as the guard's will be. */
function setCeilings(state: CancelState, from: usize, ceiling: f32): void {
  const solver = changetype<SolveState>(state.solveState);
  const chunkFrames = CHUNK_POINTS / state.times;
  for (let chunk = 0; chunk < SOLVED_FRAMES / chunkFrames; chunk++) {
    const at = from + ((<usize>(chunk * chunkFrames)) << 2);
    const nyquist = nyquistAmplitude(at, chunkFrames, state.nyquistTable);
    const room = min(NYQUIST_ROOM * ceiling, NYQUIST_ROOM_SHARE * nyquist);
    store<f32>(solver.ceilings + ((<usize>chunk) << 2), ceiling - room);
  }
}

/** Samples and the points between them, in their order. */
function raiseRate(state: CancelState, from: usize, to: usize): void {
  const planes = state.planes;
  const halves = planes + 4 * PLANE_BYTES;
  const margin = (<usize>HALF_MARGIN_FRAMES) << 2;
  const tileBytes = (<usize>TILE_FRAMES) << 2;
  for (let start = 0; start < SOLVED_FRAMES; start += TILE_FRAMES, from += tileBytes) {
    copyVectors(planes - margin, from - margin, tileBytes + 2 * margin);
    const wide = TILE_FRAMES + 2 * HALF_MARGIN_FRAMES;
    halfPoints(from - margin, halves - margin, wide, state.halfTable, HALF_PAIRS);
    if (state.times === 4) quarterPoints(planes, 4, state.quarterTable);
    for (let n: usize = 0; n < tileBytes; n += 16) {
      const x = v128.load(planes + n);
      const h = v128.load(halves + n);
      if (state.times === 2) {
        v128.store(to, v128.shuffle<f32>(x, h, 0, 4, 1, 5));
        v128.store(to, v128.shuffle<f32>(x, h, 2, 6, 3, 7), 16);
        to += 32;
        continue;
      }
      to = storeFours(
        to,
        x,
        v128.load(planes + n, 2 * PLANE_BYTES),
        h,
        v128.load(planes + n, 6 * PLANE_BYTES),
      );
    }
  }
}

/** a₀ b₀ c₀ d₀ a₁ … */
function storeFours(to: usize, a: v128, b: v128, c: v128, d: v128): usize {
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(ab0, cd0, 0, 2));
  v128.store(to, v128.shuffle<i64>(ab0, cd0, 1, 3), 16);
  v128.store(to, v128.shuffle<i64>(ab1, cd1, 0, 2), 32);
  v128.store(to, v128.shuffle<i64>(ab1, cd1, 1, 3), 48);
  return to + 64;
}

/** Adds what the block takes away where it lies in the passage, fading on both sides. */
function fadeIn(
  state: CancelState,
  from: usize,
  fromFrame: i32,
  startFrame: i32,
  frameCount: i32,
  excess: usize,
): void {
  const points = changetype<SolveState>(state.solveState).points;
  const first = max(BEYOND_FRAMES, startFrame - fromFrame);
  const last = min(SOLVED_FRAMES - BEYOND_FRAMES, startFrame + frameCount - fromFrame);
  const step: f32 = 0.5 / <f32>FADE_FRAMES;
  for (let n = first; n < last; n++) {
    const change =
      load<f32>(from + ((<usize>n) << 2)) - load<f32>(points + ((<usize>(n * state.times)) << 2));
    if (change === 0) continue;
    const inside = min(n - BEYOND_FRAMES, SOLVED_FRAMES - BEYOND_FRAMES - 1 - n);
    const weight: f32 = inside < 2 * FADE_FRAMES ? (<f32>inside + 0.5) * step : 1;
    const to = excess + ((<usize>(fromFrame + n - startFrame)) << 2);
    store<f32>(to, load<f32>(to) + weight * change);
  }
}
