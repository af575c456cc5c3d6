/** Short-time spectra for benchmarks. */
import type { Kernels } from '@deadwax/engine/ports';

/** Frames of Hann windows, half overlapped: [frame][2·bin] re, im. */
export interface Spectrogram {
  readonly windowFrames: number;
  readonly frames: readonly Float32Array[];
}

/** Analyses one channel. */
export function analyze(signal: Float32Array, windowFrames: number, kernels: Kernels): Spectrogram {
  const mark = kernels.mark();
  const fft = kernels.makeRealFft(windowFrames);
  const input = kernels.makeFloats(windowFrames);
  const spectrum = kernels.makeFloats(windowFrames + 2);
  const frames: Float32Array[] = [];
  for (let start = 0; start + windowFrames <= signal.length; start += windowFrames / 2) {
    for (let n = 0; n < windowFrames; n++) {
      input[n] = signal[start + n]! * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / windowFrames));
    }
    fft.forward(input, spectrum);
    frames.push(spectrum.slice());
  }
  kernels.release(mark);
  return { windowFrames, frames };
}

/** |X|² of a bin. */
export function power(frame: Float32Array, bin: number): number {
  return frame[2 * bin]! ** 2 + frame[2 * bin + 1]! ** 2;
}

/**
 * Log-spectral distance, dB: mean over frames of the root mean square over bins of the difference in level, both held to
 * `rangeDb` under the loudest bin of the reference (I. Cohen, IEEE Trans. SAP 11 (2003), eq. 28).
 */
export function logSpectralDistance(reference: Spectrogram, other: Spectrogram, rangeDb: number): number {
  let loudest = 0;
  const bins = reference.windowFrames / 2;
  for (const frame of reference.frames) {
    for (let bin = 1; bin < bins; bin++) loudest = Math.max(loudest, power(frame, bin));
  }
  const least = loudest * 10 ** (-rangeDb / 10);
  let sum = 0;
  reference.frames.forEach((frame, index) => {
    const second = other.frames[index]!;
    let squares = 0;
    for (let bin = 1; bin < bins; bin++) {
      const a = Math.log10(Math.max(least, power(frame, bin)));
      const b = Math.log10(Math.max(least, power(second, bin)));
      squares += (10 * (a - b)) ** 2;
    }
    sum += Math.sqrt(squares / (bins - 1));
  });
  return sum / reference.frames.length;
}

/** Plain power spectral subtraction with a known noise and a floor (Berouti 1979 with α = 1): what the repair must beat. */
export function spectralSubtraction(
  signal: Float32Array,
  noisePower: (bin: number) => number,
  windowFrames: number,
  floorDb: number,
  kernels: Kernels,
): Float32Array {
  const mark = kernels.mark();
  const fft = kernels.makeRealFft(windowFrames);
  const input = kernels.makeFloats(windowFrames);
  const spectrum = kernels.makeFloats(windowFrames + 2);
  const output = new Float32Array(signal.length);
  const floor = 10 ** (-floorDb / 10);
  const window = Float64Array.from({ length: windowFrames }, (_, n) =>
    Math.sqrt(0.5 - 0.5 * Math.cos((2 * Math.PI * n) / windowFrames)),
  );
  for (let start = -windowFrames; start < signal.length; start += windowFrames / 4) {
    for (let n = 0; n < windowFrames; n++) input[n] = (signal[start + n] ?? 0) * window[n]!;
    fft.forward(input, spectrum);
    for (let bin = 0; bin <= windowFrames / 2; bin++) {
      const gain = Math.sqrt(Math.max(floor, 1 - noisePower(bin) / Math.max(1e-30, power(spectrum, bin))));
      spectrum[2 * bin]! *= gain;
      spectrum[2 * bin + 1]! *= gain;
    }
    fft.inverse(spectrum, input);
    for (let n = 0; n < windowFrames; n++) {
      const at = start + n;
      if (at >= 0 && at < output.length) output[at]! += 0.5 * input[n]! * window[n]!;
    }
  }
  kernels.release(mark);
  return output;
}
