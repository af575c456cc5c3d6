// The largest magnitude at sixteen times the rate, found without computing most of it.
//
// A signal of no higher frequency than half its rate that reaches M at t0, and nowhere more, keeps |f(t)| ≥ M·cos(πd) at
// a distance of d samples (Duffin and Schaeffer 1938). So if anything exceeds the maximum F found so far, then near it
//   at some half-sample point (d ≤ 1/4)     |f| > 0.707·F,
//   at some quarter-sample point (d ≤ 1/8)  |f| > 0.923·F,
//   at some eighth-sample point (d ≤ 1/16)  |f| > 0.980·F,
// and places where that does not hold need no closer look. Every step uses the cheapest kernel whose error is known
// (peak-bounds.ts) and allows for it. The factors are taken smaller, for the long kernel passes a little beyond half the
// rate.

// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { BOUND_FRAMES, PeakErrors } from './peak-bounds';
import { HALVES_CONTEXT, interpolateHalves, PIECE_FRAMES, QUARTERS } from './peak-grid';
import { LONG_REACH, MIDDLE_REACH } from './peak-tables';

const HALF_FACTOR: f32 = 0.69;
const QUARTER_FACTOR: f32 = 0.915;
const EIGHTH_FACTOR: f32 = 0.975;

/** Errors of the middle kernel above this part of the maximum are worth mending first. */
const MEND_FRACTION: f32 = 0.01;

/** One search: where it looks, with what, and what it has found. */
@unmanaged
export class PeakSearch {
  short: usize;
  middle: usize;
  long: usize;
  /** sin(π·phase/16). */
  sines: usize;
  halves: usize;
  /** Magnitudes at n, n+¼, n+½, n+¾ of four frames, and at the next four samples. */
  grid: usize;
  /** Of the block at hand. */
  shortError: f32;
  middleError: f32;
  mendedError: f32;
  found: f32;
  /** The frame at whose half-sample point, and those before and after it, long − middle is known. */
  knownFrame: usize;
  before: f32;
  now: f32;
  after: f32;
}

/** Searches a passage; `errors` are those of `boundErrors`. */
export function searchPassage(at: usize, samples: usize, frameCount: i32, errors: usize): void {
  const search = changetype<PeakSearch>(at);
  search.knownFrame = 0;
  for (let from: i32 = 0; from < frameCount; from += PIECE_FRAMES) {
    const frames = min<i32>(PIECE_FRAMES, frameCount - from);
    const x = samples + ((<usize>from) << 2);
    const needed = (frames + 2 * HALVES_CONTEXT + 15) & ~15;
    interpolateHalves(x - (HALVES_CONTEXT << 2), search.short, search.halves, needed);
    for (let block: i32 = 0; block < frames; block += BOUND_FRAMES) {
      const index = <usize>((from + block) / BOUND_FRAMES);
      const bounds = changetype<PeakErrors>(errors + index * offsetof<PeakErrors>());
      search.shortError = bounds.short;
      search.middleError = bounds.middle;
      search.mendedError = bounds.mended;
      const half = search.halves + ((<usize>(block + HALVES_CONTEXT)) << 2);
      searchBlock(search, x + ((<usize>block) << 2), half, min<i32>(BOUND_FRAMES, frames - block));
    }
  }
}

function searchBlock(search: PeakSearch, x: usize, half: usize, frames: i32): void {
  let threshold = f32x4.splat(HALF_FACTOR * search.found - search.shortError);
  for (let left = frames; left > 0; left -= 4) {
    const sample = f32x4.pmax(f32x4.abs(v128.load(x)), f32x4.abs(v128.load(x, 4)));
    const near = f32x4.gt(f32x4.pmax(sample, f32x4.abs(v128.load(half))), threshold);
    if (v128.any_true(near)) {
      searchGroup(search, x, half, min<i32>(left, 4));
      threshold = f32x4.splat(HALF_FACTOR * search.found - search.shortError);
    }
    x += 16;
    half += 16;
  }
}

/** Four frames, at quarter samples. */
function searchGroup(search: PeakSearch, x: usize, half: usize, frames: i32): void {
  const x0 = v128.load(x);
  const x1 = v128.load(x, 4);
  const x2 = v128.load(x, 8);
  const xb = v128.load(x - 4);
  const h0 = v128.load(half);
  const h1 = v128.load(half, 4);
  const h2 = v128.load(half, 8);
  const hb = v128.load(half - 4);
  const hbb = v128.load(half - 8);
  const f0 = v128.load_splat<f32>(QUARTERS);
  const f1 = v128.load_splat<f32>(QUARTERS, 4);
  const f2 = v128.load_splat<f32>(QUARTERS, 8);
  const f3 = v128.load_splat<f32>(QUARTERS, 12);
  const early = f32x4.abs(
    f32x4.add(
      f32x4.add(f32x4.mul(f0, f32x4.add(x0, h0)), f32x4.mul(f1, f32x4.add(hb, x1))),
      f32x4.add(f32x4.mul(f2, f32x4.add(xb, h1)), f32x4.mul(f3, f32x4.add(hbb, x2))),
    ),
  );
  const late = f32x4.abs(
    f32x4.add(
      f32x4.add(f32x4.mul(f0, f32x4.add(h0, x1)), f32x4.mul(f1, f32x4.add(x0, h1))),
      f32x4.add(f32x4.mul(f2, f32x4.add(hb, x2)), f32x4.mul(f3, f32x4.add(xb, h2))),
    ),
  );
  const now = f32x4.abs(x0);
  const middle = f32x4.abs(h0);
  const next = f32x4.abs(x1);
  const largest = f32x4.pmax(f32x4.pmax(f32x4.pmax(now, next), middle), f32x4.pmax(early, late));
  const threshold = QUARTER_FACTOR * search.found - search.shortError;
  let lanes = i32x4.bitmask(f32x4.gt(largest, f32x4.splat(threshold))) & ((1 << frames) - 1);
  if (lanes === 0) return;
  v128.store(search.grid, now);
  v128.store(search.grid, early, 16);
  v128.store(search.grid, middle, 32);
  v128.store(search.grid, late, 48);
  v128.store(search.grid, next, 64);
  for (; lanes !== 0; lanes &= lanes - 1) {
    const lane = (<usize>ctz<i32>(lanes)) << 2;
    for (let quarter: i32 = 0; quarter < 4; quarter++) {
      const at = search.grid + lane + ((<usize>quarter) << 4);
      const ends = max<f32>(load<f32>(at), load<f32>(at, 16));
      if (ends > QUARTER_FACTOR * search.found - search.shortError) {
        searchQuarter(search, x + lane, 4 * quarter, ends);
      }
    }
  }
}

/** The points n + (first … first+3)/16, `ends` being the larger magnitude at both ends. */
function searchQuarter(search: PeakSearch, x: usize, first: i32, ends: f32): void {
  const centre = middleAt(search, x, first + 2);
  const nearest = max<f32>(abs<f32>(centre) + search.middleError, ends + search.shortError);
  if (nearest <= EIGHTH_FACTOR * search.found) return;
  settle(search, x, first + 2, centre);
  if (first !== 0) settle(search, x, first, middleAt(search, x, first));
  settle(search, x, first + 1, middleAt(search, x, first + 1));
  settle(search, x, first + 3, middleAt(search, x, first + 3));
}

/** Computes one point with the long kernel, where the middle one's value and error say that it may be the maximum. */
function settle(search: PeakSearch, x: usize, phase: i32, value: f32): void {
  if (abs<f32>(value) + search.middleError <= search.found) return;
  if (search.middleError > MEND_FRACTION * search.found) {
    const mended = abs<f32>(value + correction(search, x, phase));
    if (mended + search.mendedError <= search.found) return;
  }
  search.found = max<f32>(search.found, abs<f32>(longAt(search, x, phase)));
}

/**
 * long − middle at n + phase/16, by a straight line.
 *
 * Without its factor sin(πt) the difference is smooth, so it is computed at the half-sample points, where that factor
 * is ±1, and taken along a line between them. Signals that lean on half the rate have many points within the middle
 * kernel's error of the maximum; this settles nearly all of them with one long sum a frame.
 */
function correction(search: PeakSearch, x: usize, phase: i32): f32 {
  if (x !== search.knownFrame) {
    const isNext = x === search.knownFrame + 4;
    search.before = isNext ? search.now : differenceAt(search, x - 4);
    search.now = isNext ? search.after : differenceAt(search, x);
    search.after = differenceAt(search, x + 4);
    search.knownFrame = x;
  }
  const along = (<f32>phase - 8) / 16;
  const neighbour = phase < 8 ? search.before : search.after;
  const smooth = search.now - abs<f32>(along) * (search.now + neighbour);
  return smooth * load<f32>(search.sines + ((<usize>phase) << 2));
}

function differenceAt(search: PeakSearch, x: usize): f32 {
  return longAt(search, x, 8) - middleAt(search, x, 8);
}

function longAt(search: PeakSearch, x: usize, phase: i32): f32 {
  const table = search.long + ((<usize>(phase * 2 * LONG_REACH)) << 2);
  return dot(x - ((LONG_REACH - 1) << 2), table, 2 * LONG_REACH);
}

function middleAt(search: PeakSearch, x: usize, phase: i32): f32 {
  const table = search.middle + ((<usize>(phase * 2 * MIDDLE_REACH)) << 2);
  return dot(x - ((MIDDLE_REACH - 1) << 2), table, 2 * MIDDLE_REACH);
}

/** @param taps a multiple of 16 */
function dot(x: usize, table: usize, taps: i32): f32 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  for (const end = table + ((<usize>taps) << 2); table < end; table += 64, x += 64) {
    a = f32x4.add(a, f32x4.mul(v128.load(x), v128.load(table)));
    b = f32x4.add(b, f32x4.mul(v128.load(x, 16), v128.load(table, 16)));
    c = f32x4.add(c, f32x4.mul(v128.load(x, 32), v128.load(table, 32)));
    d = f32x4.add(d, f32x4.mul(v128.load(x, 48), v128.load(table, 48)));
  }
  const sum = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  );
}
