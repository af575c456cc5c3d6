// A low shelf over one burst of breath: y = x + w · (g − 1) · L(x), L = low-pass run forwards and backwards, so that it has no
// phase and its half-power points are those of a Linkwitz-Riley filter of fourth order; w rises and falls at the ends.

import { filterDesign } from './filter-design';
import { allocate } from './memory';

const LOW_PASS: i32 = 3;
const BUTTERWORTH_Q: f64 = 0.7071067811865476;

/** One pass of a section over `count` doubles, `stride` bytes from one to the next (negative: backwards). */
function pass(at: usize, count: i32, stride: isize, five: usize): void {
  const b0 = load<f64>(five);
  const b1 = load<f64>(five, 8);
  const b2 = load<f64>(five, 16);
  const a1 = load<f64>(five, 24);
  const a2 = load<f64>(five, 32);
  let s1: f64 = 0;
  let s2: f64 = 0;
  for (let k = 0; k < count; k++, at += stride) {
    const x = load<f64>(at);
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    store<f64>(at, y);
  }
}

/**
 * One channel, in place; frames outside [fromFrame, toFrame) stay as they are.
 *
 * @param frameCount frames at `samples`, with surroundings on both sides of the region: what the filter leans on
 * @param edgeFrames of the rise and of the fall inside the region
 */
export function lowShelfDip(
  samples: usize,
  frameCount: i32,
  fromFrame: i32,
  toFrame: i32,
  edgeFrames: i32,
  cornerHz: f64,
  cutDb: f64,
  sampleRateHz: f64,
): void {
  const five = filterDesign(LOW_PASS, cornerHz, 0, BUTTERWORTH_Q, sampleRateHz);
  const low = allocate((<usize>frameCount) << 3);
  for (let k = 0; k < frameCount; k++) {
    store<f64>(low + ((<usize>k) << 3), <f64>load<f32>(samples + ((<usize>k) << 2)));
  }
  pass(low, frameCount, 8, five);
  pass(low + ((<usize>(frameCount - 1)) << 3), frameCount, -8, five);
  const factor = NativeMath.pow(10, -cutDb / 20) - 1;
  for (let k = fromFrame; k < toFrame; k++) {
    const inside = min(k - fromFrame + 1, toFrame - k);
    const rise = min(<f64>1, <f64>inside / <f64>(edgeFrames + 1));
    const weight = 0.5 - 0.5 * NativeMath.cos(NativeMath.PI * rise);
    const at = samples + ((<usize>k) << 2);
    store<f32>(at, <f32>(<f64>load<f32>(at) + factor * weight * load<f64>(low + ((<usize>k) << 3))));
  }
}
