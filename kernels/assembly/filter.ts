// The equaliser: sections in series on two channels.

import { CHUNK_FRAMES, loadLanes, storeLanes } from './lanes';
import { allocate } from './memory';
import { clearSections, hushSections, runSections, SECTION_BYTES, setSections } from './sections';

export { filterDesign, filterResponseDb } from './filter-design';

@unmanaged
class FilterState {
  sectionCount: i32;
  /** Frames since the last hush, 0 … CHUNK_FRAMES − 1: counted from reset, so that cuts do not matter. */
  phase: i32;
  sections: usize;
  pairs: usize;
}

/** @param coefficients sectionCount × (b0 b1 b2 a1 a2), f64 */
export function filterMake(sectionCount: i32, coefficients: usize): usize {
  const pointer = allocate(offsetof<FilterState>());
  const state = changetype<FilterState>(pointer);
  state.sectionCount = sectionCount;
  state.sections = allocate(<usize>sectionCount * SECTION_BYTES);
  state.pairs = allocate((<usize>CHUNK_FRAMES) << 4);
  setSections(state.sections, sectionCount, coefficients);
  return pointer;
}

export function filterReset(pointer: usize): void {
  const state = changetype<FilterState>(pointer);
  state.phase = 0;
  clearSections(state.sections, state.sectionCount);
}

/** In place; `right` may be `left`. */
export function filterProcess(pointer: usize, left: usize, right: usize, frameCount: i32): void {
  const state = changetype<FilterState>(pointer);
  while (frameCount > 0) {
    const run = min(frameCount, CHUNK_FRAMES - state.phase);
    loadLanes(left, right, state.pairs, run);
    runSections(state.sections, state.sectionCount, state.pairs, run);
    storeLanes(state.pairs, left, right, run);
    state.phase = (state.phase + run) & (CHUNK_FRAMES - 1);
    if (state.phase === 0) hushSections(state.sections, state.sectionCount);
    left += (<usize>run) << 2;
    right += (<usize>run) << 2;
    frameCount -= run;
  }
}
