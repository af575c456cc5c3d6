// Linkwitz-Riley 4 crossovers on f64 pairs whose bands add up to an all-pass.
//
// A split computes two outputs from one memory w: the Butterworth low-pass B = g (1 + z⁻¹)² / D and the all-pass
// P = (a2 + a1 z⁻¹ + z⁻²) / D. Then low = B², and because B² + H² = P (Linkwitz, Riley, JAES 24(1) 1976, two
// Butterworth sections each), high = P − low, exactly. Lower bands go on through the all-pass of every higher split.

import { hushAll } from './lanes';

/** g a1 a2 in both lanes; memories w1 w2 (first section) and v1 v2 (second). */
export const SPLIT_BYTES: usize = 112;
const MEMORY: usize = 48;

export function crossoverDesign(split: usize, frequencyHz: f64, sampleRateHz: f64): void {
  const k = NativeMath.tan(NativeMath.PI * min(frequencyHz / sampleRateHz, 0.49));
  const norm = 1 / (1 + NativeMath.SQRT2 * k + k * k);
  v128.store(split, f64x2.splat(k * k * norm));
  v128.store(split, f64x2.splat(2 * (k * k - 1) * norm), 16);
  v128.store(split, f64x2.splat((1 - NativeMath.SQRT2 * k + k * k) * norm), 32);
}

export function crossoverClear(split: usize): void {
  memory.fill(split + MEMORY, 0, 64);
}

export function crossoverHush(split: usize): void {
  hushAll(split + MEMORY, 4);
}

/** `input` to `low` and `high`; any two may be the same buffer, except low and high. */
export function crossoverSplit(split: usize, input: usize, low: usize, high: usize, frameCount: i32): void {
  const g = v128.load(split);
  const a1 = v128.load(split, 16);
  const a2 = v128.load(split, 32);
  let w1 = v128.load(split, MEMORY);
  let w2 = v128.load(split, MEMORY + 16);
  let v1 = v128.load(split, MEMORY + 32);
  let v2 = v128.load(split, MEMORY + 48);
  for (let at: usize = 0, end = (<usize>frameCount) << 4; at < end; at += 16) {
    const w = f64x2.sub(f64x2.sub(v128.load(input + at), f64x2.mul(a2, w2)), f64x2.mul(a1, w1));
    const b = f64x2.mul(g, f64x2.add(f64x2.add(w, w2), f64x2.add(w1, w1)));
    const p = f64x2.add(f64x2.add(f64x2.mul(a2, w), f64x2.mul(a1, w1)), w2);
    w2 = w1;
    w1 = w;
    const v = f64x2.sub(f64x2.sub(b, f64x2.mul(a2, v2)), f64x2.mul(a1, v1));
    const l = f64x2.mul(g, f64x2.add(f64x2.add(v, v2), f64x2.add(v1, v1)));
    v2 = v1;
    v1 = v;
    v128.store(low + at, l);
    v128.store(high + at, f64x2.sub(p, l));
  }
  v128.store(split, w1, MEMORY);
  v128.store(split, w2, MEMORY + 16);
  v128.store(split, v1, MEMORY + 32);
  v128.store(split, v2, MEMORY + 48);
}

/** The sum of that split's bands, in place. */
export function crossoverAllPass(split: usize, pairs: usize, frameCount: i32): void {
  const a1 = v128.load(split, 16);
  const a2 = v128.load(split, 32);
  let w1 = v128.load(split, MEMORY);
  let w2 = v128.load(split, MEMORY + 16);
  for (const end = pairs + ((<usize>frameCount) << 4); pairs < end; pairs += 16) {
    const w = f64x2.sub(f64x2.sub(v128.load(pairs), f64x2.mul(a2, w2)), f64x2.mul(a1, w1));
    v128.store(pairs, f64x2.add(f64x2.add(f64x2.mul(a2, w), f64x2.mul(a1, w1)), w2));
    w2 = w1;
    w1 = w;
  }
  v128.store(split, w1, MEMORY);
  v128.store(split, w2, MEMORY + 16);
}
