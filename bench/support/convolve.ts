import type { Kernels } from '@deadwax/engine/ports';

/** A linear-phase filter: a symmetric kernel of `2 · half + 1` taps with a Hann window, from a gain per frequency. */
export function designLinearPhase(
  gainAt: (frequencyHz: number) => number,
  sampleRateHz: number,
  half: number,
  kernels: Kernels,
): Float64Array {
  let frames = 256;
  while (frames < 4 * half) frames *= 2;
  const mark = kernels.mark();
  const fft = kernels.makeRealFft(frames);
  const spectrum = kernels.makeFloats(frames + 2);
  const impulse = kernels.makeFloats(frames);
  for (let bin = 0; bin <= frames / 2; bin++) spectrum[2 * bin] = gainAt((bin * sampleRateHz) / frames);
  fft.inverse(spectrum, impulse);
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, index) => {
    const n = index - half;
    return impulse[(n + frames) % frames]! * (0.5 + 0.5 * Math.cos((Math.PI * n) / (half + 1)));
  });
  kernels.release(mark);
  return taps;
}

/** Convolves by overlap and add; the delay of a symmetric kernel is taken off, the length stays. */
export function convolve(
  signal: Float32Array,
  taps: Float64Array,
  kernels: Kernels,
): Float32Array<ArrayBuffer> {
  const half = (taps.length - 1) >> 1;
  let frames = 1024;
  while (frames < 4 * taps.length) frames *= 2;
  const step = frames - taps.length + 1;
  const mark = kernels.mark();
  const fft = kernels.makeRealFft(frames);
  const block = kernels.makeFloats(frames);
  const response = kernels.makeFloats(frames + 2);
  const spectrum = kernels.makeFloats(frames + 2);
  block.set(taps);
  fft.forward(block, response);
  const output = new Float32Array(signal.length);
  for (let start = 0; start < signal.length + half; start += step) {
    block.fill(0);
    block.set(signal.subarray(start, Math.min(signal.length, start + step)));
    fft.forward(block, spectrum);
    for (let at = 0; at < frames + 2; at += 2) {
      const re = spectrum[at]! * response[at]! - spectrum[at + 1]! * response[at + 1]!;
      spectrum[at + 1] = spectrum[at]! * response[at + 1]! + spectrum[at + 1]! * response[at]!;
      spectrum[at] = re;
    }
    fft.inverse(spectrum, block);
    const first = Math.max(0, half - start);
    const end = Math.min(frames, signal.length + half - start);
    for (let n = first; n < end; n++) output[start + n - half]! += block[n]!;
  }
  kernels.release(mark);
  return output;
}
