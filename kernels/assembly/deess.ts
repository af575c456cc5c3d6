// De-esser: while the sibilant band carries more than its share, what lies above a linear-phase split is turned down.
//
//   y[n] = x[n − D] + m[n] · (x[n − D] − L(x)[n]),   m = 10^(−cut/20) − 1 ≤ 0
//
// L is a linear-phase low-pass of 2D + 1 taps, so the split adds up to the delayed input and m = 0 leaves every bit alone.
// D is also the look-ahead: m is steered by what has come in, and works on what came D frames before.
// The detector is level-independent: power of the sibilant band over that of the voice below it, both averaged over 1 ms;
// a floor keeps it from working on what nobody hears.

import { filterDesign } from './filter-design';
import { CHUNK_FRAMES, loadLanes } from './lanes';
import { allocate } from './memory';
import { clearSections, hushSections, runSections, SECTION_BYTES, setSections } from './sections';

/** As filter-design.ts numbers them. */
const LOW_PASS: i32 = 3;
const HIGH_PASS: i32 = 4;
/** Half the taps, and the look-ahead: longer than the attack of a sibilant's edge, and a split 1 kHz wide. */
const DELAY_SECONDS: f64 = 0.0015;
const POWER_SECONDS: f64 = 0.001;
const ATTACK_SECONDS: f64 = 0.0005;
/** In the middle of the 20 … 60 ms that keep a release from being heard. */
const RELEASE_SECONDS: f64 = 0.04;
/** Voice begins here. */
const VOICE_FROM_HZ: f64 = 150;
const SILENCE: f64 = 1e-20;
const BUTTERWORTH_Q: f64 = 0.7071067811865476;

@unmanaged
class DeessState {
  /** Sums of squares of this step, two lanes each: sibilant band, voice. */
  sibilantLeft: f64;
  sibilantRight: f64;
  voiceLeft: f64;
  voiceRight: f64;
  thresholdDb: f64;
  rangeDb: f64;
  floorPower: f64;
  powerKeep: f64;
  attackKeep: f64;
  releaseKeep: f64;
  sibilant: f64;
  voice: f64;
  cutDb: f64;
  factor: f64;
  slope: f64;
  delayFrames: i32;
  stepFrames: i32;
  phase: i32;
  isWorking: i32;
  /** D + 1 floats: the outermost tap first, the middle one last. */
  taps: usize;
  /** Four sections: high-pass and low-pass of the sibilant band, then of the voice. */
  sections: usize;
  pairs: usize;
  band: usize;
  factors: usize;
  lineLeft: usize;
  lineRight: usize;
}

const VOICE: usize = 16;

function keepOf(seconds: f64, stepSeconds: f64): f64 {
  return NativeMath.exp(-stepSeconds / seconds);
}

export function deessDelayFrames(sampleRateHz: f64): i32 {
  return <i32>NativeMath.ceil(DELAY_SECONDS * sampleRateHz);
}

/** Low-pass by a Hann-windowed sinc, its sum made exactly one. */
function designTaps(taps: usize, delayFrames: i32, cornerHz: f64, sampleRateHz: f64): void {
  const w = (2 * NativeMath.PI * cornerHz) / sampleRateHz;
  let sum: f64 = 0;
  for (let pass = 0; pass < 2; pass++) {
    for (let k = 0; k <= delayFrames; k++) {
      const t = <f64>(delayFrames - k);
      const sinc = t === 0 ? w : NativeMath.sin(w * t) / t;
      const tap = sinc * (0.5 + 0.5 * NativeMath.cos((NativeMath.PI * t) / <f64>(delayFrames + 1)));
      if (pass === 0) sum += t === 0 ? tap : 2 * tap;
      else store<f32>(taps + ((<usize>k) << 2), <f32>(tap / sum));
    }
  }
}

function setSection(sections: usize, k: usize, shape: i32, frequencyHz: f64, sampleRateHz: f64): void {
  const corner = min(frequencyHz, 0.45 * sampleRateHz);
  setSections(sections + k * SECTION_BYTES, 1, filterDesign(shape, corner, 0, BUTTERWORTH_Q, sampleRateHz));
}

/** @param fromHz, toHz the sibilant band; the split lies at its lower end */
export function deessMake(
  fromHz: f64,
  toHz: f64,
  thresholdDb: f64,
  rangeDb: f64,
  floorDbfs: f64,
  sampleRateHz: f64,
): usize {
  const state = changetype<DeessState>(allocate(offsetof<DeessState>()));
  state.thresholdDb = thresholdDb;
  state.rangeDb = rangeDb;
  state.floorPower = NativeMath.pow(10, floorDbfs / 10);
  state.delayFrames = deessDelayFrames(sampleRateHz);
  state.stepFrames = sampleRateHz <= 50000 ? 16 : sampleRateHz <= 100000 ? 32 : 64;
  const stepSeconds = <f64>state.stepFrames / sampleRateHz;
  state.powerKeep = keepOf(POWER_SECONDS, stepSeconds);
  state.attackKeep = keepOf(ATTACK_SECONDS, stepSeconds);
  state.releaseKeep = keepOf(RELEASE_SECONDS, stepSeconds);
  state.taps = allocate((<usize>(state.delayFrames + 1)) << 2);
  designTaps(state.taps, state.delayFrames, fromHz, sampleRateHz);
  state.sections = allocate(4 * SECTION_BYTES);
  // corners a third of an octave out, so that the band itself is read whole; and half one in, so that little of it is voice
  setSection(state.sections, 0, HIGH_PASS, 0.8 * fromHz, sampleRateHz);
  setSection(state.sections, 1, LOW_PASS, 1.25 * toHz, sampleRateHz);
  setSection(state.sections, 2, HIGH_PASS, VOICE_FROM_HZ, sampleRateHz);
  setSection(state.sections, 3, LOW_PASS, 0.7 * fromHz, sampleRateHz);
  state.pairs = allocate((<usize>CHUNK_FRAMES) << 4);
  state.band = allocate((<usize>CHUNK_FRAMES) << 4);
  state.factors = allocate((<usize>CHUNK_FRAMES) << 2);
  state.lineLeft = allocate((<usize>(2 * state.delayFrames + CHUNK_FRAMES)) << 2);
  state.lineRight = allocate((<usize>(2 * state.delayFrames + CHUNK_FRAMES)) << 2);
  return changetype<usize>(state);
}

export function deessReset(pointer: usize): void {
  const state = changetype<DeessState>(pointer);
  memory.fill(pointer, 0, 32);
  state.sibilant = state.voice = state.cutDb = state.factor = state.slope = 0;
  state.phase = state.isWorking = 0;
  clearSections(state.sections, 4);
  const lineBytes = (<usize>(2 * state.delayFrames + CHUNK_FRAMES)) << 2;
  memory.fill(state.lineLeft, 0, lineBytes);
  memory.fill(state.lineRight, 0, lineBytes);
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

/** At the end of a step: where the factor shall be at the end of the next. */
function steer(state: DeessState): void {
  const keep = state.powerKeep;
  const share = (1 - keep) / <f64>state.stepFrames;
  state.sibilant = keep * state.sibilant + share * (state.sibilantLeft + state.sibilantRight);
  state.voice = keep * state.voice + share * (state.voiceLeft + state.voiceRight);
  memory.fill(changetype<usize>(state), 0, 32);
  let wantedDb: f64 = 0;
  if (state.sibilant > state.floorPower) {
    const ratioDb = 10 * NativeMath.log10((state.sibilant + SILENCE) / (state.voice + SILENCE));
    wantedDb = min(state.rangeDb, max(<f64>0, ratioDb - state.thresholdDb));
  }
  const pace = wantedDb > state.cutDb ? state.attackKeep : state.releaseKeep;
  let cutDb = wantedDb + pace * (state.cutDb - wantedDb);
  if (cutDb < 1e-3) cutDb = 0; // a thousandth of a dB is none
  state.cutDb = cutDb;
  const target = cutDb === 0 ? 0 : NativeMath.pow(10, -cutDb / 20) - 1;
  state.slope = (target - state.factor) / <f64>state.stepFrames;
  if (cutDb === 0 && abs(state.factor) < 1e-9) state.factor = state.slope = 0;
}

/** The factors of a run that lies within one step. */
function detect(state: DeessState, left: usize, right: usize, frameCount: i32): void {
  const bytes = (<usize>frameCount) << 4;
  loadLanes(left, right, state.pairs, frameCount);
  memory.copy(state.band, state.pairs, bytes);
  runSections(state.sections, 2, state.band, frameCount);
  addSquares(changetype<usize>(state), state.band, frameCount);
  runSections(state.sections + 2 * SECTION_BYTES, 2, state.pairs, frameCount);
  addSquares(changetype<usize>(state) + VOICE, state.pairs, frameCount);
  let factor = state.factor;
  for (let k = 0; k < frameCount; k++) {
    factor += state.slope;
    store<f32>(state.factors + ((<usize>k) << 2), <f32>factor);
  }
  if (state.factor !== 0 || state.slope !== 0) state.isWorking = 1;
  else state.isWorking = 0;
  state.factor = factor;
}

/** x + m · (x − L(x)) of a run; the first tap of the first frame lies at `line`. */
function split(state: DeessState, line: usize, to: usize, frameCount: i32): void {
  const delay = (<usize>state.delayFrames) << 2;
  const taps = state.taps;
  let k = 0;
  for (; k <= frameCount - 4; k += 4) {
    const at = line + ((<usize>k) << 2);
    let low = f32x4.splat(0);
    for (let tap: usize = 0; tap < delay; tap += 4) {
      const both = f32x4.add(v128.load(at + tap), v128.load(at + 2 * delay - tap));
      low = f32x4.add(low, f32x4.mul(v128.load_splat<f32>(taps + tap), both));
    }
    const x = v128.load(at + delay);
    low = f32x4.add(low, f32x4.mul(v128.load_splat<f32>(taps + delay), x));
    const high = f32x4.sub(x, low);
    const factor = v128.load(state.factors + ((<usize>k) << 2));
    v128.store(to + ((<usize>k) << 2), f32x4.add(x, f32x4.mul(factor, high)));
  }
  for (; k < frameCount; k++) {
    const at = line + ((<usize>k) << 2);
    let low: f32 = 0;
    for (let tap: usize = 0; tap < delay; tap += 4) {
      low += load<f32>(taps + tap) * (load<f32>(at + tap) + load<f32>(at + 2 * delay - tap));
    }
    const x = load<f32>(at + delay);
    low += load<f32>(taps + delay) * x;
    store<f32>(to + ((<usize>k) << 2), x + load<f32>(state.factors + ((<usize>k) << 2)) * (x - low));
  }
}

function runChannel(state: DeessState, line: usize, samples: usize, frameCount: i32): void {
  const delay = (<usize>state.delayFrames) << 2;
  const phase = (<usize>state.phase) << 2;
  memory.copy(line + 2 * delay + phase, samples, (<usize>frameCount) << 2);
  if (state.isWorking) split(state, line + phase, samples, frameCount);
  else memory.copy(samples, line + delay + phase, (<usize>frameCount) << 2);
}

function endChunk(state: DeessState): void {
  const held = (<usize>state.delayFrames) << 3;
  memory.copy(state.lineLeft, state.lineLeft + ((<usize>CHUNK_FRAMES) << 2), held);
  memory.copy(state.lineRight, state.lineRight + ((<usize>CHUNK_FRAMES) << 2), held);
  hushSections(state.sections, 4);
}

/** In place; `right` may be `left`. */
export function deessProcess(pointer: usize, left: usize, right: usize, frameCount: i32): void {
  const state = changetype<DeessState>(pointer);
  const stepFrames = state.stepFrames;
  while (frameCount > 0) {
    const run = min(frameCount, stepFrames - (state.phase & (stepFrames - 1)));
    detect(state, left, right, run);
    runChannel(state, state.lineLeft, left, run);
    if (right !== left) runChannel(state, state.lineRight, right, run);
    state.phase = (state.phase + run) & (CHUNK_FRAMES - 1);
    if ((state.phase & (stepFrames - 1)) === 0) steer(state);
    if (state.phase === 0) endChunk(state);
    left += (<usize>run) << 2;
    right += (<usize>run) << 2;
    frameCount -= run;
  }
}
