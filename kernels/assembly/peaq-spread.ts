// Spreading: what each band of the ear passes on to those above, the more the louder it is, and to those below.
// Reference and test are the two lanes of every value. ITU-R BS.1387-1, annex 2, 2.1.7.

import { allocate } from './memory';
import { exp2x2, log2x2 } from './pair-math';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { BAND_BARK, BAND_BYTES, BAND_COUNT, Band, bandAt } from './peaq-bands';

/** BAND_COUNT pairs each, beside the bands themselves. */
@unmanaged
class Spreading {
  bands: usize;
  pitch: usize;
  levels: usize;
  shares: usize;
  slopes: usize;
}

/** The upper slope rises by 0.2 dB/Bark per dB, eq. (17). */
const UP_POWER: f64 = 0.2 * BAND_BARK;
/** Powers add in the domain of this exponent, eq. (14). */
const ADDITION: f64 = 0.4;
/** The slope towards low bands, to this exponent: 10^(−2.7 · 0.25 · 0.4). */
const DOWN_ADDED: f64 = 0.5370317963702527;
/** A power of two that adds nothing to 1. */
const NOTHING_LOG2: f64 = -54;

/** @param bands their `flat` is filled in */
export function makeSpreading(bands: usize): usize {
  const state = changetype<Spreading>(allocate(offsetof<Spreading>()));
  state.bands = bands;
  state.pitch = allocate(<usize>BAND_COUNT * 16);
  state.levels = allocate(<usize>BAND_COUNT * 16);
  state.shares = allocate(<usize>BAND_COUNT * 16);
  state.slopes = allocate(<usize>BAND_COUNT * 16);
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++) v128.store(state.pitch + i * 16, f64x2.splat(1));
  const ones = allocate(<usize>BAND_COUNT * 16);
  spread(changetype<usize>(state), ones);
  for (let i = 0; i < BAND_COUNT; i++) bandAt(bands, i).flat = load<f64>(ones + <usize>i * 16);
  return changetype<usize>(state);
}

/** Where the powers of the bands are put. */
export function spreadingInput(pointer: usize): usize {
  return changetype<Spreading>(pointer).pitch;
}

/** Spreads what was put in over the bands, eqs. (14)–(19). */
export function spread(pointer: usize, to: usize): void {
  const state = changetype<Spreading>(pointer);
  shareOut(state);
  const down = f64x2.splat(DOWN_ADDED);
  let below = f64x2.splat(0);
  for (let i = BAND_COUNT - 1; i >= 0; i--) {
    below = f64x2.add(f64x2.mul(down, below), v128.load(state.shares + <usize>i * 16));
    v128.store(to + <usize>i * 16, below);
  }
  addUpwards(state.shares, state.slopes, to);
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++) {
    const power = toFullPower(v128.load(to + i * 16));
    v128.store(
      to + i * 16,
      f64x2.div(power, f64x2.splat(changetype<Band>(state.bands + i * BAND_BYTES).flat)),
    );
  }
}

/**
 * What each band gives to itself, and by how much less to each one above, as powers of ADDITION.
 *
 * In three rounds: within one the bands do not wait for each other, which a chain of logarithm, power, quotient, logarithm
 * and power would have them do.
 */
function shareOut(state: Spreading): void {
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++) {
    v128.store(state.levels + i * 16, log2x2(v128.load(state.pitch + i * 16)));
  }
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++) {
    const band = changetype<Band>(state.bands + i * BAND_BYTES);
    const rise = f64x2.mul(f64x2.splat(UP_POWER), v128.load(state.levels + i * 16));
    const slope = f64x2.add(f64x2.splat(band.upSlopeLog2), rise);
    const added = exp2x2(f64x2.mul(f64x2.splat(ADDITION), slope));
    v128.store(state.slopes + i * 16, added);
    const upSum = sumUpwards(slope, toFullPower(added), <f64>(<usize>BAND_COUNT - i));
    v128.store(state.shares + i * 16, f64x2.add(f64x2.splat(band.downSum - 1), upSum));
  }
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++) {
    const sum = log2x2(v128.load(state.shares + i * 16));
    const share = f64x2.sub(v128.load(state.levels + i * 16), sum);
    v128.store(state.shares + i * 16, exp2x2(f64x2.mul(f64x2.splat(ADDITION), share)));
  }
}

/** x to the power of 1 / ADDITION. */
function toFullPower(x: v128): v128 {
  return f64x2.mul(f64x2.mul(x, x), f64x2.sqrt(x));
}

/** 1 + up + … + up^(count − 1). */
function sumUpwards(slopeLog2: v128, up: v128, count: f64): v128 {
  const one = f64x2.splat(1);
  const rest = f64x2.mul(f64x2.splat(count), slopeLog2);
  const isWhole = i64x2.all_true(f64x2.lt(rest, f64x2.splat(NOTHING_LOG2)));
  const sum = isWhole ? one : f64x2.sub(one, exp2x2(rest));
  return f64x2.div(sum, f64x2.sub(one, up));
}

/** Adds to every band what those below it give; four givers at a time, since each waits for its own last product. */
function addUpwards(shares: usize, slopes: usize, to: usize): void {
  const end = to + <usize>BAND_COUNT * 16;
  for (let i: usize = 0; i + 4 < <usize>BAND_COUNT; i += 4) {
    const slope0 = v128.load(slopes + i * 16),
      slope1 = v128.load(slopes + i * 16, 16),
      slope2 = v128.load(slopes + i * 16, 32),
      slope3 = v128.load(slopes + i * 16, 48);
    const at = to + i * 16 + 16;
    let a = f64x2.mul(v128.load(shares + i * 16), slope0);
    let b = v128.load(shares + i * 16, 16);
    let c = v128.load(shares + i * 16, 32);
    let d = v128.load(shares + i * 16, 48);
    v128.store(at, f64x2.add(v128.load(at), a));
    a = f64x2.mul(a, slope0);
    b = f64x2.mul(b, slope1);
    v128.store(at, f64x2.add(v128.load(at, 16), f64x2.add(a, b)), 16);
    a = f64x2.mul(a, slope0);
    b = f64x2.mul(b, slope1);
    c = f64x2.mul(c, slope2);
    v128.store(at, f64x2.add(v128.load(at, 32), f64x2.add(f64x2.add(a, b), c)), 32);
    for (let above = at + 48; above < end; above += 16) {
      a = f64x2.mul(a, slope0);
      b = f64x2.mul(b, slope1);
      c = f64x2.mul(c, slope2);
      d = f64x2.mul(d, slope3);
      v128.store(above, f64x2.add(v128.load(above), f64x2.add(f64x2.add(a, b), f64x2.add(c, d))));
    }
  }
}
