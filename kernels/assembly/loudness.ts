// K-weighted energy in hops of 10 ms. ITU-R BS.1770-5 annex 1; the filters for any rate are the bilinear transforms
// whose 48 kHz coefficients the recommendation prints.

import { allocate } from './memory';

/** Poles and zeros of both stages, gains taken out. */
@unmanaged
class LoudnessFilter {
  highPassA1: f64;
  highPassA2: f64;
  shelfB0: f64;
  /** Over b0. */
  shelfB1: f64;
  shelfB2: f64;
  shelfA1: f64;
  shelfA2: f64;
}

/** Two channels, one in each lane. */
@unmanaged
class LoudnessPair {
  /** The sample before, and the difference that led to it. */
  x1: v128;
  d1: v128;
  /** The last two outputs of the high-pass, and of the shelf. */
  p1: v128;
  p2: v128;
  z1: v128;
  z2: v128;
  /** Energy of the hop so far. */
  energy: v128;
  leftWeight: f64;
  rightWeight: f64;
  left: usize;
  right: usize;
}

@unmanaged
class LoudnessState {
  sampleRateHz: f64;
  firstHop: f64;
  /** Frames counted since the beginning of the first hop; frames primed. */
  counted: f64;
  primed: f64;
  hopCount: u32;
  hopCapacity: u32;
  powers: usize;
  pairs: usize;
  pairCount: u32;
  filter: usize;
}

/** Frames primed between two looks at fading states. */
const PRIME_FRAMES: f64 = 512;

/** Far below any level, far above where doubles become slow. */
const NOTHING: f64 = 1e-30;

/** Designs both stages for a rate. `to` receives a LoudnessFilter. */
export function loudnessDesign(sampleRateHz: f64, to: usize): void {
  const filter = changetype<LoudnessFilter>(to);
  // K = tan(π f0/fs), a0 = 1 + K/Q + K²
  const shelfQ = 0.7071752369554196;
  const shelfK = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz);
  const Vh = Math.pow(10, 3.999843853973347 / 20);
  const Vb = Math.pow(Vh, 0.4996667741545416);
  const shelfA0 = 1 + shelfK / shelfQ + shelfK * shelfK;
  const b0 = Vh + (Vb * shelfK) / shelfQ + shelfK * shelfK;
  filter.shelfB0 = b0 / shelfA0;
  filter.shelfB1 = (2 * (shelfK * shelfK - Vh)) / b0;
  filter.shelfB2 = (Vh - (Vb * shelfK) / shelfQ + shelfK * shelfK) / b0;
  filter.shelfA1 = (2 * (shelfK * shelfK - 1)) / shelfA0;
  filter.shelfA2 = (1 - shelfK / shelfQ + shelfK * shelfK) / shelfA0;
  const passQ = 0.5003270373238773;
  const passK = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz);
  const passA0 = 1 + passK / passQ + passK * passK;
  filter.highPassA1 = (2 * (passK * passK - 1)) / passA0;
  filter.highPassA2 = (1 - passK / passQ + passK * passK) / passA0;
}

/** @param pairCount channels come in pairs; the last may have the same channel twice, its right weight 0 */
export function loudnessMake(sampleRateHz: f64, pairCount: u32, firstHop: f64, hopCapacity: u32): usize {
  const at = allocate(offsetof<LoudnessState>());
  const state = changetype<LoudnessState>(at);
  state.sampleRateHz = sampleRateHz;
  state.firstHop = firstHop;
  state.hopCapacity = hopCapacity;
  state.powers = allocate((<usize>hopCapacity) << 3);
  state.pairCount = pairCount;
  state.pairs = allocate(<usize>pairCount * offsetof<LoudnessPair>());
  state.filter = allocate(offsetof<LoudnessFilter>());
  loudnessDesign(sampleRateHz, state.filter);
  return at;
}

export function loudnessPowers(at: usize): usize {
  return changetype<LoudnessState>(at).powers;
}

export function loudnessSetWeights(at: usize, pair: u32, leftWeight: f64, rightWeight: f64): void {
  const its = pairAt(changetype<LoudnessState>(at), pair);
  its.leftWeight = leftWeight;
  its.rightWeight = rightWeight;
}

/** Where the next block's samples lie. */
export function loudnessSetInput(at: usize, pair: u32, left: usize, right: usize): void {
  const its = pairAt(changetype<LoudnessState>(at), pair);
  its.left = left;
  its.right = right;
}

export function loudnessReset(at: usize): void {
  const state = changetype<LoudnessState>(at);
  state.counted = 0;
  state.primed = 0;
  state.hopCount = 0;
  memory.fill(state.powers, 0, (<usize>state.hopCapacity) << 3);
  for (let pair: u32 = 0; pair < state.pairCount; pair++) {
    memory.fill(changetype<usize>(pairAt(state, pair)), 0, offsetof<LoudnessPair>('leftWeight'));
  }
}

/** Runs the filters over a block without counting. */
export function loudnessPrime(at: usize, frameCount: u32): void {
  const state = changetype<LoudnessState>(at);
  let left: f64 = frameCount;
  while (left > 0) {
    const toBorder = PRIME_FRAMES - (state.primed % PRIME_FRAMES);
    const frames = min<f64>(left, toBorder);
    advance(state, <usize>frames);
    state.primed += frames;
    left -= frames;
    if (frames === toBorder) settleStates(state);
  }
  for (let pair: u32 = 0; pair < state.pairCount; pair++) pairAt(state, pair).energy = f64x2.splat(0);
}

/** Counts a block; returns the hops completed so far, which may be more than there is room for. */
export function loudnessProcess(at: usize, frameCount: u32): u32 {
  const state = changetype<LoudnessState>(at);
  let left: f64 = frameCount;
  while (left > 0) {
    const toBorder = hopStart(state, state.hopCount + 1) - state.counted;
    const frames = min<f64>(left, toBorder);
    advance(state, <usize>frames);
    state.counted += frames;
    left -= frames;
    if (frames === toBorder) finishHop(state);
  }
  return state.hopCount;
}

function pairAt(state: LoudnessState, pair: u32): LoudnessPair {
  return changetype<LoudnessPair>(state.pairs + <usize>pair * offsetof<LoudnessPair>());
}

/** First frame of a hop, from the beginning of the first counted one: floor(j·rate/100) is absolute. */
function hopStart(state: LoudnessState, hop: u32): f64 {
  const begin = Math.floor((state.firstHop * state.sampleRateHz) / 100);
  return Math.floor(((state.firstHop + <f64>hop) * state.sampleRateHz) / 100) - begin;
}

function finishHop(state: LoudnessState): void {
  const b0 = changetype<LoudnessFilter>(state.filter).shelfB0;
  let power: f64 = 0;
  for (let i: u32 = 0; i < state.pairCount; i++) {
    const pair = pairAt(state, i);
    power += f64x2.extract_lane(pair.energy, 0) * pair.leftWeight;
    power += f64x2.extract_lane(pair.energy, 1) * pair.rightWeight;
    pair.energy = f64x2.splat(0);
  }
  if (state.hopCount < state.hopCapacity)
    store<f64>(state.powers + ((<usize>state.hopCount) << 3), power * b0 * b0);
  state.hopCount++;
  settleStates(state);
}

/**
 * Clears states that have faded to nothing, before they become denormal. Only at borders that the programme sets, so
 * that the way it is cut into blocks changes no bit; from one border to the next the faster pole fades by 1e-33 at most.
 */
function settleStates(state: LoudnessState): void {
  for (let i: u32 = 0; i < state.pairCount; i++) {
    const pair = pairAt(state, i);
    pair.p1 = withoutTraces(pair.p1);
    pair.p2 = withoutTraces(pair.p2);
    pair.z1 = withoutTraces(pair.z1);
    pair.z2 = withoutTraces(pair.z2);
  }
}

function withoutTraces(x: v128): v128 {
  return v128.and(x, f64x2.ge(f64x2.abs(x), f64x2.splat(NOTHING)));
}

function advance(state: LoudnessState, frameCount: usize): void {
  for (let i: u32 = 0; i < state.pairCount; i++) weigh(pairAt(state, i), state.filter, frameCount);
}

/**
 * Both stages over one segment.
 *
 * The zeros of the high-pass, (1 − z⁻¹)², come first as two differences; then its poles (p), the zeros of the shelf
 * over the same p, and the poles of the shelf (z). Each recursion waits only for one product and one difference, and
 * the two run side by side.
 */
function weigh(pair: LoudnessPair, filterAt: usize, frameCount: usize): void {
  const filter = changetype<LoudnessFilter>(filterAt);
  const h1 = f64x2.splat(filter.highPassA1);
  const h2 = f64x2.splat(filter.highPassA2);
  const c1 = f64x2.splat(filter.shelfB1);
  const c2 = f64x2.splat(filter.shelfB2);
  const s1 = f64x2.splat(filter.shelfA1);
  const s2 = f64x2.splat(filter.shelfA2);
  let x1 = pair.x1;
  let d1 = pair.d1;
  let p1 = pair.p1;
  let p2 = pair.p2;
  let z1 = pair.z1;
  let z2 = pair.z2;
  let energy = pair.energy;
  let left = pair.left;
  let right = pair.right;
  const end = left + (frameCount << 2);
  const vectorEnd = left + ((frameCount & ~1) << 2);
  while (left < vectorEnd) {
    const both = v128.shuffle<f32>(v128.load64_zero(left), v128.load64_zero(right), 0, 4, 1, 5);
    const xa = f64x2.promote_low_f32x4(both);
    const da = f64x2.sub(xa, x1);
    const fa = f64x2.add(f64x2.mul(c1, p1), f64x2.sub(f64x2.mul(c2, p2), f64x2.mul(s2, z2)));
    p2 = f64x2.sub(f64x2.sub(f64x2.sub(da, d1), f64x2.mul(h2, p2)), f64x2.mul(h1, p1));
    z2 = f64x2.sub(f64x2.add(p2, fa), f64x2.mul(s1, z1));
    energy = f64x2.add(energy, f64x2.mul(z2, z2));

    x1 = f64x2.promote_low_f32x4(v128.shuffle<i64>(both, both, 1, 1));
    d1 = f64x2.sub(x1, xa);
    const fb = f64x2.add(f64x2.mul(c1, p2), f64x2.sub(f64x2.mul(c2, p1), f64x2.mul(s2, z1)));
    p1 = f64x2.sub(f64x2.sub(f64x2.sub(d1, da), f64x2.mul(h2, p1)), f64x2.mul(h1, p2));
    z1 = f64x2.sub(f64x2.add(p1, fb), f64x2.mul(s1, z2));
    energy = f64x2.add(energy, f64x2.mul(z1, z1));
    left += 8;
    right += 8;
  }
  if (left < end) {
    const x = f64x2.replace_lane(f64x2.splat(<f64>load<f32>(left)), 1, <f64>load<f32>(right));
    const d = f64x2.sub(x, x1);
    const f = f64x2.add(f64x2.mul(c1, p1), f64x2.sub(f64x2.mul(c2, p2), f64x2.mul(s2, z2)));
    const p = f64x2.sub(f64x2.sub(f64x2.sub(d, d1), f64x2.mul(h2, p2)), f64x2.mul(h1, p1));
    const z = f64x2.sub(f64x2.add(p, f), f64x2.mul(s1, z1));
    energy = f64x2.add(energy, f64x2.mul(z, z));
    x1 = x;
    d1 = d;
    p2 = p1;
    p1 = p;
    z2 = z1;
    z1 = z;
    left += 4;
    right += 4;
  }
  pair.x1 = x1;
  pair.d1 = d1;
  pair.p1 = p1;
  pair.p2 = p2;
  pair.z1 = z1;
  pair.z2 = z2;
  pair.energy = energy;
  pair.left = left;
  pair.right = right;
}
