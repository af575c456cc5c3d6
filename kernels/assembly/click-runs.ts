// From unexplained samples to clicks: runs over the threshold, their exact ends, and the numbers that tell a click from the
// attack of a note: how the unexplained stands before and after, and whether the level itself rises.

import { findBestRun } from './click-ends';
// biome-ignore lint/style/useImportType: the compiler of the kernels knows no imports of types
import { ClickSearch, filterFuture, filterPast, LEAD, levelOf, predictHop, TAPS } from './click-search';

/**
 * Bytes of one event: start, frames, strength, mean and largest error before, after, level before, after, height; largest
 * error and level right before, right after.
 */
export const EVENT_BYTES: i32 = 56;
/** What stands out by less over what is right beside it is music, and its exact ends are not worth finding. */
const WORTH_RATIO: f32 = 3;
/** Right beside a click, 3 ms: a drum that follows later says nothing about it. */
const BESIDE_FRAMES: i32 = 128;
/** Ends of a click: the first and last sample this many spreads off, 2.4 σ; 4.8 σ where that leads too far. */
const EDGE_SPREADS: f32 = 3;
const FIRM_EDGE_SPREADS: f32 = 6;
/** The height of a click shows in its first samples, beyond doubt; later the forecast itself drifts. */
const HEIGHT_FRAMES: i32 = 16;
/** A run of errors goes on over this many smaller ones. */
const NEAR_FRAMES: i32 = 8;
const FIRM_NEAR_FRAMES: i32 = 3;
/** Right beside a click there may be its own remains. */
const GUARD_FRAMES: i32 = 4;

/**
 * Clicks whose first sample over the threshold lies in frames [fromFrame, toFrame); `samples` must be readable for two hops
 * on either side.
 *
 * @param joinFrames runs nearer than this are one click
 * @param longestFrames longer runs are no clicks and left out
 * @returns how many events were written, at most `capacity`
 */
export function clickSearchRun(
  pointer: usize,
  samples: usize,
  fromFrame: i32,
  toFrame: i32,
  joinFrames: i32,
  longestFrames: i32,
  events: usize,
  capacity: i32,
): i32 {
  const state = changetype<ClickSearch>(pointer);
  let found = 0;
  let next = fromFrame;
  for (let hop = fromFrame; hop < toFrame; hop += state.hopFrames) {
    const x = samples + ((<usize>hop) << 2);
    if (!predictHop(state, x, x)) continue;
    const end = min(state.hopFrames, toFrame - hop);
    let n = max(0, next - hop);
    while (found < capacity) {
      n = nextOver(state, n, end);
      if (n >= end) break;
      const last = lastOver(state, n, joinFrames, longestFrames);
      if (last - n < longestFrames + 2 * TAPS) {
        if (describe(state, x, n, last, longestFrames, hop, events + <usize>(found * EVENT_BYTES))) found++;
      }
      n = last + joinFrames;
      next = hop + n;
    }
  }
  return found;
}

/** How far frame n stands out, in spreads. */
function sizeAt(state: ClickSearch, n: i32): f32 {
  const offset = (<usize>(n + LEAD)) << 2;
  return max(
    Mathf.abs(load<f32>(state.matched + offset)) / state.matchedSpread,
    Mathf.abs(load<f32>(state.errors + offset)) / state.errorSpread,
  );
}

function nextOver(state: ClickSearch, from: i32, end: i32): i32 {
  const errors = f32x4.splat(state.thresholdSpreads * state.errorSpread);
  const matched = f32x4.splat(state.thresholdSpreads * state.matchedSpread);
  let n = from;
  for (; n + 4 <= end; n += 4) {
    const offset = (<usize>(n + LEAD)) << 2;
    const over = v128.or(
      f32x4.gt(f32x4.abs(v128.load(state.errors + offset)), errors),
      f32x4.gt(f32x4.abs(v128.load(state.matched + offset)), matched),
    );
    if (v128.any_true(over)) break;
  }
  while (n < end && sizeAt(state, n) <= state.thresholdSpreads) n++;
  return n;
}

/** The last frame over the threshold of the run that begins at n; looks no further than a click can be long. */
function lastOver(state: ClickSearch, n: i32, joinFrames: i32, longestFrames: i32): i32 {
  let last = n;
  const end = min(state.hopFrames + state.overhangFrames - TAPS, n + longestFrames + 2 * joinFrames);
  for (let i = n + 1; i < end && i <= last + joinFrames; i++) {
    if (sizeAt(state, i) > state.thresholdSpreads) last = i;
  }
  return last;
}

/** @param x the hop's first sample; frames count from there. @returns whether it is short enough for a click */
function describe(
  state: ClickSearch,
  x: usize,
  first: i32,
  last: i32,
  longestFrames: i32,
  hop: i32,
  to: usize,
): bool {
  const lookFrames = (state.hopFrames / 2) & ~15;
  if (
    !findEnds(state, x, first, last, longestFrames, EDGE_SPREADS, NEAR_FRAMES) &&
    !findEnds(state, x, first, last, longestFrames, FIRM_EDGE_SPREADS, FIRM_NEAR_FRAMES)
  )
    return false;
  const start = state.start;
  const end = state.end;
  let strength: f32 = 0;
  for (let n = first; n <= last; n++) strength = max(strength, sizeAt(state, n));
  store<i32>(to, hop + start, 0);
  store<i32>(to, end - start, 4);
  store<f32>(to, strength, 8);
  const before = at(x, start - GUARD_FRAMES - lookFrames);
  const after = at(x, end + GUARD_FRAMES);
  filterPast(state.taps, before, state.earlier, lookFrames);
  filterFuture(state.taps, after, state.later, lookFrames);
  writeSurroundings(state.earlier, lookFrames, state.errorSpread, to + 12);
  writeSurroundings(state.later, lookFrames, state.errorSpread, to + 20);
  store<f32>(to, <f32>levelOf(before, lookFrames), 28);
  store<f32>(to, <f32>levelOf(after, lookFrames), 32);
  store<f32>(to, state.height, 36);
  const beside = at(x, start - GUARD_FRAMES - BESIDE_FRAMES);
  state.besideSpread = max(
    writeBeside(at(state.earlier, lookFrames - BESIDE_FRAMES), beside, state.errorSpread, to + 40),
    writeBeside(state.later, after, state.errorSpread, to + 48),
  );
  if (strength < WORTH_RATIO * max(load<f32>(to, 40), load<f32>(to, 48))) return true;
  if (!findExactly(state, x, first, last, longestFrames)) return true;
  store<i32>(to, hop + state.start, 0);
  store<i32>(to, state.end - state.start, 4);
  store<f32>(to, state.height, 36);
  return true;
}

/** The run that explains most, twice: a predictor that learnt from a loud click foretells a part of it. */
function findExactly(state: ClickSearch, x: usize, first: i32, last: i32, longestFrames: i32): bool {
  const around = state.hopFrames / 2 + 4;
  memory.copy(state.mended, at(x, -around), (<usize>(state.windowFrames + 8)) << 2);
  const mended = at(state.mended, around);
  let found = findBestRun(state, first, last, longestFrames, mended);
  if (found && predictHop(state, x, mended)) found = findBestRun(state, first, last, longestFrames, 0);
  predictHop(state, x, x);
  return found;
}

/** Leaves start and end of a click in the state. @returns whether it is short enough */
function findEnds(
  state: ClickSearch,
  x: usize,
  first: i32,
  last: i32,
  longestFrames: i32,
  edgeSpreads: f32,
  nearFrames: i32,
): bool {
  const bound = edgeSpreads * state.errorSpread;
  const base = first - TAPS;
  state.start = findStart(state, first, last, bound, nearFrames);
  filterFuture(state.taps, at(x, base), state.later, (last - base + TAPS + 15) & ~15);
  state.end = max(
    base + findEnd(state, first - base, last - base, bound, nearFrames) + 1,
    foretellEnd(state, at(x, state.start), longestFrames, bound, nearFrames) + state.start,
  );
  return state.end - state.start <= longestFrames;
}

function at(floats: usize, index: i32): usize {
  return floats + ((<usize>index) << 2);
}

/** The past foretells everything before the first touched sample: the first error of a run that leads to the loud ones. */
function findStart(state: ClickSearch, first: i32, last: i32, bound: f32, nearFrames: i32): i32 {
  const errors = at(state.errors, LEAD);
  let start = loudest(errors, first - TAPS, last);
  for (let n = start; n >= first - TAPS && n >= start - nearFrames; n--) {
    if (Mathf.abs(load<f32>(at(errors, n))) > bound) start = n;
  }
  return start;
}

/** The future foretells everything behind the last touched sample; frames count from the first of `later`. */
function findEnd(state: ClickSearch, first: i32, last: i32, bound: f32, nearFrames: i32): i32 {
  let end = loudest(state.later, first, last + TAPS);
  for (let n = end; n <= last + TAPS && n <= end + nearFrames; n++) {
    if (Mathf.abs(load<f32>(at(state.later, n))) > bound) end = n;
  }
  return end;
}

/**
 * Where the music is again what its past foretells: a click that fades is explained by its own past, though not by what came
 * before it. The bound grows with the doubt of a forecast, σ² Σ ψ².
 *
 * @param x the first sample of the click
 * @returns its frames, 1 … longestFrames + 1
 */
function foretellEnd(state: ClickSearch, x: usize, longestFrames: i32, bound: f32, nearFrames: i32): i32 {
  const history = TAPS - 1;
  memory.copy(state.foretold, x - (history << 2), history << 2);
  let doubt: f32 = 0;
  state.height = 0;
  let end = 1;
  for (let n = 0; n <= longestFrames && n < end + nearFrames; n++) {
    const answer: f32 = n === 0 ? <f32>1 : forecast(state.taps, at(state.answer, n), min(n, history));
    store<f32>(at(state.answer, n), answer);
    doubt += answer * answer;
    const expected = forecast(state.taps, at(state.foretold, n + history), history);
    store<f32>(at(state.foretold, n + history), expected);
    const off = Mathf.abs(load<f32>(at(x, n)) - expected);
    const doubtful = bound * Mathf.sqrt(doubt);
    if (n < HEIGHT_FRAMES) state.height = max(state.height, off - doubtful);
    if (off > doubtful) end = n + 1;
  }
  return end;
}

/** −Σ taps[k] y[−k], k = 1 … count. */
function forecast(taps: usize, y: usize, count: i32): f32 {
  let sum: f32 = 0;
  for (let k = 1; k <= count; k++) sum -= load<f32>(at(taps, k)) * load<f32>(at(y, -k));
  return sum;
}

function loudest(errors: usize, from: i32, to: i32): i32 {
  let best = from;
  for (let n = from; n <= to; n++) {
    if (Mathf.abs(load<f32>(at(errors, n))) > Mathf.abs(load<f32>(at(errors, best)))) best = n;
  }
  return best;
}

/** Largest magnitude of the error, in spreads, and level of the samples there. @returns mean magnitude of the error */
function writeBeside(errors: usize, samples: usize, spread: f32, to: usize): f32 {
  let sum = f32x4.splat(0);
  let most = f32x4.splat(0);
  for (let from = errors, end = at(errors, BESIDE_FRAMES); from < end; from += 16) {
    const size = f32x4.abs(v128.load(from));
    sum = f32x4.add(sum, size);
    most = f32x4.max(most, size);
  }
  store<f32>(to, across(most, true) / spread, 0);
  store<f32>(to, <f32>levelOf(samples, BESIDE_FRAMES), 4);
  return across(sum, false) / <f32>BESIDE_FRAMES;
}

/** Mean and largest magnitude, in spreads. */
function writeSurroundings(errors: usize, frameCount: i32, spread: f32, to: usize): void {
  let sum = f32x4.splat(0);
  let most = f32x4.splat(0);
  for (let from = errors, end = at(errors, frameCount); from < end; from += 16) {
    const size = f32x4.abs(v128.load(from));
    sum = f32x4.add(sum, size);
    most = f32x4.max(most, size);
  }
  store<f32>(to, across(sum, false) / (<f32>frameCount * spread), 0);
  store<f32>(to, across(most, true) / spread, 4);
}

function across(v: v128, largest: bool): f32 {
  const a = f32x4.extract_lane(v, 0),
    b = f32x4.extract_lane(v, 1),
    c = f32x4.extract_lane(v, 2),
    d = f32x4.extract_lane(v, 3);
  return largest ? max(max(a, b), max(c, d)) : a + b + (c + d);
}
