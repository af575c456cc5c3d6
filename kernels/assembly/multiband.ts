// Compressors side by side: one band without a crossover is the plain compressor.

import { compressorHush, compressorReset, compressorRun } from './compressor';
import {
  crossoverAllPass,
  crossoverClear,
  crossoverDesign,
  crossoverHush,
  crossoverSplit,
  SPLIT_BYTES,
} from './crossover';
import { CHUNK_FRAMES, loadLanes, storeLanes } from './lanes';
import { allocate } from './memory';

@unmanaged
class MultibandState {
  bandCount: i32;
  phase: i32;
  /** Pointers, i32, of the compressors. */
  compressors: usize;
  /** [split][band ≤ split]: for each split its own crossover at [split][split], before it the all-passes below. */
  splits: usize;
  /** One buffer of f64 pairs per band. */
  pairs: usize;
  left: usize;
  right: usize;
}

const PAIRS_BYTES: usize = (<usize>CHUNK_FRAMES) << 4;

function splitAt(state: MultibandState, split: i32, band: i32): usize {
  return state.splits + <usize>(split * (state.bandCount - 1) + band) * SPLIT_BYTES;
}

function compressorAt(state: MultibandState, band: i32): usize {
  return <usize>load<u32>(state.compressors + ((<usize>band) << 2));
}

/**
 * @param compressors  bandCount pointers, i32, lowest band first
 * @param crossoversHz bandCount − 1 frequencies, f64, ascending
 */
export function multibandMake(
  bandCount: i32,
  compressors: usize,
  crossoversHz: usize,
  sampleRateHz: f64,
): usize {
  const pointer = allocate(offsetof<MultibandState>());
  const state = changetype<MultibandState>(pointer);
  const splitCount = bandCount - 1;
  state.bandCount = bandCount;
  state.compressors = allocate((<usize>bandCount) << 2);
  memory.copy(state.compressors, compressors, (<usize>bandCount) << 2);
  state.splits = allocate(<usize>(splitCount * splitCount) * SPLIT_BYTES);
  state.pairs = allocate(<usize>bandCount * PAIRS_BYTES);
  state.left = allocate((<usize>CHUNK_FRAMES) << 2);
  state.right = allocate((<usize>CHUNK_FRAMES) << 2);
  for (let split = 0; split < splitCount; split++) {
    const frequencyHz = load<f64>(crossoversHz + ((<usize>split) << 3));
    for (let band = 0; band <= split; band++) {
      crossoverDesign(splitAt(state, split, band), frequencyHz, sampleRateHz);
    }
  }
  return pointer;
}

export function multibandReset(pointer: usize): void {
  const state = changetype<MultibandState>(pointer);
  state.phase = 0;
  for (let band = 0; band < state.bandCount; band++) compressorReset(compressorAt(state, band));
  for (let split = 0; split < state.bandCount - 1; split++) {
    for (let band = 0; band <= split; band++) crossoverClear(splitAt(state, split, band));
  }
}

function hushAllBands(state: MultibandState): void {
  for (let band = 0; band < state.bandCount; band++) compressorHush(compressorAt(state, band));
  for (let split = 0; split < state.bandCount - 1; split++) {
    for (let band = 0; band <= split; band++) crossoverHush(splitAt(state, split, band));
  }
}

/** Pairs of band 0 to pairs of every band. */
function divide(state: MultibandState, frameCount: i32): void {
  for (let split = 0; split < state.bandCount - 1; split++) {
    const band = state.pairs + <usize>split * PAIRS_BYTES;
    crossoverSplit(splitAt(state, split, split), band, band, band + PAIRS_BYTES, frameCount);
    for (let lower = 0; lower < split; lower++) {
      crossoverAllPass(splitAt(state, split, lower), state.pairs + <usize>lower * PAIRS_BYTES, frameCount);
    }
  }
}

function addTo(sum: usize, part: usize, frameCount: i32): void {
  let k: usize = 0;
  const end = (<usize>frameCount) << 2;
  for (; k + 16 <= end; k += 16) {
    v128.store(sum + k, f32x4.add(v128.load(sum + k), v128.load(part + k)));
  }
  for (; k < end; k += 4) store<f32>(sum + k, load<f32>(sum + k) + load<f32>(part + k));
}

function runBands(state: MultibandState, left: usize, right: usize, frameCount: i32): void {
  const scratchRight = right === left ? state.left : state.right;
  loadLanes(left, right, state.pairs, frameCount);
  divide(state, frameCount);
  for (let band = 0; band < state.bandCount; band++) {
    const pairs = state.pairs + <usize>band * PAIRS_BYTES;
    storeLanes(pairs, state.left, scratchRight, frameCount);
    compressorRun(compressorAt(state, band), state.left, scratchRight, frameCount);
    if (band === 0) {
      memory.copy(left, state.left, (<usize>frameCount) << 2);
      if (right !== left) memory.copy(right, state.right, (<usize>frameCount) << 2);
    } else {
      addTo(left, state.left, frameCount);
      if (right !== left) addTo(right, state.right, frameCount);
    }
  }
}

/** In place; `right` may be `left`. */
export function multibandProcess(pointer: usize, left: usize, right: usize, frameCount: i32): void {
  const state = changetype<MultibandState>(pointer);
  while (frameCount > 0) {
    const run = min(frameCount, CHUNK_FRAMES - state.phase);
    if (state.bandCount === 1) compressorRun(compressorAt(state, 0), left, right, run);
    else runBands(state, left, right, run);
    state.phase = (state.phase + run) & (CHUNK_FRAMES - 1);
    if (state.phase === 0) hushAllBands(state);
    left += (<usize>run) << 2;
    right += (<usize>run) << 2;
    frameCount -= run;
  }
}
