import { type Frames, OFFSET_COUNT } from './frames.ts';

/** Farthest step between two frames: 0.08 Hz in a second, twice what a drift of ±0.3 Hz in 30 s needs. */
const FARTHEST_STEP = 4;
/** Cost of a step, by its square: one line of clear evidence (6) buys a step of three. */
const STEP_COST = 0.5;

/** The likeliest distance from the mains frequency in every frame (Viterbi): indices of the tried ones. */
export function findPath({ count, evidence }: Frames): Int32Array {
  const best = new Float64Array(OFFSET_COUNT);
  const next = new Float64Array(OFFSET_COUNT);
  const from = new Int16Array(count * OFFSET_COUNT);
  for (let t = 0; t < count; t++) {
    for (let i = 0; i < OFFSET_COUNT; i++) {
      let top = Number.NEGATIVE_INFINITY;
      for (let step = -FARTHEST_STEP; step <= FARTHEST_STEP; step++) {
        const j = i + step;
        if (j < 0 || j >= OFFSET_COUNT) continue;
        const sum = best[j]! - STEP_COST * step * step;
        if (sum > top) {
          top = sum;
          from[t * OFFSET_COUNT + i] = j;
        }
      }
      next[i] = top + evidence[t * OFFSET_COUNT + i]!;
    }
    best.set(next);
  }
  const path = new Int32Array(count);
  let at = best.reduce((top, value, i) => (value > best[top]! ? i : top), 0);
  for (let t = count - 1; t >= 0; t--) {
    path[t] = at;
    at = from[t * OFFSET_COUNT + at]!;
  }
  return path;
}
