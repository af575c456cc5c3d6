// Patterns of one channel and the memory from which they grow: excitation smeared in time, both adapted to each other in
// level and shape, modulation of the envelopes. Reference and test are the two lanes. ITU-R BS.1387-1, annex 2, 2.1.8, 3.

import { allocate } from './memory';
import { first, pairOf, powx2, second, swap } from './pair-math';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { BAND_BYTES, BAND_COUNT, Band, HOPS_PER_SECOND } from './peaq-bands';

/** Areas of BAND_COUNT pairs; one more band is read, but not used, where bands are taken two at a time. */
@unmanaged
export class Patterns {
  /** Excitation, smeared in time, and its memory. */
  excitation: usize;
  smeared: usize;
  /** The same, adapted. */
  adapted: usize;
  level: usize;
  /** Σ test·reference, Σ reference². */
  products: usize;
  ratio: usize;
  correction: usize;
  modulation: usize;
  /** Loudness of the envelope: last, mean, mean change. */
  loudness: usize;
  envelope: usize;
  change: usize;
}

const AREA_BYTES: usize = (<usize>BAND_COUNT + 1) * 16;
const AREA_COUNT: usize = 11;
/** Bands averaged below and above, eq. (50). */
const BANDS_BELOW: i32 = 3;
const BANDS_ABOVE: i32 = 4;
/** From excitation to something like loudness, eq. (54). */
const LOUDNESS_EXPONENT: f64 = 0.3;

export function makePatterns(): usize {
  const pointer = allocate(offsetof<Patterns>());
  const areas = allocate(AREA_COUNT * AREA_BYTES);
  for (let i: usize = 0; i < AREA_COUNT; i++) {
    store<usize>(pointer + i * sizeof<usize>(), areas + i * AREA_BYTES);
  }
  return pointer;
}

/** As before the first window. */
export function resetPatterns(patterns: Patterns): void {
  memory.fill(patterns.excitation, 0, AREA_COUNT * AREA_BYTES);
}

/** Takes the unsmeared patterns of the next window. */
export function advancePatterns(patterns: Patterns, bands: usize, next: usize): void {
  smear(patterns, bands, next);
  const gain = levelGain(patterns, bands);
  compareShapes(patterns, bands, gain);
  correct(patterns, bands);
  followEnvelope(patterns, bands, next);
}

/** a·memory + (1 − a)·next, kept. */
function follow(at: usize, a: f64, next: v128): v128 {
  const value = f64x2.add(f64x2.mul(f64x2.splat(a), v128.load(at)), f64x2.mul(f64x2.splat(1 - a), next));
  v128.store(at, value);
  return value;
}

function smear(patterns: Patterns, bands: usize, next: usize): void {
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++, bands += BAND_BYTES) {
    const now = v128.load(next + i * 16);
    const memory = follow(patterns.smeared + i * 16, changetype<Band>(bands).smear, now);
    v128.store(patterns.excitation + i * 16, f64x2.max(memory, now));
  }
}

/** Eqs. (42)–(45). */
function levelGain(patterns: Patterns, bands: usize): f64 {
  let geometric = f64x2.splat(0);
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++, bands += BAND_BYTES) {
    const level = follow(
      patterns.level + i * 16,
      changetype<Band>(bands).adapt,
      v128.load(patterns.excitation + i * 16),
    );
    geometric = f64x2.add(geometric, f64x2.sqrt(f64x2.mul(level, swap(level))));
    sum = f64x2.add(sum, level);
  }
  const gain = first(geometric) / second(sum);
  return gain * gain;
}

/** The louder is brought to the level of the other; then how far each band must still come down, eqs. (46)–(49). */
function compareShapes(patterns: Patterns, bands: usize, gain: f64): void {
  const gains = gain > 1 ? pairOf(1 / gain, 1) : pairOf(1, gain);
  const one = f64x2.splat(1);
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++, bands += BAND_BYTES) {
    const levelled = f64x2.mul(gains, v128.load(patterns.excitation + i * 16));
    const reference = v128.shuffle<f64>(levelled, levelled, 0, 0);
    const products = f64x2.add(
      f64x2.mul(f64x2.splat(changetype<Band>(bands).adapt), v128.load(patterns.products + i * 16)),
      f64x2.mul(reference, swap(levelled)),
    );
    v128.store(patterns.products + i * 16, products);
    v128.store(patterns.ratio + i * 16, f64x2.min(one, f64x2.div(products, swap(products))));
    v128.store(patterns.adapted + i * 16, levelled);
  }
}

/** Ratios averaged over neighbouring bands and over time, eqs. (50)–(52). */
function correct(patterns: Patterns, bands: usize): void {
  for (let i = 0; i < BAND_COUNT; i++, bands += BAND_BYTES) {
    const from = max(0, i - BANDS_BELOW);
    const to = min(BAND_COUNT - 1, i + BANDS_ABOVE);
    let sum = f64x2.splat(0);
    for (let near = from; near <= to; near++) {
      sum = f64x2.add(sum, v128.load(patterns.ratio + <usize>near * 16));
    }
    const mean = f64x2.div(sum, f64x2.splat(<f64>(to - from + 1)));
    const at = <usize>i * 16;
    const correction = follow(patterns.correction + at, changetype<Band>(bands).adapt, mean);
    v128.store(patterns.adapted + at, f64x2.mul(correction, v128.load(patterns.adapted + at)));
  }
}

/** 3.2. */
function followEnvelope(patterns: Patterns, bands: usize, next: usize): void {
  for (let i: usize = 0; i < <usize>BAND_COUNT; i++, bands += BAND_BYTES) {
    const a = changetype<Band>(bands).adapt;
    const now = powx2(v128.load(next + i * 16), LOUDNESS_EXPONENT);
    const steps = f64x2.abs(f64x2.sub(now, v128.load(patterns.loudness + i * 16)));
    const change = follow(patterns.change + i * 16, a, f64x2.mul(f64x2.splat(HOPS_PER_SECOND), steps));
    const mean = follow(patterns.envelope + i * 16, a, now);
    v128.store(patterns.loudness + i * 16, now);
    const whole = f64x2.add(f64x2.splat(1), f64x2.div(mean, f64x2.splat(0.3)));
    v128.store(patterns.modulation + i * 16, f64x2.div(change, whole));
  }
}
