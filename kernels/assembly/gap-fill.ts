// One gap filled so that its samples and its surroundings have the smallest prediction error together: predictor from the
// present fill, fill from the predictor, in turn. With a known, the m missing samples x solve
//   Σ_j b[|i − j|] x[j] = −Σ_known b[|i − j|] x[j],   b[k] = Σ a[n] a[n+k],
// which for one gap is a symmetric Toeplitz system.
// A. Janssen, R. Veldhuis, L. Vries, Adaptive interpolation of discrete-time signals that can be modeled as autoregressive
// processes, IEEE ASSP-34 (1986); gap by gap: O. Mokrý, P. Rajmic, arXiv 2403.04433.

import { crossPredict } from './cross-predict';
import { allocate, mark, release } from './memory';
import { autocorrelate, dot, dotBackwards, levinson, solveToeplitz } from './prediction';

/** Added to r[0]: −100 dB, near the noise of 16 bits, keeps the predictor of an empty band from running away. */
const NOISE_SHARE: f64 = 1e-10;

/**
 * Fills frames [fromFrame, toFrame) of `samples` from the frames around them, and from the same frames of another channel
 * where it foretells them; alone, what the gap held before does not matter.
 *
 * @param beside as many samples of another channel, or 0: then the gap must hold something plausible
 * @param order at most the frames on either side, or the system would reach beyond them
 */
export function gapFill(
  samples: usize,
  beside: usize,
  frameCount: i32,
  fromFrame: i32,
  toFrame: i32,
  order: i32,
  iterationCount: i32,
): void {
  const start = mark();
  const missing = toFrame - fromFrame;
  const size = max(order, missing) + 2;
  const x = allocate((<usize>frameCount) << 3);
  const r = allocate((<usize>size) << 3);
  const a = allocate((<usize>size) << 3);
  const b = allocate((<usize>size) << 3);
  const y = allocate((<usize>missing) << 3);
  const gap = x + ((<usize>fromFrame) << 3);
  for (let n = 0; n < frameCount; n++) {
    if (beside !== 0 || n < fromFrame || n >= toFrame)
      store<f64>(x + ((<usize>n) << 3), <f64>load<f32>(samples + ((<usize>n) << 2)));
  }
  const foretold = beside === 0 ? 0 : takeForetold(x, beside, frameCount, fromFrame, toFrame);
  memory.fill(gap, 0, (<usize>missing) << 3);
  for (let pass = 0; pass < iterationCount; pass++) {
    autocorrelate(x, frameCount, r, order + 1);
    store<f64>(r, load<f64>(r) * (1 + NOISE_SHARE));
    levinson(r, order, a);
    memory.fill(b, 0, (<usize>size) << 3);
    autocorrelate(a, order + 1, b, order + 1);
    memory.fill(gap, 0, (<usize>missing) << 3);
    for (let i = 0; i < missing; i++) {
      store<f64>(y + ((<usize>i) << 3), -around(x, frameCount, fromFrame + i, b, order));
    }
    solveToeplitz(b, y, gap, missing, r);
  }
  for (let n = fromFrame; n < toFrame; n++) {
    const back = foretold === 0 ? 0 : load<f64>(foretold + ((<usize>n) << 3));
    store<f32>(samples + ((<usize>n) << 2), <f32>(load<f64>(x + ((<usize>n) << 3)) + back));
  }
  release(start);
}

/** Takes away from x what another channel foretells of it. @returns what was taken, or 0 */
function takeForetold(x: usize, beside: usize, frameCount: i32, fromFrame: i32, toFrame: i32): usize {
  const foretold = allocate((<usize>frameCount) << 3);
  if (!crossPredict(x, beside, frameCount, fromFrame, toFrame, foretold)) return 0;
  for (let n = 0; n < frameCount; n++) {
    const at = x + ((<usize>n) << 3);
    store<f64>(at, load<f64>(at) - load<f64>(foretold + ((<usize>n) << 3)));
  }
  return foretold;
}

/** Σ over |k| ≤ order of b[|k|] x[frame + k], zeros outside. */
function around(x: usize, frameCount: i32, frame: i32, b: usize, order: i32): f64 {
  const centre = x + ((<usize>frame) << 3);
  const after = dot(b, centre, min(order + 1, frameCount - frame));
  return after + dotBackwards(b + 8, centre - 8, min(order, frame));
}
