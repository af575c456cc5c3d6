// A tight frame of windowed Fourier transforms over one stretch of a channel, and the bounds its samples must keep.
//
// Window g (Hann, centred between samples), moved by w/4, divided so that the sum over all shifts of g² is 1 and with the
// transform scaled to be orthonormal: then synthesis is the adjoint of analysis, and synthesis after analysis is the
// identity. Before and behind the stretch lie frames about which nothing is known.

import { realFftMake } from './fft';
import { allocate } from './memory';

/** Rows before and after a row whose energies decide together with its own: 7 rows in all (survey, section V). */
export const REACH_ROWS: i32 = 3;
/** Rows of energies that are held at a time: a power of two above 2·REACH_ROWS. */
export const RING_ROWS: i32 = 8;
/** Shifts of the window in one of its lengths. */
const OVERLAP: i32 = 4;

@unmanaged
export class DeclipState {
  /** Frames of the stretch, and where it begins in the padded arrays. */
  frameCount: i32;
  leadFrames: i32;
  paddedFrames: i32;
  windowFrames: i32;
  hopFrames: i32;
  /** Points of the transform: the window, and zeros behind it. */
  points: i32;
  rowCount: i32;
  /** Least and greatest value a sample may have; equal where it is reliable. */
  lower: usize;
  upper: usize;
  /** What the estimate lacks to keep the bounds. */
  residual: usize;
  /** The estimate. */
  sum: usize;
  fft: usize;
  /** g for the way in and for the way out; they differ by the scale of the transform. */
  analysisWindow: usize;
  synthesisWindow: usize;
  /** Per row points/2 + 4 complex values: coefficients ahead by their momentum, and as last shrunk. */
  ahead: usize;
  shrunk: usize;
  rowBytes: usize;
  /** RING_ROWS rows of points/2 + 4 energies, and one row with a margin of four before it. */
  ring: usize;
  powers: usize;
  ringBytes: usize;
  /** One window of samples with zeros behind it, its spectrum, and what comes back. */
  frame: usize;
  result: usize;
  spectrum: usize;
}

/**
 * @param windowFrames a power of two from 256
 * @param points       a power of two from windowFrames
 */
export function declipMake(windowFrames: i32, points: i32, frameCount: i32): usize {
  const at = allocate(offsetof<DeclipState>());
  const s = changetype<DeclipState>(at);
  s.frameCount = frameCount;
  s.windowFrames = windowFrames;
  s.hopFrames = windowFrames / OVERLAP;
  s.points = points;
  s.leadFrames = windowFrames - s.hopFrames;
  s.rowCount = max(RING_ROWS, (s.leadFrames + frameCount + s.hopFrames - 1) / s.hopFrames);
  s.paddedFrames = (s.rowCount - 1) * s.hopFrames + windowFrames;
  s.fft = realFftMake(points);
  makeSignals(s);
  makeRows(s);
  fillWindows(s);
  return at;
}

function makeSignals(s: DeclipState): void {
  const padded = (<usize>s.paddedFrames) << 2;
  s.lower = allocate(padded);
  s.upper = allocate(padded);
  s.residual = allocate(padded);
  s.sum = allocate(padded);
  for (let n: usize = 0; n < padded; n += 4) {
    store<f32>(s.lower + n, -f32.MAX_VALUE);
    store<f32>(s.upper + n, f32.MAX_VALUE);
  }
}

function makeRows(s: DeclipState): void {
  const points = <usize>s.points;
  s.rowBytes = (points << 2) + 32;
  s.ahead = allocate(<usize>s.rowCount * s.rowBytes);
  s.shrunk = allocate(<usize>s.rowCount * s.rowBytes);
  s.ringBytes = (points << 1) + 16;
  s.ring = allocate(<usize>RING_ROWS * s.ringBytes);
  s.powers = allocate(s.ringBytes + 32) + 16;
  s.frame = allocate(points << 2);
  s.result = allocate(points << 2);
  s.spectrum = allocate(s.rowBytes);
}

/** Σ over the four shifts of Hann² is 1.5. */
function fillWindows(s: DeclipState): void {
  s.analysisWindow = allocate((<usize>s.windowFrames) << 2);
  s.synthesisWindow = allocate((<usize>s.windowFrames) << 2);
  const w = <f64>s.windowFrames;
  const tight = 1 / Math.sqrt(1.5);
  const scale = Math.sqrt(<f64>s.points);
  for (let n = 0; n < s.windowFrames; n++) {
    const g = tight * (0.5 - 0.5 * Math.cos((2 * Math.PI * (<f64>n + 0.5)) / w));
    store<f32>(s.analysisWindow + ((<usize>n) << 2), <f32>(g / scale));
    store<f32>(s.synthesisWindow + ((<usize>n) << 2), <f32>(g * scale));
  }
}

/** Address of the first frame of the stretch in one of the padded arrays. */
export function declipStretch(s: DeclipState, array: usize): usize {
  return array + ((<usize>s.leadFrames) << 2);
}

/** The window of `row` out of a padded array, multiplied by the analysis window, to `frame`. */
export function windowIn(s: DeclipState, array: usize, row: i32): void {
  const from = array + ((<usize>(row * s.hopFrames)) << 2);
  const bytes = (<usize>s.windowFrames) << 2;
  for (let n: usize = 0; n < bytes; n += 16) {
    v128.store(s.frame + n, f32x4.mul(v128.load(from + n), v128.load(s.analysisWindow + n)));
  }
}

/** Adds `result`, multiplied by the synthesis window, to a padded array. */
export function windowOut(s: DeclipState, array: usize, row: i32): void {
  const to = array + ((<usize>(row * s.hopFrames)) << 2);
  const bytes = (<usize>s.windowFrames) << 2;
  for (let n: usize = 0; n < bytes; n += 16) {
    const part = f32x4.mul(v128.load(s.result + n), v128.load(s.synthesisWindow + n));
    v128.store(to + n, f32x4.add(v128.load(to + n), part));
  }
}

/** residual ← what takes the estimate to the nearest value within the bounds. */
export function measureResidual(s: DeclipState): void {
  const bytes = (<usize>s.paddedFrames) << 2;
  for (let n: usize = 0; n < bytes; n += 16) {
    const x = v128.load(s.sum + n);
    const held = f32x4.min(v128.load(s.upper + n), f32x4.max(v128.load(s.lower + n), x));
    v128.store(s.residual + n, f32x4.sub(held, x));
  }
}
