// Declipping by social sparsity: the fewest time-frequency structures that agree with every reliable sample and reach
// beyond the clip level where samples are missing.
//
// Iterative thresholding with λ falling from a tenth of the largest coefficient at each iteration and a momentum that is
// never set back: S is synthesis, r what the estimate S·z lacks to keep the bounds:
//   z ← z + S*·r;   c ← shrink(z, λ);   z ← c + m·(c − c before).
// K. Siedenburg, M. Kowalski, M. Dörfler, ICASSP 2014; P. Záviška, P. Rajmic, A. Ozerov, L. Rencker, IEEE JSTSP 15 (2021).

// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { DeclipState, declipStretch, measureResidual, REACH_ROWS, windowIn, windowOut } from './declip-frame';
import { measureEnergies, shrinkRow } from './declip-shrink';
import { realFftForward, realFftInverse } from './fft';

export { declipMake } from './declip-frame';
export { declipBlend, declipHold, declipWeigh } from './declip-weigh';

/**
 * Takes a stretch in: what lies at or beyond a threshold is to be found again, all else holds.
 *
 * @param maximumGain no sample may come out larger
 * @returns the number of clipped samples
 */
export function declipTake(
  at: usize,
  samples: usize,
  positiveGain: f32,
  negativeGain: f32,
  maximumGain: f32,
): i32 {
  const s = changetype<DeclipState>(at);
  const lower = declipStretch(s, s.lower),
    upper = declipStretch(s, s.upper),
    first = declipStretch(s, s.residual);
  let clipped = 0;
  for (let n: usize = 0; n < (<usize>s.frameCount) << 2; n += 4) {
    const x = load<f32>(samples + n);
    const above = x >= positiveGain,
      below = x <= -negativeGain;
    store<f32>(lower + n, below ? min<f32>(x, -maximumGain) : x);
    store<f32>(upper + n, above ? max<f32>(x, maximumGain) : x);
    store<f32>(first + n, x);
    if (above || below) clipped++;
  }
  return clipped;
}

/** Iterations from a stretch just taken, λ falling evenly in decibels; the estimate is left in `sum`. */
export function declipRun(at: usize, iterations: i32, firstRatio: f64, lastRatio: f64, momentum: f32): void {
  const s = changetype<DeclipState>(at);
  memory.fill(s.ahead, 0, <usize>s.rowCount * s.rowBytes);
  memory.fill(s.shrunk, 0, <usize>s.rowCount * s.rowBytes);
  let lambda = <f64>largestCoefficient(s) * firstRatio;
  const step = Math.pow(lastRatio / firstRatio, 1 / <f64>max(1, iterations - 1));
  for (let k = 0; k < iterations; k++, lambda *= step) {
    memory.fill(s.sum, 0, (<usize>s.paddedFrames) << 2);
    iterate(s, <f32>lambda, k === 0 || k === iterations - 1 ? 0 : momentum);
    measureResidual(s);
  }
}

function largestCoefficient(s: DeclipState): f32 {
  let largest: f32 = 0;
  for (let row = 0; row < s.rowCount; row++) {
    windowIn(s, s.residual, row);
    realFftForward(s.fft, s.frame, s.spectrum);
    for (let n: usize = 0; n <= (<usize>s.points) << 2; n += 8) {
      const re = load<f32>(s.spectrum + n),
        im = load<f32>(s.spectrum + n, 4);
      largest = max(largest, re * re + im * im);
    }
  }
  return sqrt<f32>(largest);
}

/** One walk along the rows: a row is shrunk and goes out as soon as the energies of its last neighbour are known. */
function iterate(s: DeclipState, lambda: f32, momentum: f32): void {
  for (let row = 0; row < s.rowCount + REACH_ROWS; row++) {
    if (row < s.rowCount) {
      windowIn(s, s.residual, row);
      realFftForward(s.fft, s.frame, s.spectrum);
      addRow(s, row);
      measureEnergies(s, row);
    }
    const ready = row - REACH_ROWS;
    if (ready < 0) continue;
    shrinkRow(s, ready, lambda, momentum);
    realFftInverse(s.fft, s.ahead + <usize>ready * s.rowBytes, s.result);
    windowOut(s, s.sum, ready);
  }
}

function addRow(s: DeclipState, row: i32): void {
  const to = s.ahead + <usize>row * s.rowBytes;
  for (let n: usize = 0; n < s.rowBytes; n += 16) {
    v128.store(to + n, f32x4.add(v128.load(to + n), v128.load(s.spectrum + n)));
  }
}

/** The estimate, held to its bounds, to `to`. */
export function declipGive(at: usize, to: usize): void {
  const s = changetype<DeclipState>(at);
  const sum = declipStretch(s, s.sum),
    residual = declipStretch(s, s.residual);
  for (let n: usize = 0; n < (<usize>s.frameCount) << 2; n += 4) {
    store<f32>(to + n, load<f32>(sum + n) + load<f32>(residual + n));
  }
}
