// Rings turned down while they ring: a bell at each of a few frequencies, steered by how far the ring stands out.
//
//   y = x + m · B(x),  B = band-pass of gain 1 and phase 0 at its middle,  m = 10^(−cut/20) − 1 ≤ 0
//
// With fixed poles only m moves, so nothing rings when it does, and m = 0 leaves every bit alone. For a bell of +G dB and
// quality Q, A = 10^(G/40), the exact inverse has B of quality Q/A and m = 1/A² − 1.
// The ring's prominence is the power of B over the mean power of two equal band-passes on either side.

import { CHUNK_FRAMES, loadLanes, storeLanes } from './lanes';
import { allocate } from './memory';
import { clearSections, hushSections, runSections, SECTION_BYTES, setSections } from './sections';

/** Neighbours lie this far away: outside the skirts of a ring of quality 6 and more, inside the same region of tone. */
const NEIGHBOUR_OCTAVES: f64 = 0.4;
/** Powers are averaged over 30 ms: shorter than a note, longer than the beats of narrow noise. */
const POWER_SECONDS: f64 = 0.03;
const ATTACK_SECONDS: f64 = 0.01;
const RELEASE_SECONDS: f64 = 0.1;
/**
 * Below this prominence nothing rings, and from the second on the whole cut is made: a ring of 8 dB in music whose own level
 * dips there shows as little as −2 dB, and what was judged to be a ring should be gone while anything sounds in it.
 */
const REST_DB: f64 = -9;
const FULL_DB: f64 = -4;
/** Keeps the ratio defined in silence: −200 dBFS. */
const FLOOR: f64 = 1e-20;

@unmanaged
class Ring {
  /** Sums of squares of this step, two lanes each: the middle, and both sides. */
  middleLeft: f64;
  middleRight: f64;
  aroundLeft: f64;
  aroundRight: f64;
  maxCutDb: f64;
  power: f64;
  around: f64;
  cutDb: f64;
  /** The factor m at the present frame, and its step per frame towards the next. */
  factor: f64;
  slope: f64;
}

const RING_BYTES: usize = 80;
const AROUND: usize = 16;

@unmanaged
class ResonanceState {
  ringCount: i32;
  /** Frames between two looks at the prominence: a power of two that divides CHUNK_FRAMES. */
  stepFrames: i32;
  phase: i32;
  powerKeep: f64;
  attackKeep: f64;
  releaseKeep: f64;
  rings: usize;
  /** Per ring three sections: middle, below, above. */
  sections: usize;
  pairs: usize;
  middle: usize;
  side: usize;
}

/** Coefficients on their way to a section. */
const FIVE: usize = memory.data(40, 16);

function keepOf(seconds: f64, stepSeconds: f64): f64 {
  return NativeMath.exp(-stepSeconds / seconds);
}

/** A bilinear band-pass: gain 1 and phase 0 exactly at its middle. */
function setBandPass(section: usize, frequencyHz: f64, q: f64, sampleRateHz: f64): void {
  const w = (2 * NativeMath.PI * min(frequencyHz, 0.45 * sampleRateHz)) / sampleRateHz;
  const alpha = NativeMath.sin(w) / (2 * q);
  const norm = 1 / (1 + alpha);
  store<f64>(FIVE, alpha * norm);
  store<f64>(FIVE, 0, 8);
  store<f64>(FIVE, -alpha * norm, 16);
  store<f64>(FIVE, -2 * NativeMath.cos(w) * norm, 24);
  store<f64>(FIVE, (1 - alpha) * norm, 32);
  setSections(section, 1, FIVE);
}

/** @param rings ringCount × (frequency in Hz, quality of the ring, largest cut in dB), f64 */
export function resonanceMake(ringCount: i32, rings: usize, sampleRateHz: f64): usize {
  const state = changetype<ResonanceState>(allocate(offsetof<ResonanceState>()));
  state.ringCount = ringCount;
  state.stepFrames = sampleRateHz <= 50000 ? 16 : sampleRateHz <= 100000 ? 32 : 64;
  const stepSeconds = <f64>state.stepFrames / sampleRateHz;
  state.powerKeep = keepOf(POWER_SECONDS, stepSeconds);
  state.attackKeep = keepOf(ATTACK_SECONDS, stepSeconds);
  state.releaseKeep = keepOf(RELEASE_SECONDS, stepSeconds);
  state.rings = allocate(<usize>ringCount * RING_BYTES);
  state.sections = allocate(<usize>(3 * ringCount) * SECTION_BYTES);
  state.pairs = allocate((<usize>CHUNK_FRAMES) << 4);
  state.middle = allocate((<usize>CHUNK_FRAMES) << 4);
  state.side = allocate((<usize>CHUNK_FRAMES) << 4);
  const apart = NativeMath.pow(2, NEIGHBOUR_OCTAVES);
  for (let k = 0; k < ringCount; k++, rings += 24) {
    const frequencyHz = load<f64>(rings);
    const maxCutDb = load<f64>(rings, 16);
    const q = load<f64>(rings, 8) * NativeMath.pow(10, -maxCutDb / 40);
    changetype<Ring>(state.rings + <usize>k * RING_BYTES).maxCutDb = maxCutDb;
    const section = state.sections + <usize>(3 * k) * SECTION_BYTES;
    setBandPass(section, frequencyHz, q, sampleRateHz);
    setBandPass(section + SECTION_BYTES, frequencyHz / apart, q, sampleRateHz);
    setBandPass(section + 2 * SECTION_BYTES, frequencyHz * apart, q, sampleRateHz);
  }
  return changetype<usize>(state);
}

export function resonanceReset(pointer: usize): void {
  const state = changetype<ResonanceState>(pointer);
  state.phase = 0;
  clearSections(state.sections, 3 * state.ringCount);
  for (let k = 0; k < state.ringCount; k++) {
    const ring = changetype<Ring>(state.rings + <usize>k * RING_BYTES);
    memory.fill(changetype<usize>(ring), 0, 32);
    ring.power = ring.around = ring.cutDb = ring.factor = ring.slope = 0;
  }
}

/** Adds the squares to the two lanes at `sums`, frame by frame, so that cuts do not matter. */
function addSquares(sums: usize, pairs: usize, frameCount: i32): void {
  let sum = v128.load(sums);
  for (const end = pairs + ((<usize>frameCount) << 4); pairs < end; pairs += 16) {
    const x = v128.load(pairs);
    sum = f64x2.add(sum, f64x2.mul(x, x));
  }
  v128.store(sums, sum);
}

/** Takes the sums of a step into the averages. The sides are two, so they count half. */
function average(state: ResonanceState, ring: Ring): void {
  const keep = state.powerKeep;
  ring.power = keep * ring.power + (1 - keep) * (ring.middleLeft + ring.middleRight);
  ring.around = keep * ring.around + (1 - keep) * 0.5 * (ring.aroundLeft + ring.aroundRight);
  ring.middleLeft = ring.middleRight = ring.aroundLeft = ring.aroundRight = 0;
}

/** At the end of a step: where the factor shall be at the end of the next. */
function steer(state: ResonanceState, ring: Ring): void {
  const prominenceDb = 10 * NativeMath.log10((ring.power + FLOOR) / (ring.around + FLOOR));
  const share = (prominenceDb - REST_DB) / (FULL_DB - REST_DB);
  const wantedDb = ring.maxCutDb * min(<f64>1, max(<f64>0, share));
  const keep = wantedDb > ring.cutDb ? state.attackKeep : state.releaseKeep;
  let cutDb = wantedDb + keep * (ring.cutDb - wantedDb);
  if (cutDb < 1e-3) cutDb = 0; // a thousandth of a dB is none
  ring.cutDb = cutDb;
  const target = cutDb === 0 ? 0 : NativeMath.pow(10, -cutDb / 20) - 1;
  ring.slope = (target - ring.factor) / <f64>state.stepFrames;
  if (cutDb === 0 && abs(ring.factor) < 1e-9) ring.factor = ring.slope = 0;
}

/** Adds m · middle to the pairs. */
function apply(ring: Ring, pairs: usize, middle: usize, frameCount: i32): void {
  if (ring.factor === 0 && ring.slope === 0) return;
  let factor = ring.factor;
  const slope = ring.slope;
  for (const end = pairs + ((<usize>frameCount) << 4); pairs < end; pairs += 16, middle += 16) {
    factor += slope;
    v128.store(pairs, f64x2.add(v128.load(pairs), f64x2.mul(f64x2.splat(factor), v128.load(middle))));
  }
  ring.factor = factor;
}

/** Part of one step, on the pairs. */
function runRing(state: ResonanceState, k: i32, frameCount: i32): void {
  const at = state.rings + <usize>k * RING_BYTES;
  const section = state.sections + <usize>(3 * k) * SECTION_BYTES;
  const bytes = (<usize>frameCount) << 4;
  memory.copy(state.middle, state.pairs, bytes);
  runSections(section, 1, state.middle, frameCount);
  addSquares(at, state.middle, frameCount);
  for (let side: usize = 1; side <= 2; side++) {
    memory.copy(state.side, state.pairs, bytes);
    runSections(section + side * SECTION_BYTES, 1, state.side, frameCount);
    addSquares(at + AROUND, state.side, frameCount);
  }
  apply(changetype<Ring>(at), state.pairs, state.middle, frameCount);
}

function endStep(state: ResonanceState): void {
  for (let k = 0; k < state.ringCount; k++) {
    const ring = changetype<Ring>(state.rings + <usize>k * RING_BYTES);
    average(state, ring);
    steer(state, ring);
  }
}

/** In place; `right` may be `left`. */
export function resonanceProcess(pointer: usize, left: usize, right: usize, frameCount: i32): void {
  const state = changetype<ResonanceState>(pointer);
  const stepFrames = state.stepFrames;
  while (frameCount > 0) {
    const run = min(frameCount, stepFrames - (state.phase & (stepFrames - 1)));
    loadLanes(left, right, state.pairs, run);
    for (let k = 0; k < state.ringCount; k++) runRing(state, k, run);
    storeLanes(state.pairs, left, right, run);
    state.phase = (state.phase + run) & (CHUNK_FRAMES - 1);
    if ((state.phase & (stepFrames - 1)) === 0) endStep(state);
    if (state.phase === 0) hushSections(state.sections, 3 * state.ringCount);
    left += (<usize>run) << 2;
    right += (<usize>run) << 2;
    frameCount -= run;
  }
}
