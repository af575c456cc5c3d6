// Levels of a few broad bands, split by Linkwitz-Riley crossovers of fourth order:
//   LP = B(B(x)) with B a second-order Butterworth low-pass,   HP = A(x) − LP,
// A the allpass of B's poles, which the first B yields from its own state. With g = tan(π·f/rate), k = √2,
// D = 1 + kg + g² and e = x − v2:
//   v1' = v1 + c11·v1 + c12·e,   v2' = v2 + c21·v1 + c22·e,   B(x) = (v2 + v2')/2,   A(x) = x − (v1 + v1'),
//   c11 = −2(kg + g²)/D,  c12 = 2kg/D,  c21 = 2g/(kD),  c22 = 2g²/D;  v1 is k times the integrator's own value.
// The second crossover splits the whole, the first what is below it, the third and the fourth in turn what is above.
//
// Vectors hold four filters of one frame's turn, left and right of two of them:
//   s  first B, and second B one frame behind, of the crossover that splits the whole
//   t  first B of the crossovers below and above it, two frames behind the input;   u  their second B
//   w  as s, for a fourth crossover
// So results are late; the first and the last frames of a stretch are done with masks, and no frame of a band counts in
// a wrong hop. float32: these are meters, and the rounding stays below −120 dB of the signal.
// S. Linkwitz, R. Riley, JAES 24 (1976); A. Simper, Linear Trapezoidal State Variable Filter (2013).

import { allocate } from './memory';

/** Turns after which every result is there. */
const LATE_TURNS: i32 = 3;
/** Frames whose squares are added in float32 before they go to float64. */
const CHUNK_FRAMES: i32 = 2048;
/** Below this a decaying state is nothing: it would become denormal, which is slow. */
const TINY: f32 = 1e-30;

@unmanaged
class Bank {
  s1: v128;
  s2: v128;
  t1: v128;
  t2: v128;
  u1: v128;
  u2: v128;
  w1: v128;
  w2: v128;
  /** The last turn's B and A of s and of w, and what goes into t. */
  sLow: v128;
  sAll: v128;
  wLow: v128;
  wAll: v128;
  parts: v128;
  /** Sums of squares and largest magnitudes, two bands a vector. */
  sum0: v128;
  sum1: v128;
  sum2: v128;
  peak0: v128;
  peak1: v128;
  peak2: v128;
  /** c11, c12, c21, c22 of s, of t and u, of w. */
  s11: v128;
  s12: v128;
  s21: v128;
  s22: v128;
  t11: v128;
  t12: v128;
  t21: v128;
  t22: v128;
  w11: v128;
  w12: v128;
  w21: v128;
  w22: v128;
  crossovers: i32;
  /** Frames since the last flush of sums. */
  chunkFrames: i32;
  /** float64: sums of squares so far, in the order of sum0 … sum2. */
  totals: usize;
}

/** @param crossoversHz float64, `crossovers` of them, ascending */
export function bandsMake(sampleRateHz: f64, crossoversHz: usize, crossovers: i32): usize {
  const bank = changetype<Bank>(allocate(offsetof<Bank>()));
  bank.crossovers = crossovers;
  bank.totals = allocate(96);
  const coefficients = changetype<usize>(bank) + offsetof<Bank>('s11');
  for (let place = 0; place < 12; place++) {
    const group = place >> 2,
      above = (place & 2) >> 1;
    const wanted = group === 0 ? (crossovers > 1 ? 1 : 0) : group === 1 ? 2 * above : 3;
    // where there is no such crossover the filter's result is not used
    const index = min(wanted, crossovers - 1);
    if (index < 0) break;
    const g = Math.tan((Math.PI * load<f64>(crossoversHz + ((<usize>index) << 3))) / sampleRateHz);
    const kg = Math.SQRT2 * g,
      divisor = 1 + kg + g * g;
    const at = coefficients + <usize>group * 64 + <usize>(place & 3) * 4;
    store<f32>(at, <f32>((-2 * (kg + g * g)) / divisor), 0);
    store<f32>(at, <f32>((2 * kg) / divisor), 16);
    store<f32>(at, <f32>((Math.SQRT2 * g) / divisor), 32);
    store<f32>(at, <f32>((2 * g * g) / divisor), 48);
  }
  return changetype<usize>(bank);
}

export function bandsReset(pointer: usize): void {
  memory.fill(pointer, 0, offsetof<Bank>('sum0'));
  bandsClear(pointer);
}

/** Forgets what was counted, keeps the filters. */
export function bandsClear(pointer: usize): void {
  const bank = changetype<Bank>(pointer);
  memory.fill(pointer + offsetof<Bank>('sum0'), 0, 96);
  memory.fill(bank.totals, 0, 96);
  bank.chunkFrames = 0;
}

/** Two channels, which may be the same. */
export function bandsProcess(pointer: usize, left: usize, right: usize, frameCount: i32): void {
  const bank = changetype<Bank>(pointer);
  while (frameCount > 0) {
    const count = min(frameCount, CHUNK_FRAMES - bank.chunkFrames);
    stretch(bank, left, right, count);
    bank.chunkFrames += count;
    if (bank.chunkFrames === CHUNK_FRAMES) flush(bank);
    left += (<usize>count) << 2;
    right += (<usize>count) << 2;
    frameCount -= count;
  }
}

/**
 * What was counted, into the hop's values.
 *
 * @param channels 2, or 1 where both were the same
 * @param peaks    float32 per band, raised
 * @param powers   float64 per band, added to
 */
export function bandsFinish(pointer: usize, channels: i32, peaks: usize, powers: usize): void {
  const bank = changetype<Bank>(pointer);
  flush(bank);
  for (let band = 0; band <= bank.crossovers; band++) {
    for (let channel = 0; channel < channels; channel++) {
      const place = <usize>(2 * placeOf(band, bank.crossovers) + channel);
      const peak = peaks + ((<usize>band) << 2),
        power = powers + ((<usize>band) << 3);
      const found = load<f32>(pointer + offsetof<Bank>('peak0') + (place << 2));
      store<f32>(peak, max(load<f32>(peak), found));
      store<f64>(power, load<f64>(power) + load<f64>(bank.totals + (place << 3)));
    }
  }
  bandsClear(pointer);
}

/** Where the sums of a band stand: low and low of t and u, then high and high, then w. */
function placeOf(band: i32, crossovers: i32): i32 {
  if (crossovers < 2 || band === 0) return band;
  if (band < 3) return 3 - band;
  return crossovers === 3 ? band : band + 1;
}

function flush(bank: Bank): void {
  const pointer = changetype<usize>(bank);
  const sums = pointer + offsetof<Bank>('sum0');
  for (let place: usize = 0; place < 12; place++) {
    const sum = sums + (place << 2),
      total = bank.totals + (place << 3);
    store<f64>(total, load<f64>(total) + <f64>load<f32>(sum));
    store<f32>(sum, 0);
  }
  for (let at = pointer; at < pointer + offsetof<Bank>('sLow'); at += 4) {
    if (abs(load<f32>(at)) < TINY) store<f32>(at, 0);
  }
  bank.chunkFrames = 0;
}

function stretch(bank: Bank, left: usize, right: usize, count: i32): void {
  for (let turn = 0; turn < LATE_TURNS; turn++) maskedTurn(bank, left, right, turn, count);
  if (count > LATE_TURNS) {
    const from = <usize>LATE_TURNS * 4,
      end = left + ((<usize>count) << 2);
    if (bank.crossovers === 0) innerTurns<bool>(bank, left + from, right + from, end);
    else if (bank.crossovers === 1) innerTurns<i8>(bank, left + from, right + from, end);
    else if (bank.crossovers === 2) innerTurns<i16>(bank, left + from, right + from, end);
    else if (bank.crossovers === 3) innerTurns<i32>(bank, left + from, right + from, end);
    else innerTurns<i64>(bank, left + from, right + from, end);
  }
  for (let turn = max(count, LATE_TURNS); turn < count + LATE_TURNS; turn++) {
    maskedTurn(bank, left, right, turn, count);
  }
}

/** v + (a·v1 + b·e). */
function nextState(v: v128, v1: v128, e: v128, a: v128, b: v128): v128 {
  return f32x4.add(v, f32x4.add(f32x4.mul(a, v1), f32x4.mul(b, e)));
}

function swapHalves(a: v128): v128 {
  return v128.shuffle<i64>(a, a, 1, 0);
}

/** All ones in the first two lanes where `frame` is one of the stretch, in the others where the one before is. */
function maskOf(frame: i32, count: i32, behind: i32): v128 {
  const first = frame >= 0 && frame < count ? -1 : 0;
  const second = frame - behind >= 0 && frame - behind < count ? -1 : 0;
  return i32x4(first, first, second, second);
}

/** One turn near an end of the stretch: only what belongs to a frame of the stretch moves or counts. */
function maskedTurn(bank: Bank, left: usize, right: usize, turn: i32, count: i32): void {
  const half = f32x4.splat(0.5);
  const at = (<usize>turn) << 2;
  const x = turn < count ? f32x4(load<f32>(left + at), load<f32>(right + at), 0, 0) : f32x4.splat(0);
  const inS = maskOf(turn, count, 1),
    inT = maskOf(turn - 2, count, 0),
    inW = maskOf(turn - 2, count, 1);

  const y = v128.shuffle<i64>(x, bank.sLow, 0, 2),
    e = f32x4.sub(y, bank.s2);
  const s1 = nextState(bank.s1, bank.s1, e, bank.s11, bank.s12);
  const s2 = nextState(bank.s2, bank.s1, e, bank.s21, bank.s22);
  const sLow = f32x4.mul(half, f32x4.add(bank.s2, s2));
  const parts = v128.shuffle<i64>(sLow, f32x4.sub(bank.sAll, swapHalves(sLow)), 1, 2);
  bank.sAll = f32x4.sub(y, f32x4.add(bank.s1, s1));
  bank.sLow = sLow;
  bank.s1 = v128.bitselect(s1, bank.s1, inS);
  bank.s2 = v128.bitselect(s2, bank.s2, inS);

  const z = bank.parts,
    f = f32x4.sub(z, bank.t2);
  bank.parts = parts;
  const t1 = nextState(bank.t1, bank.t1, f, bank.t11, bank.t12);
  const t2 = nextState(bank.t2, bank.t1, f, bank.t21, bank.t22);
  const tLow = f32x4.mul(half, f32x4.add(bank.t2, t2)),
    tAll = f32x4.sub(z, f32x4.add(bank.t1, t1));
  bank.t1 = v128.bitselect(t1, bank.t1, inT);
  bank.t2 = v128.bitselect(t2, bank.t2, inT);
  const h = f32x4.sub(tLow, bank.u2);
  const u1 = nextState(bank.u1, bank.u1, h, bank.t11, bank.t12);
  const u2 = nextState(bank.u2, bank.u1, h, bank.t21, bank.t22);
  const low = f32x4.mul(half, f32x4.add(bank.u2, u2)),
    high = f32x4.sub(tAll, low);
  bank.u1 = v128.bitselect(u1, bank.u1, inT);
  bank.u2 = v128.bitselect(u2, bank.u2, inT);

  const q = v128.shuffle<i64>(high, bank.wLow, 1, 2),
    d = f32x4.sub(q, bank.w2);
  const w1 = nextState(bank.w1, bank.w1, d, bank.w11, bank.w12);
  const w2 = nextState(bank.w2, bank.w1, d, bank.w21, bank.w22);
  const wLow = f32x4.mul(half, f32x4.add(bank.w2, w2));
  const top = v128.shuffle<i64>(wLow, f32x4.sub(bank.wAll, swapHalves(wLow)), 1, 2);
  bank.wAll = f32x4.sub(q, f32x4.add(bank.w1, w1));
  bank.wLow = wLow;
  bank.w1 = v128.bitselect(w1, bank.w1, inW);
  bank.w2 = v128.bitselect(w2, bank.w2, inW);

  let first = v128.and(low, inT);
  if (bank.crossovers === 0) first = v128.and(x, inS);
  if (bank.crossovers === 1) first = v128.and(parts, maskOf(turn - 1, count, 0));
  if (bank.crossovers === 2) first = v128.and(v128.shuffle<i64>(low, z, 0, 3), inT);
  const second = v128.and(high, inT),
    third = v128.and(top, maskOf(turn - 3, count, 0));
  bank.sum0 = f32x4.add(bank.sum0, f32x4.mul(first, first));
  bank.sum1 = f32x4.add(bank.sum1, f32x4.mul(second, second));
  bank.sum2 = f32x4.add(bank.sum2, f32x4.mul(third, third));
  bank.peak0 = f32x4.pmax(bank.peak0, f32x4.abs(first));
  bank.peak1 = f32x4.pmax(bank.peak1, f32x4.abs(second));
  bank.peak2 = f32x4.pmax(bank.peak2, f32x4.abs(third));
}

/** The turns where every lane has its frame. The number of crossovers, 0 to 4, is told by T, so that the compiler
 * writes one loop for each: bool, i8, i16, i32, i64. */
function innerTurns<T>(bank: Bank, l: usize, r: usize, end: usize): void {
  const half = f32x4.splat(0.5);
  const s11 = bank.s11,
    s12 = bank.s12,
    s21 = bank.s21,
    s22 = bank.s22;
  const t11 = bank.t11,
    t12 = bank.t12,
    t21 = bank.t21,
    t22 = bank.t22;
  const w11 = bank.w11,
    w12 = bank.w12,
    w21 = bank.w21,
    w22 = bank.w22;
  let s1 = bank.s1,
    s2 = bank.s2,
    sLow = bank.sLow,
    sAll = bank.sAll,
    parts = bank.parts;
  let t1 = bank.t1,
    t2 = bank.t2,
    u1 = bank.u1,
    u2 = bank.u2;
  let w1 = bank.w1,
    w2 = bank.w2,
    wLow = bank.wLow,
    wAll = bank.wAll;
  let sum0 = bank.sum0,
    sum1 = bank.sum1,
    sum2 = bank.sum2;
  let peak0 = bank.peak0,
    peak1 = bank.peak1,
    peak2 = bank.peak2;
  for (; l < end; l += 4, r += 4) {
    const x = v128.shuffle<f32>(v128.load_zero<f32>(l), v128.load_zero<f32>(r), 0, 4, 1, 5);
    let first = x;
    if (sizeof<T>() > 1 || isSigned<T>()) {
      const z = parts;
      const y = v128.shuffle<i64>(x, sLow, 0, 2),
        e = f32x4.sub(y, s2),
        s1Was = s1,
        s2Was = s2;
      s1 = nextState(s1, s1Was, e, s11, s12);
      s2 = nextState(s2, s1Was, e, s21, s22);
      sLow = f32x4.mul(half, f32x4.add(s2Was, s2));
      parts = v128.shuffle<i64>(sLow, f32x4.sub(sAll, swapHalves(sLow)), 1, 2);
      sAll = f32x4.sub(y, f32x4.add(s1Was, s1));
      first = parts;
      if (sizeof<T>() > 1) {
        const f = f32x4.sub(z, t2),
          t1Was = t1,
          t2Was = t2;
        t1 = nextState(t1, t1Was, f, t11, t12);
        t2 = nextState(t2, t1Was, f, t21, t22);
        const tLow = f32x4.mul(half, f32x4.add(t2Was, t2));
        const h = f32x4.sub(tLow, u2),
          u1Was = u1,
          u2Was = u2;
        u1 = nextState(u1, u1Was, h, t11, t12);
        u2 = nextState(u2, u1Was, h, t21, t22);
        const low = f32x4.mul(half, f32x4.add(u2Was, u2));
        const high = f32x4.sub(f32x4.sub(z, f32x4.add(t1Was, t1)), low);
        first = sizeof<T>() === 2 ? v128.shuffle<i64>(low, z, 0, 3) : low;
        sum1 = f32x4.add(sum1, f32x4.mul(high, high));
        peak1 = f32x4.pmax(peak1, f32x4.abs(high));
        if (sizeof<T>() === 8) {
          const q = v128.shuffle<i64>(high, wLow, 1, 2),
            d = f32x4.sub(q, w2),
            w1Was = w1,
            w2Was = w2;
          w1 = nextState(w1, w1Was, d, w11, w12);
          w2 = nextState(w2, w1Was, d, w21, w22);
          wLow = f32x4.mul(half, f32x4.add(w2Was, w2));
          const top = v128.shuffle<i64>(wLow, f32x4.sub(wAll, swapHalves(wLow)), 1, 2);
          wAll = f32x4.sub(q, f32x4.add(w1Was, w1));
          sum2 = f32x4.add(sum2, f32x4.mul(top, top));
          peak2 = f32x4.pmax(peak2, f32x4.abs(top));
        }
      }
    }
    sum0 = f32x4.add(sum0, f32x4.mul(first, first));
    peak0 = f32x4.pmax(peak0, f32x4.abs(first));
  }
  bank.s1 = s1;
  bank.s2 = s2;
  bank.sLow = sLow;
  bank.sAll = sAll;
  bank.parts = parts;
  bank.t1 = t1;
  bank.t2 = t2;
  bank.u1 = u1;
  bank.u2 = u2;
  bank.w1 = w1;
  bank.w2 = w2;
  bank.wLow = wLow;
  bank.wAll = wAll;
  bank.sum0 = sum0;
  bank.sum1 = sum1;
  bank.sum2 = sum2;
  bank.peak0 = peak0;
  bank.peak1 = peak1;
  bank.peak2 = peak2;
}
