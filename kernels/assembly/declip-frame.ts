// Tight frames of windowed Fourier transforms over one stretch of a channel, and the bounds its samples must keep.
//
// Window g (Hann, centred between samples), moved by w/4, divided so that the sum over all shifts of g² is 1 and with the
// transform scaled to be orthonormal: then synthesis is the adjoint of analysis, and synthesis after analysis is the
// identity. Several frames of different windows, each divided by the root of their number, are one tight frame again.
// Before and behind the stretch lie frames about which nothing is known.

import { realFftMake } from './fft';
import { allocate } from './memory';

/** Rows before and after a row whose energies decide together with its own: 7 rows in all (survey, section V). */
export const REACH_ROWS: i32 = 3;
/** Rows of energies that are held at a time: a power of two above 2·REACH_ROWS. */
export const RING_ROWS: i32 = 8;
/** Shifts of the window in one of its lengths. */
export const OVERLAP: i32 = 4;

@unmanaged
export class DeclipState {
  /** Frames of the stretch, and where it begins in the padded arrays. */
  frameCount: i32;
  leadFrames: i32;
  paddedFrames: i32;
  /** Least and greatest value a sample may have; equal where it is reliable. */
  lower: usize;
  upper: usize;
  /** What the estimate lacks to keep the bounds. */
  residual: usize;
  /** The estimate. */
  sum: usize;
  /** The layers, from the last to the first. */
  layer: usize;
}

/** One frame of the union. */
@unmanaged
export class DeclipLayer {
  /** The layer made before this one, or 0. */
  next: usize;
  fft: usize;
  windowFrames: i32;
  hopFrames: i32;
  rowCount: i32;
  /** g for the way in and for the way out; they differ by the scale of the transform. */
  analysisWindow: usize;
  synthesisWindow: usize;
  /** Per row windowFrames/2 + 4 complex values: coefficients ahead by their momentum, and as last shrunk. */
  ahead: usize;
  shrunk: usize;
  rowBytes: usize;
  /** RING_ROWS rows of windowFrames/2 + 4 energies, and one row with a margin of four before it. */
  ring: usize;
  powers: usize;
  ringBytes: usize;
  /** One window of samples and its spectrum. */
  frame: usize;
  spectrum: usize;
}

/** @param longestFrames the longest window of any layer */
export function declipMake(longestFrames: i32, frameCount: i32): usize {
  const at = allocate(offsetof<DeclipState>());
  const s = changetype<DeclipState>(at);
  const hop = longestFrames / OVERLAP;
  s.frameCount = frameCount;
  s.leadFrames = longestFrames - hop;
  const rows = max(RING_ROWS, (s.leadFrames + frameCount + hop - 1) / hop);
  s.paddedFrames = (rows - 1) * hop + longestFrames;
  const padded = <usize>s.paddedFrames << 2;
  s.lower = allocate(padded);
  s.upper = allocate(padded);
  s.residual = allocate(padded);
  s.sum = allocate(padded);
  s.layer = 0;
  for (let n: usize = 0; n < padded; n += 4) {
    store<f32>(s.lower + n, -f32.MAX_VALUE);
    store<f32>(s.upper + n, f32.MAX_VALUE);
  }
  return at;
}

/**
 * @param windowFrames a power of two from 256 to the longest
 * @param layerCount   how many layers there will be
 */
export function declipAddLayer(at: usize, windowFrames: i32, layerCount: i32): void {
  const s = changetype<DeclipState>(at);
  const layer = allocate(offsetof<DeclipLayer>());
  const l = changetype<DeclipLayer>(layer);
  l.next = s.layer;
  s.layer = layer;
  l.windowFrames = windowFrames;
  l.hopFrames = windowFrames / OVERLAP;
  l.rowCount = (s.paddedFrames - windowFrames) / l.hopFrames + 1;
  l.fft = realFftMake(windowFrames);
  l.analysisWindow = allocate(<usize>windowFrames << 2);
  l.synthesisWindow = allocate(<usize>windowFrames << 2);
  l.rowBytes = (<usize>windowFrames << 2) + 32;
  l.ahead = allocate(<usize>l.rowCount * l.rowBytes);
  l.shrunk = allocate(<usize>l.rowCount * l.rowBytes);
  l.ringBytes = (<usize>windowFrames << 1) + 16;
  l.ring = allocate(<usize>RING_ROWS * l.ringBytes);
  l.powers = allocate(l.ringBytes + 32) + 16;
  l.frame = allocate(<usize>windowFrames << 2);
  l.spectrum = allocate(l.rowBytes);
  fillWindows(l, layerCount);
}

/** Σ over the four shifts of Hann² is 1.5. */
function fillWindows(l: DeclipLayer, layerCount: i32): void {
  const w = <f64>l.windowFrames;
  const tight = 1 / Math.sqrt(1.5 * <f64>layerCount);
  const scale = Math.sqrt(w);
  for (let n = 0; n < l.windowFrames; n++) {
    const g = tight * (0.5 - 0.5 * Math.cos((2 * Math.PI * (<f64>n + 0.5)) / w));
    store<f32>(l.analysisWindow + ((<usize>n) << 2), <f32>(g / scale));
    store<f32>(l.synthesisWindow + ((<usize>n) << 2), <f32>(g * scale));
  }
}

/** Address of the first frame of the stretch in one of the padded arrays. */
export function declipStretch(s: DeclipState, array: usize): usize {
  return array + (<usize>s.leadFrames << 2);
}

/** The window of `row` out of a padded array, multiplied by the analysis window, to `frame`. */
export function windowIn(l: DeclipLayer, array: usize, row: i32): void {
  const from = array + ((<usize>(row * l.hopFrames)) << 2);
  const bytes = <usize>l.windowFrames << 2;
  for (let n: usize = 0; n < bytes; n += 16) {
    v128.store(l.frame + n, f32x4.mul(v128.load(from + n), v128.load(l.analysisWindow + n)));
  }
}

/** Adds `frame`, multiplied by the synthesis window, to a padded array. */
export function windowOut(l: DeclipLayer, array: usize, row: i32): void {
  const to = array + ((<usize>(row * l.hopFrames)) << 2);
  const bytes = <usize>l.windowFrames << 2;
  for (let n: usize = 0; n < bytes; n += 16) {
    const part = f32x4.mul(v128.load(l.frame + n), v128.load(l.synthesisWindow + n));
    v128.store(to + n, f32x4.add(v128.load(to + n), part));
  }
}

/** residual ← what takes the estimate to the nearest value within the bounds. */
export function measureResidual(s: DeclipState): void {
  const bytes = <usize>s.paddedFrames << 2;
  for (let n: usize = 0; n < bytes; n += 16) {
    const x = v128.load(s.sum + n);
    const held = f32x4.min(v128.load(s.upper + n), f32x4.max(v128.load(s.lower + n), x));
    v128.store(s.residual + n, f32x4.sub(held, x));
  }
}
