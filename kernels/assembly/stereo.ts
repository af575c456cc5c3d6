// Filters on the side alone.
//
// With lanes (L, R) the difference (L − R)/2 stands in the first lane and its negative in the second, so both channels
// get their part of the filtered side in one operation: out = (L, R) + (H − 1)(s, −s). What is added to one channel is
// taken from the other, so the mono sum stays.

import { CHUNK_FRAMES, loadLanes, storeLanes } from './lanes';
import { allocate } from './memory';
import { clearSections, hushSections, runSections, SECTION_BYTES, setSections } from './sections';

@unmanaged
class SideState {
  sectionCount: i32;
  phase: i32;
  sections: usize;
  pairs: usize;
  sides: usize;
}

/** @param coefficients sectionCount × (b0 b1 b2 a1 a2), f64 */
export function sideMake(sectionCount: i32, coefficients: usize): usize {
  const pointer = allocate(offsetof<SideState>());
  const state = changetype<SideState>(pointer);
  state.sectionCount = sectionCount;
  state.sections = allocate(<usize>sectionCount * SECTION_BYTES);
  state.pairs = allocate((<usize>CHUNK_FRAMES) << 4);
  state.sides = allocate((<usize>CHUNK_FRAMES) << 4);
  setSections(state.sections, sectionCount, coefficients);
  return pointer;
}

export function sideReset(pointer: usize): void {
  const state = changetype<SideState>(pointer);
  state.phase = 0;
  clearSections(state.sections, state.sectionCount);
}

/** (L, R) to (s, −s). */
function sideOf(pair: v128): v128 {
  return f64x2.mul(f64x2.splat(0.5), f64x2.sub(pair, i64x2.shuffle(pair, pair, 1, 0)));
}

function runSide(state: SideState, frameCount: i32): void {
  const bytes = (<usize>frameCount) << 4;
  for (let k: usize = 0; k < bytes; k += 16) v128.store(state.sides + k, sideOf(v128.load(state.pairs + k)));
  runSections(state.sections, state.sectionCount, state.sides, frameCount);
  for (let k: usize = 0; k < bytes; k += 16) {
    const pair = v128.load(state.pairs + k);
    const change = f64x2.sub(v128.load(state.sides + k), sideOf(pair));
    v128.store(state.pairs + k, f64x2.add(pair, change));
  }
}

/** In place. */
export function sideProcess(pointer: usize, left: usize, right: usize, frameCount: i32): void {
  const state = changetype<SideState>(pointer);
  while (frameCount > 0) {
    const run = min(frameCount, CHUNK_FRAMES - state.phase);
    loadLanes(left, right, state.pairs, run);
    runSide(state, run);
    storeLanes(state.pairs, left, right, run);
    state.phase = (state.phase + run) & (CHUNK_FRAMES - 1);
    if (state.phase === 0) hushSections(state.sections, state.sectionCount);
    left += (<usize>run) << 2;
    right += (<usize>run) << 2;
    frameCount -= run;
  }
}

/** Amplitude of a gain in dB; exactly 1 at 0. */
export function sideGain(gainDb: f64): f64 {
  return NativeMath.pow(10, gainDb / 20);
}
