// Clicks: samples that neither the past nor the future explains. Per hop a predictor of the differenced signal (Hann
// window, autocorrelation in f32 with sums in f64); with the difference folded in, over the plain samples,
//   e[n] = Σ a[k] x[n−k]   what the past leaves unexplained,
//   u[n] = Σ a[k] e[n+k]   a click of one sample, height h, becomes h Σa² there: the matched filter of a click.
// Both are held against their own spread in the hop: mean magnitude, made robust by leaving out what is above four times it.
// S. Vaseghi, P. Rayner, Detection and suppression of impulsive noise, IEE Proc. 137 I (1990); S. Godsill, P. Rayner,
// Digital Audio Restoration (1998), chapter 5.

import { allocate } from './memory';
import { levinson } from './prediction';

/** Of the predictor before the difference is folded in: the 30 to 60 of the trade, in whole vectors. */
const ORDER: i32 = 31;
/** Coefficients with the difference. */
export const TAPS: i32 = ORDER + 2;
/** Frames before a hop for which e and u are known: u of a click reaches TAPS back. */
export const LEAD: i32 = 128;
/** A click this far below the level around it (−40 dB) is masked: what is left unexplained counts as this much at least. */
const MASKED_SHARE: f64 = 0.01;
/** Lags are summed in f32 for so long. */
const CHUNK: i32 = 256;
/** Added to r[0]: −70 dB, the noise of sums in f32. */
const NOISE_SHARE: f64 = 1e-7;

@unmanaged
export class ClickSearch {
  hopFrames: i32;
  /** Frames behind a hop for which e and u are known as well: as far as a click at its end can reach. */
  overhangFrames: i32;
  windowFrames: i32;
  window: usize;
  /** The windowed difference, f32, zeros behind it for the lags. */
  windowed: usize;
  lags: usize;
  predictor: usize;
  /** a, f32, TAPS values, and the same backwards in time. */
  taps: usize;
  /** e and u, f32, from LEAD frames before the hop. */
  errors: usize;
  matched: usize;
  /** e of what stands before a click, and the backward error of what comes after it, f32. */
  earlier: usize;
  later: usize;
  /** The audio around a hop without a click, f32, from half a hop and four frames before it. */
  mended: usize;
  /** What the past alone foretells through a click, and the answer of 1/A to one sample, f32. */
  foretold: usize;
  answer: usize;
  /** How far the last click that was looked at stands off what was foretold. */
  height: f32;
  /** Where it begins and ends, in frames of the hop. */
  start: i32;
  end: i32;
  thresholdSpreads: f32;
  errorSpread: f32;
  matchedSpread: f32;
  /** Mean magnitude of the error right beside the last click that was looked at. */
  besideSpread: f32;
  /** Σ a². */
  tapPower: f32;
}

/**
 * @param hopFrames a multiple of 256; the window is twice as long
 * @param thresholdSpreads what counts as a click, in mean magnitudes of the error
 */
export function clickSearchMake(hopFrames: i32, thresholdSpreads: f32): usize {
  const state = changetype<ClickSearch>(allocate(offsetof<ClickSearch>()));
  state.hopFrames = hopFrames;
  const frames = 2 * hopFrames;
  state.windowFrames = frames;
  state.window = allocate((<usize>frames) << 2);
  state.windowed = allocate((<usize>frames + ORDER + 5) << 2);
  state.lags = allocate((ORDER + 1) << 3);
  state.predictor = allocate((ORDER + 1) << 3);
  state.taps = allocate(TAPS << 2);
  state.thresholdSpreads = thresholdSpreads;
  state.overhangFrames = hopFrames / 8 + 64;
  state.foretold = allocate((<usize>frames) << 2);
  state.answer = allocate((<usize>frames) << 2);
  state.earlier = allocate((<usize>frames + 64) << 2);
  state.errors = allocate((<usize>frames + 64) << 2);
  state.matched = allocate((<usize>frames + 64) << 2);
  state.later = allocate((<usize>frames + 64) << 2);
  state.mended = allocate((<usize>frames + 8) << 2);
  for (let n = 0; n < frames; n++) {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * (<f64>n + 0.5)) / <f64>frames);
    store<f32>(state.window + ((<usize>n) << 2), <f32>hann);
  }
  return changetype<usize>(state);
}

/**
 * Predictor, e and u of the hop that begins at `hop`.
 *
 * @param learnt the same hop in the audio from which the predictor is learnt, half a hop readable on either side
 * @returns whether there is anything to look at
 */
export function predictHop(state: ClickSearch, hop: usize, learnt: usize): bool {
  makeLags(state, learnt - ((<usize>state.hopFrames / 2) << 2));
  if (!(load<f64>(state.lags) > 1e-12)) return false;
  store<f64>(state.lags, load<f64>(state.lags) * (1 + NOISE_SHARE));
  levinson(state.lags, ORDER, state.predictor);
  foldDifference(state);
  const count = LEAD + state.hopFrames + state.overhangFrames;
  // e reaches TAPS − 1 further, so that u is whole
  filterPast(state.taps, hop - (LEAD << 2), state.errors, (count + TAPS - 1 + 15) & ~15);
  filterFuture(state.taps, state.errors, state.matched, count);
  const masked = <f32>(MASKED_SHARE * levelOf(hop, state.hopFrames)) / state.thresholdSpreads;
  state.errorSpread = max(masked, spread(state.errors + (LEAD << 2), state.hopFrames));
  state.matchedSpread = max(masked * state.tapPower, spread(state.matched + (LEAD << 2), state.hopFrames));
  return state.matchedSpread > 0;
}

function makeLags(state: ClickSearch, from: usize): void {
  const to = state.windowed;
  const bytes = (<usize>state.windowFrames) << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const difference = f32x4.sub(v128.load(from + at), v128.load(from + at - 4));
    v128.store(to + at, f32x4.mul(difference, v128.load(state.window + at)));
  }
  memory.fill(state.lags, 0, (ORDER + 1) << 3);
  for (let at: usize = 0; at < bytes; at += CHUNK << 2) {
    for (let lag = 0; lag <= ORDER; lag += 8) eightLags(to + at, lag, state.lags + ((<usize>lag) << 3));
  }
}

/** Adds one chunk to lags lag … lag + 7. */
function eightLags(x: usize, lag: i32, to: usize): void {
  let a = f32x4.splat(0),
    b = f32x4.splat(0),
    c = f32x4.splat(0),
    d = f32x4.splat(0);
  let e = f32x4.splat(0),
    f = f32x4.splat(0),
    g = f32x4.splat(0),
    h = f32x4.splat(0);
  let late = x + ((<usize>lag) << 2);
  for (const end = x + (CHUNK << 2); x < end; x += 16, late += 16) {
    const v = v128.load(x);
    a = f32x4.add(a, f32x4.mul(v, v128.load(late, 0)));
    b = f32x4.add(b, f32x4.mul(v, v128.load(late, 4)));
    c = f32x4.add(c, f32x4.mul(v, v128.load(late, 8)));
    d = f32x4.add(d, f32x4.mul(v, v128.load(late, 12)));
    e = f32x4.add(e, f32x4.mul(v, v128.load(late, 16)));
    f = f32x4.add(f, f32x4.mul(v, v128.load(late, 20)));
    g = f32x4.add(g, f32x4.mul(v, v128.load(late, 24)));
    h = f32x4.add(h, f32x4.mul(v, v128.load(late, 28)));
  }
  store<f64>(to, load<f64>(to, 0) + sum4(a), 0);
  store<f64>(to, load<f64>(to, 8) + sum4(b), 8);
  store<f64>(to, load<f64>(to, 16) + sum4(c), 16);
  store<f64>(to, load<f64>(to, 24) + sum4(d), 24);
  store<f64>(to, load<f64>(to, 32) + sum4(e), 32);
  store<f64>(to, load<f64>(to, 40) + sum4(f), 40);
  store<f64>(to, load<f64>(to, 48) + sum4(g), 48);
  store<f64>(to, load<f64>(to, 56) + sum4(h), 56);
}

function sum4(v: v128): f64 {
  return (
    <f64>f32x4.extract_lane(v, 0) +
    <f64>f32x4.extract_lane(v, 1) +
    (<f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3))
  );
}

/** taps = predictor × (1 − z⁻¹), and their power. */
function foldDifference(state: ClickSearch): void {
  let before: f64 = 0;
  let power: f64 = 0;
  for (let k = 0; k < TAPS; k++) {
    const here = k <= ORDER ? load<f64>(state.predictor + ((<usize>k) << 3)) : 0;
    const tap = here - before;
    store<f32>(state.taps + ((<usize>k) << 2), <f32>tap);
    power += tap * tap;
    before = here;
  }
  state.tapPower = <f32>power;
}

/** y[n] = Σ taps[k] x[n − k], sixteen at a time. */
export function filterPast(taps: usize, x: usize, y: usize, count: i32): void {
  filter(taps, x, y, count, -4);
}

/** y[n] = Σ taps[k] x[n + k]. */
export function filterFuture(taps: usize, x: usize, y: usize, count: i32): void {
  filter(taps, x, y, count, 4);
}

function filter(taps: usize, x: usize, y: usize, count: i32, step: isize): void {
  for (const end = y + ((<usize>count) << 2); y < end; x += 64, y += 64) {
    let a = f32x4.splat(0),
      b = f32x4.splat(0),
      c = f32x4.splat(0),
      d = f32x4.splat(0);
    let at = x;
    for (let tap = taps; tap < taps + (TAPS << 2); tap += 4, at += step) {
      const gain = v128.load32_splat(tap);
      a = f32x4.add(a, f32x4.mul(gain, v128.load(at, 0)));
      b = f32x4.add(b, f32x4.mul(gain, v128.load(at, 16)));
      c = f32x4.add(c, f32x4.mul(gain, v128.load(at, 32)));
      d = f32x4.add(d, f32x4.mul(gain, v128.load(at, 48)));
    }
    v128.store(y, a, 0);
    v128.store(y, b, 16);
    v128.store(y, c, 32);
    v128.store(y, d, 48);
  }
}

/** Mean magnitude of what lies below four times the mean magnitude, found twice: √(2/π) σ for noise, blind to clicks. */
function spread(x: usize, count: i32): f32 {
  let bound = f32x4.splat(Infinity);
  let result: f32 = 0;
  for (let pass = 0; pass < 3; pass++) {
    let sum = f32x4.splat(0);
    let counted = i32x4.splat(0);
    for (let at = x, end = x + ((<usize>count) << 2); at < end; at += 16) {
      const size = f32x4.abs(v128.load(at));
      const below = f32x4.lt(size, bound);
      sum = f32x4.add(sum, v128.and(size, below));
      counted = i32x4.sub(counted, below);
    }
    const total =
      i32x4.extract_lane(counted, 0) +
      i32x4.extract_lane(counted, 1) +
      i32x4.extract_lane(counted, 2) +
      i32x4.extract_lane(counted, 3);
    result = total === 0 ? 0 : <f32>(sum4(sum) / <f64>total);
    bound = f32x4.splat(4 * result);
  }
  return result;
}

/** Root mean square of whole vectors. */
export function levelOf(x: usize, frameCount: i32): f64 {
  let sum = f32x4.splat(0);
  for (let at = x, end = x + ((<usize>(frameCount & ~3)) << 2); at < end; at += 16) {
    const v = v128.load(at);
    sum = f32x4.add(sum, f32x4.mul(v, v));
  }
  return Math.sqrt(sum4(sum) / <f64>(frameCount & ~3));
}
