// The exact ends of a click. With the predictor known, replacing the samples of a run G by what all the others foretell
// lessens the prediction error by  u_Gᵀ B_GG⁻¹ u_G,  B the Toeplitz matrix of b[k] = Σ a[n] a[n+k], u the matched filter.
// With B = L Lᵀ and y = L⁻¹ u it is Σ y², sample by sample: each y is what its sample adds, 1 σ of a sample of music. So
// that run is the click in which Σ (y²/σ² − 2.5²) is largest. B has TAPS diagonals and is the same wherever a run begins.
// S. Godsill, P. Rayner, Digital Audio Restoration (1998), chapters 5 and 9.

// biome-ignore lint/style/useImportType: the compiler of the kernels knows no imports of types
import { ClickSearch, LEAD, TAPS } from './click-search';
import { allocate, mark, release } from './memory';

/** A sample that stands less than 2.5 σ off what the others foretell stays as it is. */
const KEPT_POWER: f64 = 6.25;
/** The search begins so long before the first loud sample: what fades in. */
const EARLIER_FRAMES: i32 = 16;
/** σ of noise over its mean magnitude. */
const SIGMA_OF_SPREAD: f64 = 1.2533141373155003;

/**
 * Leaves start, end and height of the click whose loud samples are first … last in the state.
 *
 * @param mended the hop's first sample in a copy that loses the click, or 0
 * @returns whether there is one
 */
export function findBestRun(
  state: ClickSearch,
  first: i32,
  last: i32,
  longestFrames: i32,
  mended: usize,
): bool {
  const start = mark();
  const frames = longestFrames + TAPS;
  const factor = allocate((<usize>(frames * TAPS)) << 3);
  const y = allocate((<usize>frames) << 3);
  factorize(state.taps, factor, frames);
  const sigma = SIGMA_OF_SPREAD * <f64>max(state.errorSpread, state.besideSpread);
  const kept = KEPT_POWER * sigma * sigma;
  const behind = min(last + TAPS, state.hopFrames + state.overhangFrames);
  let best: f64 = 0;
  for (let from = first - EARLIER_FRAMES; from <= last; from++) {
    let score: f64 = 0;
    const count = min(longestFrames, behind - from);
    for (let i = 0; i < count; i++) {
      const value = forward(factor, y, i, matchedAt(state, from + i));
      // a run begins with a sample that does not belong
      if (i === 0 && value * value < kept) break;
      score += value * value - kept;
      if (score > best) {
        best = score;
        state.start = from;
        state.end = from + i + 1;
      }
    }
  }
  if (best > 0) {
    state.height = heightOf(state, factor, y);
    if (mended !== 0) takeAway(state, y, mended);
  }
  release(start);
  return best > 0;
}

function matchedAt(state: ClickSearch, frame: i32): f64 {
  return <f64>load<f32>(state.matched + ((<usize>(frame + LEAD)) << 2));
}

/** Row i of the factor: L[i][i − k] at k, k = 0 … TAPS − 1. */
function cell(factor: usize, row: i32, back: i32): usize {
  return factor + ((<usize>(row * TAPS + back)) << 3);
}

/** Cholesky factor of the banded B. */
function factorize(taps: usize, factor: usize, frames: i32): void {
  const band = allocate(TAPS << 3);
  for (let lag = 0; lag < TAPS; lag++) store<f64>(band + ((<usize>lag) << 3), bandAt(taps, lag));
  for (let row = 0; row < frames; row++) {
    for (let back = min(row, TAPS - 1); back >= 0; back--) {
      const column = row - back;
      let sum = load<f64>(band + ((<usize>back) << 3));
      for (let j = max(0, row - TAPS + 1); j < column; j++) {
        if (column - j < TAPS)
          sum -= load<f64>(cell(factor, row, row - j)) * load<f64>(cell(factor, column, column - j));
      }
      const value = back === 0 ? Math.sqrt(max(sum, 1e-12)) : sum / load<f64>(cell(factor, column, 0));
      store<f64>(cell(factor, row, back), value);
    }
  }
}

/** b[lag]. */
function bandAt(taps: usize, lag: i32): f64 {
  let sum: f64 = 0;
  for (let k = 0; k + lag < TAPS; k++) {
    sum += <f64>load<f32>(taps + ((<usize>k) << 2)) * <f64>load<f32>(taps + ((<usize>(k + lag)) << 2));
  }
  return sum;
}

/** y[i] = (u − Σ L[i][j] y[j]) / L[i][i]. */
function forward(factor: usize, y: usize, i: i32, u: f64): f64 {
  let sum = u;
  for (let back = min(i, TAPS - 1); back > 0; back--) {
    sum -= load<f64>(cell(factor, i, back)) * load<f64>(y + ((<usize>(i - back)) << 3));
  }
  const value = sum / load<f64>(cell(factor, i, 0));
  store<f64>(y + ((<usize>i) << 3), value);
  return value;
}

function takeAway(state: ClickSearch, y: usize, mended: usize): void {
  const last = state.hopFrames + state.hopFrames / 2;
  for (let n = state.start; n < min(state.end, last); n++) {
    const sample = mended + ((<usize>n) << 2);
    store<f32>(sample, load<f32>(sample) - <f32>load<f64>(y + ((<usize>(n - state.start)) << 3)));
  }
}

/** Largest magnitude of what is taken away, d = L⁻ᵀ y. */
function heightOf(state: ClickSearch, factor: usize, y: usize): f32 {
  const count = state.end - state.start;
  for (let i = 0; i < count; i++) forward(factor, y, i, matchedAt(state, state.start + i));
  let height: f64 = 0;
  for (let i = count - 1; i >= 0; i--) {
    let sum = load<f64>(y + ((<usize>i) << 3));
    for (let j = i + 1; j < min(count, i + TAPS); j++) {
      sum -= load<f64>(cell(factor, j, j - i)) * load<f64>(y + ((<usize>j) << 3));
    }
    const value = sum / load<f64>(cell(factor, i, 0));
    store<f64>(y + ((<usize>i) << 3), value);
    height = max(height, Math.abs(value));
  }
  return <f32>height;
}
