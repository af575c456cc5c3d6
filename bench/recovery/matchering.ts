/**
 * The published method of Matchering 2 as its documentation describes it, written anew: level by the loudest pieces, one
 * linear-phase filter each for mid and side, four corrections of the level, a limiter on sample peaks.
 * @source S. Grishakov, Matchering 2.0, method and default settings
 */
import type { Kernels } from '@deadwax/engine/ports';
import { convolve } from '../support/convolve.ts';
import type { Material } from '../support/material.ts';
import { limitPeaks } from './matchering-limiter.ts';

const PIECE_SECONDS = 15;
const FFT_FRAMES = 4096;
const THRESHOLD_GAIN = (2 ** 15 - 61) / 2 ** 15;
const LOWESS_FRACTION = 0.0375;
const LOG_OVERSAMPLING = 4;
const LEVEL_ROUNDS = 4;
const LEAST = 1e-6;

interface MidSide {
  readonly mid: Float32Array;
  readonly side: Float32Array;
}

function toMidSide([left, right]: readonly Float32Array[]): MidSide {
  return {
    mid: left!.map((x, n) => (x + right![n]!) / 2),
    side: left!.map((x, n) => (x - right![n]!) / 2),
  };
}

const rmsOf = (signal: Float32Array): number =>
  Math.sqrt(signal.reduce((sum, x) => sum + x * x, 0) / signal.length);

/** Equal pieces of at most 15 s whose mid is no quieter than all together. */
function loudestPieces(
  { mid, side }: MidSide,
  rate: number,
): { readonly pieces: MidSide[]; readonly rms: number } {
  const count = Math.ceil(mid.length / (PIECE_SECONDS * rate));
  const length = Math.floor(mid.length / count);
  const all = Array.from({ length: count }, (_, index) => ({
    mid: mid.subarray(index * length, (index + 1) * length),
    side: side.subarray(index * length, (index + 1) * length),
  }));
  const rms = all.map(piece => rmsOf(piece.mid));
  const average = Math.sqrt(rms.reduce((sum, value) => sum + value * value, 0) / count);
  const chosen = rms.flatMap((value, index) => (value >= average ? [index] : []));
  const power = chosen.reduce((sum, index) => sum + rms[index]! ** 2, 0) / chosen.length;
  return { pieces: chosen.map(index => all[index]!), rms: Math.sqrt(power) };
}

/** Mean magnitude per bin: no window, no overlap. */
function meanMagnitude(signals: readonly Float32Array[], kernels: Kernels): Float64Array {
  const mark = kernels.mark();
  const fft = kernels.makeRealFft(FFT_FRAMES);
  const input = kernels.makeFloats(FFT_FRAMES);
  const spectrum = kernels.makeFloats(FFT_FRAMES + 2);
  const mean = new Float64Array(FFT_FRAMES / 2 + 1);
  let count = 0;
  for (const signal of signals) {
    for (let start = 0; start + FFT_FRAMES <= signal.length; start += FFT_FRAMES, count++) {
      input.set(signal.subarray(start, start + FFT_FRAMES));
      fft.forward(input, spectrum);
      for (let bin = 0; bin < mean.length; bin++) {
        mean[bin]! += Math.hypot(spectrum[2 * bin]!, spectrum[2 * bin + 1]!);
      }
    }
  }
  kernels.release(mark);
  return mean.map(sum => sum / count);
}

/** Locally weighted straight lines (Cleveland 1979) over evenly spaced points. */
function lowess(values: Float64Array): Float64Array {
  const reach = Math.max(2, Math.floor((LOWESS_FRACTION * values.length) / 2));
  return values.map((_, at) => {
    const from = Math.max(0, Math.min(values.length - 1 - 2 * reach, at - reach));
    const to = Math.min(values.length - 1, from + 2 * reach);
    const furthest = Math.max(at - from, to - at) + 1e-9;
    let [w0, w1, w2, y0, y1] = [0, 0, 0, 0, 0];
    for (let k = from; k <= to; k++) {
      const x = k - at;
      const weight = (1 - (Math.abs(x) / furthest) ** 3) ** 3;
      w0 += weight;
      w1 += weight * x;
      w2 += weight * x * x;
      y0 += weight * values[k]!;
      y1 += weight * x * values[k]!;
    }
    const determinant = w0 * w2 - w1 * w1;
    return determinant > 1e-12 ? (w2 * y0 - w1 * y1) / determinant : y0 / w0;
  });
}

function readAt(values: Float64Array, position: number): number {
  const below = Math.min(values.length - 2, Math.max(0, Math.floor(position)));
  const fraction = Math.min(1, Math.max(0, position - below));
  return values[below]! + fraction * (values[below + 1]! - values[below]!);
}

/** The ratio of two spectra, smoothed on a logarithmic grid, as a symmetric filter. */
function matchingFilter(target: Float64Array, reference: Float64Array, kernels: Kernels): Float64Array {
  const ratio = reference.map((value, bin) => value / Math.max(LEAST, target[bin]!));
  const bins = ratio.length - 1;
  const points = bins * LOG_OVERSAMPLING;
  const onLog = Float64Array.from({ length: points }, (_, k) => readAt(ratio, bins ** (k / (points - 1))));
  const smooth = lowess(onLog);
  const mark = kernels.mark();
  const fft = kernels.makeRealFft(FFT_FRAMES);
  const spectrum = kernels.makeFloats(FFT_FRAMES + 2);
  const impulse = kernels.makeFloats(FFT_FRAMES);
  for (let bin = 1; bin <= bins; bin++) {
    const position = (Math.log(bin) / Math.log(bins)) * (points - 1);
    spectrum[2 * bin] = Math.max(0, readAt(smooth, position));
  }
  fft.inverse(spectrum, impulse);
  const half = FFT_FRAMES / 2 - 1;
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, index) => {
    const n = index - half;
    return impulse[(n + FFT_FRAMES) % FFT_FRAMES]! * (0.5 + 0.5 * Math.cos((Math.PI * n) / (half + 1)));
  });
  kernels.release(mark);
  return taps;
}

/** Masters a piece toward a reference. */
export function matchByMatchering(piece: Material, reference: Material, kernels: Kernels): Material {
  const rate = piece.sampleRateHz;
  const wanted = toMidSide(reference.channels);
  const found = toMidSide(piece.channels);
  const loudReference = loudestPieces(wanted, rate);
  const gain = loudReference.rms / loudestPieces(found, rate).rms;
  for (const signal of [found.mid, found.side]) for (let n = 0; n < signal.length; n++) signal[n]! *= gain;
  const loud = loudestPieces(found, rate);
  const matched = (['mid', 'side'] as const).map(part => {
    const magnitudes = [loud.pieces, loudReference.pieces].map(pieces =>
      meanMagnitude(
        pieces.map(one => one[part]),
        kernels,
      ),
    );
    return convolve(found[part], matchingFilter(magnitudes[0]!, magnitudes[1]!, kernels), kernels);
  });
  const [mid, side] = matched as [Float32Array, Float32Array];
  let level = 1;
  for (let round = 0; round < LEVEL_ROUNDS; round++) {
    const clipped = mid.map(x => Math.max(-1, Math.min(1, level * x)));
    level *= loudReference.rms / loudestPieces({ mid: clipped, side }, rate).rms;
  }
  const left = mid.map((m, n) => level * (m + side[n]!)) as Float32Array<ArrayBuffer>;
  const right = mid.map((m, n) => level * (m - side[n]!)) as Float32Array<ArrayBuffer>;
  limitPeaks([left, right], THRESHOLD_GAIN, rate);
  return { ...piece, channels: [left, right] };
}
