// What an estimator takes from sound that lies under the noise is given back in bands of a third of an octave: the mean
// of |Y|² − λ over time tells without bias how much sound there is, and no band may come out with less.

import { allocate } from './memory';

/** 2^(1/3). */
const BAND_RATIO: f64 = 1.2599210498948732;
/** Time over which the energies are compared: some steps, so that noise averages out, and less than a note. */
const MEAN_SECONDS: f64 = 0.25;
/** Share of the noise below which the mean may be the print's error, 0.2 dB … */
const LEAST_MARGIN: f32 = 0.05;
/** … or chance: of the steps in 0.25 s about four are independent, so a band of n bins errs by 1/√(4 n). */
const INDEPENDENT_STEPS: f32 = 4;
/** A quarter of a decibel may go: whatever is given back brings noise with it. */
const GIVEN_SHARE: f32 = 0.95;
/** Halvings in which a floor is found: to 0.1 % of full gain in power. */
const FLOOR_STEPS: i32 = 10;

@unmanaged
class GuardState {
  bandCount: i32;
  /** Share of the new step in the means. */
  fresh: f32;
  /** i32, bandCount + 1 first bins. */
  edges: usize;
  /** f32 per band: λ, mean of |Y|² − λ, mean of G²|Y|². */
  noise: usize;
  excess: usize;
  kept: usize;
}

/** @param inverseNoise f32 × count, 1/λ or 0 */
export function guardMake(count: i32, inverseNoise: usize, stepSeconds: f64): usize {
  const pointer = allocate(offsetof<GuardState>());
  const state = changetype<GuardState>(pointer);
  state.fresh = <f32>(1 - NativeMath.exp(-stepSeconds / MEAN_SECONDS));
  // three bands an octave from bin 8 on: fewer bins than two are no band
  let bandCount = 0;
  for (let edge: f64 = 8; edge < <f64>count; edge *= BAND_RATIO) bandCount++;
  state.bandCount = bandCount;
  state.edges = allocate((<usize>(bandCount + 1)) << 2);
  state.noise = allocate((<usize>bandCount) << 2);
  state.excess = allocate((<usize>bandCount) << 2);
  state.kept = allocate((<usize>bandCount) << 2);
  let edge: f64 = 8;
  for (let band = 0; band <= bandCount; band++, edge *= BAND_RATIO) {
    store<i32>(state.edges + ((<usize>band) << 2), min(count, <i32>NativeMath.round(edge)));
  }
  for (let band = 0; band < bandCount; band++) {
    let sum: f32 = 0;
    for (let bin = edgeOf(state, band); bin < edgeOf(state, band + 1); bin++) {
      const inverse = load<f32>(inverseNoise + ((<usize>bin) << 2));
      sum += inverse > 0 ? 1 / inverse : 0;
    }
    store<f32>(state.noise + ((<usize>band) << 2), sum);
  }
  return pointer;
}

export function guardReset(pointer: usize): void {
  const state = changetype<GuardState>(pointer);
  memory.fill(state.excess, 0, (<usize>state.bandCount) << 2);
  memory.fill(state.kept, 0, (<usize>state.bandCount) << 2);
}

function edgeOf(state: GuardState, band: i32): i32 {
  return load<i32>(state.edges + ((<usize>band) << 2));
}

/** Raises the gains of every band that comes out with less energy than there is sound in it. */
export function guardRun(pointer: usize, powers: usize, gains: usize, inverseNoise: usize): void {
  const state = changetype<GuardState>(pointer);
  for (let band = 0; band < state.bandCount; band++) {
    const at = (<usize>band) << 2;
    const from = (<usize>edgeOf(state, band)) << 2,
      to = (<usize>edgeOf(state, band + 1)) << 2;
    let all: f32 = 0;
    let out: f32 = 0;
    for (let bin = from; bin < to; bin += 4) {
      if (load<f32>(inverseNoise + bin) === 0) continue;
      const power = load<f32>(powers + bin),
        gain = load<f32>(gains + bin);
      all += power;
      out += gain * gain * power;
    }
    const noise = load<f32>(state.noise + at);
    const bins = <f32>((to - from) >> 2);
    const margin = max<f32>(LEAST_MARGIN, 1 / sqrt<f32>(INDEPENDENT_STEPS * max<f32>(1, bins)));
    let excess = load<f32>(state.excess + at),
      kept = load<f32>(state.kept + at);
    excess += state.fresh * (all - noise - excess);
    kept += state.fresh * (out - kept);
    store<f32>(state.excess + at, excess);
    store<f32>(state.kept + at, kept);
    if (excess > margin * noise && GIVEN_SHARE * excess > kept && kept > 0) {
      raise(gains, inverseNoise, from, to, sqrt<f32>(excess / kept));
      raiseFloor(powers, gains, inverseNoise, from, to, (GIVEN_SHARE * out * excess) / kept);
    }
  }
}

/** All gains of a band alike: what stands out stays what stands out. */
function raise(gains: usize, inverseNoise: usize, from: usize, to: usize, factor: f32): void {
  for (let bin = from; bin < to; bin += 4) {
    if (load<f32>(inverseNoise + bin) === 0) continue;
    store<f32>(gains + bin, min<f32>(1, factor * load<f32>(gains + bin)));
  }
}

/**
 * Lifts the lowest gains of a band to one and the same, so that it comes out with `wanted` energy. What lies under the noise
 * everywhere cannot be picked out bin by bin; and gains that differ from bin to bin lose energy where windows overlap.
 */
function raiseFloor(
  powers: usize,
  gains: usize,
  inverseNoise: usize,
  from: usize,
  to: usize,
  wanted: f32,
): void {
  let low: f32 = 0;
  let high: f32 = 1;
  for (let step = 0; step < FLOOR_STEPS; step++) {
    const middle: f32 = 0.5 * (low + high);
    if (energyOver(powers, gains, inverseNoise, from, to, middle) < wanted) low = middle;
    else high = middle;
  }
  const floor = sqrt<f32>(high);
  for (let bin = from; bin < to; bin += 4) {
    if (load<f32>(inverseNoise + bin) > 0) store<f32>(gains + bin, max<f32>(floor, load<f32>(gains + bin)));
  }
}

/** Energy of a band with no gain below √floorPower. */
function energyOver(
  powers: usize,
  gains: usize,
  inverseNoise: usize,
  from: usize,
  to: usize,
  floorPower: f32,
): f32 {
  let sum: f32 = 0;
  for (let bin = from; bin < to; bin += 4) {
    if (load<f32>(inverseNoise + bin) === 0) continue;
    const gain = load<f32>(gains + bin);
    sum += max<f32>(floorPower, gain * gain) * load<f32>(powers + bin);
  }
  return sum;
}
