// The same question for MPEG-1 layer III: 32 subbands, an 18-point cosine transform in each, alias reduction; granules of
// 576 frames (ISO/IEC 11172-3, 2.4.3.4). The standard's prototype filter is a table; a Kaiser-windowed sinc that is 3 dB
// down at the border of two subbands stands in for it: near enough that what was zero is small again.

import { log2x4 } from './math';
import { allocate } from './memory';
import { kaiser } from './sinc';

const TAPS: i32 = 512;
/** β by trial on decoded files: holes are deepest here. */
const BETA: f64 = 11;
/** Corner in cycles per frame: 3 dB down at 1/128. */
const CORNER: f64 = 1.14506 / 128;
const GRANULE: i32 = 576;
const SLOTS: i32 = 36;
const LINES: i32 = 18;
/** LINES up to whole vectors. */
const PADDED: usize = 20;

@unmanaged
class HybridGrid {
  firstBand: i32;
  bandCount: i32;
  /** Modulated filters, time reversed: f32[TAPS] per band. */
  filters: usize;
  /** Windowed transform, f32[PADDED] per slot; for odd bands every other slot is negated. */
  even: usize;
  odd: usize;
  /** Subband samples at every frame. */
  subbands: usize;
  subbandFrames: i32;
  lines: usize;
  /** Eight pairs of factors. */
  butterflies: usize;
}

/** Frames that `hybridGridScore` reads. */
export function hybridGridFrames(): i32 {
  return GRANULE + 32 * (SLOTS - 1) + TAPS;
}

/** @param firstBand, bandCount subbands; the outermost serve alias reduction alone */
export function hybridGridMake(firstBand: i32, bandCount: i32): usize {
  const state = changetype<HybridGrid>(allocate(offsetof<HybridGrid>()));
  state.firstBand = firstBand;
  state.bandCount = bandCount;
  state.filters = allocate(<usize>bandCount * <usize>TAPS * 4);
  state.even = allocate(<usize>SLOTS * PADDED * 4);
  state.odd = allocate(<usize>SLOTS * PADDED * 4);
  state.subbandFrames = GRANULE + 32 * (SLOTS - 1);
  state.subbands = allocate(<usize>bandCount * <usize>state.subbandFrames * 4);
  state.lines = allocate(<usize>bandCount * PADDED * 4);
  state.butterflies = allocate(64);
  designButterflies(state);
  designFilters(state);
  designTransform(state);
  return changetype<usize>(state);
}

function designFilters(state: HybridGrid): void {
  let total = 0.0;
  for (let n = 0; n < TAPS; n++) total += prototype(n);
  for (let band = 0; band < state.bandCount; band++) {
    const filter = state.filters + <usize>band * <usize>TAPS * 4;
    for (let n = 0; n < TAPS; n++) {
      const angle = ((2 * <f64>(state.firstBand + band) + 1) * (<f64>n - 16) * Math.PI) / 64;
      const value = (prototype(n) / total) * Math.cos(angle);
      store<f32>(filter + ((<usize>(TAPS - 1 - n)) << 2), <f32>value);
    }
  }
}

function prototype(n: i32): f64 {
  const distance = <f64>(n - TAPS / 2);
  const angle = 2 * Math.PI * CORNER * distance;
  const sinc = distance === 0 ? 1.0 : Math.sin(angle) / angle;
  return sinc * kaiser(distance / <f64>(TAPS / 2), BETA);
}

function designTransform(state: HybridGrid): void {
  for (let slot = 0; slot < SLOTS; slot++) {
    const window = Math.sin((Math.PI / <f64>SLOTS) * (<f64>slot + 0.5));
    for (let line = 0; line < LINES; line++) {
      const angle = (Math.PI / 72) * (2 * <f64>slot + 1 + 18) * (2 * <f64>line + 1);
      const value = window * Math.cos(angle);
      const at = (<usize>slot * PADDED + <usize>line) << 2;
      store<f32>(state.even + at, <f32>value);
      store<f32>(state.odd + at, <f32>((slot & 1) === 1 ? -value : value));
    }
  }
}

/** Adds to scores[o] the mean log₂(X² + floor) of the inner bands' lines of the granule at samples + o, o < GRANULE. */
export function hybridGridScore(pointer: usize, samples: usize, floorPower: f32, scores: usize): void {
  const state = changetype<HybridGrid>(pointer);
  for (let band = 0; band < state.bandCount; band++) filterBand(state, samples, band);
  const floor = f32x4.splat(floorPower);
  const count = <f32>((state.bandCount - 2) * LINES);
  for (let offset = 0; offset < GRANULE; offset++) {
    for (let band = 0; band < state.bandCount; band++) transformBand(state, band, offset);
    for (let band = 0; band + 1 < state.bandCount; band++) reduceAlias(state, band);
    let sums = f32x4.splat(0);
    for (let band = 1; band + 1 < state.bandCount; band++) {
      const lines = state.lines + ((<usize>band * PADDED) << 2);
      for (let at: usize = 0; at < 64; at += 16) sums = f32x4.add(sums, logPower(lines + at, floor));
      const rest = logPower(lines + 64, floor); // two lines and two of padding
      sums = f32x4.add(sums, v128.shuffle<f32>(rest, f32x4.splat(0), 0, 1, 4, 5));
    }
    const sum =
      f32x4.extract_lane(sums, 0) +
      f32x4.extract_lane(sums, 1) +
      (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
    const at = scores + ((<usize>offset) << 2);
    store<f32>(at, load<f32>(at) + sum / count);
  }
}

function logPower(at: usize, floor: v128): v128 {
  const x = v128.load(at);
  return log2x4(f32x4.add(floor, f32x4.mul(x, x)));
}

/** One subband at every frame, four at a time. */
function filterBand(state: HybridGrid, samples: usize, band: i32): void {
  const filter = state.filters + <usize>band * <usize>TAPS * 4;
  const to = state.subbands + <usize>band * <usize>state.subbandFrames * 4;
  const end = (<usize>state.subbandFrames) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    let sums = f32x4.splat(0);
    for (let tap: usize = 0; tap < <usize>TAPS * 4; tap += 4) {
      const factor = v128.load_splat<f32>(filter + tap);
      sums = f32x4.add(sums, f32x4.mul(factor, v128.load(samples + at + tap)));
    }
    v128.store(to + at, sums);
  }
}

function transformBand(state: HybridGrid, band: i32, offset: i32): void {
  const table = ((state.firstBand + band) & 1) === 1 ? state.odd : state.even;
  let from = state.subbands + ((<usize>(band * state.subbandFrames + offset)) << 2);
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  for (let row = table, end = table + <usize>SLOTS * PADDED * 4; row < end; row += PADDED * 4, from += 128) {
    const x = v128.load_splat<f32>(from);
    a = f32x4.add(a, f32x4.mul(x, v128.load(row)));
    b = f32x4.add(b, f32x4.mul(x, v128.load(row, 16)));
    c = f32x4.add(c, f32x4.mul(x, v128.load(row, 32)));
    d = f32x4.add(d, f32x4.mul(x, v128.load(row, 48)));
    e = f32x4.add(e, f32x4.mul(x, v128.load(row, 64)));
  }
  const to = state.lines + ((<usize>band * PADDED) << 2);
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
  v128.store(to, e, 64);
}

/** Butterflies between the last lines of a band and the first of the next. */
function reduceAlias(state: HybridGrid, band: i32): void {
  const low = state.lines + ((<usize>band * PADDED) << 2);
  const high = low + (PADDED << 2);
  for (let index: usize = 0; index < 8; index++) {
    const cs = load<f32>(state.butterflies + (index << 3));
    const ca = load<f32>(state.butterflies + (index << 3), 4);
    const downAt = low + ((17 - index) << 2);
    const upAt = high + (index << 2);
    const down = load<f32>(downAt);
    const up = load<f32>(upAt);
    store<f32>(downAt, down * cs + up * ca);
    store<f32>(upAt, up * cs - down * ca);
  }
}

/** Coefficients of the alias reduction: table B.9 of the standard. */
function designButterflies(state: HybridGrid): void {
  butterfly(state, 0, -0.6);
  butterfly(state, 1, -0.535);
  butterfly(state, 2, -0.33);
  butterfly(state, 3, -0.185);
  butterfly(state, 4, -0.095);
  butterfly(state, 5, -0.041);
  butterfly(state, 6, -0.0142);
  butterfly(state, 7, -0.0037);
}

function butterfly(state: HybridGrid, index: usize, c: f64): void {
  const cs = 1 / Math.sqrt(1 + c * c);
  store<f32>(state.butterflies + (index << 3), <f32>cs);
  store<f32>(state.butterflies + (index << 3), <f32>(c * cs), 4);
}
