import { makeRealFft } from '../../peaq/fft.ts';
import { percentileOf } from './levels.ts';

/** Power per bin (Hann, a sine of amplitude a reads a²/4) of the mid signal, per window, half overlapping. */
export function midSpectra(channels: readonly Float32Array[], windowFrames: number): Float64Array[] {
  const fft = makeRealFft(windowFrames);
  const windowed = new Float64Array(windowFrames);
  const spectra: Float64Array[] = [];
  // the sum of a Hann window is half its length
  const scale = 2 / windowFrames;
  for (let start = 0; start + windowFrames <= channels[0]!.length; start += windowFrames / 2) {
    for (let n = 0; n < windowFrames; n++) {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / windowFrames);
      const mid = channels.reduce((sum, x) => sum + x[start + n]!, 0) / channels.length;
      windowed[n] = scale * hann * mid;
    }
    fft.forward(windowed);
    spectra.push(Float64Array.from(fft.real, (re, k) => re * re + fft.imaginary[k]! ** 2));
  }
  return spectra;
}

/** Mean over windows. */
export function meanSpectrum(spectra: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(spectra[0]!.length);
  for (const spectrum of spectra)
    for (let k = 0; k < mean.length; k++) mean[k]! += spectrum[k]! / spectra.length;
  return mean;
}

/** Median power of the bins 2 to 8 Hz on either side of a line. */
export function neighbourPower(spectrum: Float64Array, frequencyHz: number, binHz: number): number {
  const powers: number[] = [];
  for (let k = Math.ceil((frequencyHz - 8) / binHz); k <= (frequencyHz + 8) / binHz; k++)
    if (k >= 0 && k < spectrum.length && Math.abs(k * binHz - frequencyHz) >= 2) powers.push(spectrum[k]!);
  return percentileOf(powers, 0.5);
}

/** Largest power within 1 Hz of a line. */
export function linePower(spectrum: Float64Array, frequencyHz: number, binHz: number): number {
  let most = 0;
  for (let k = Math.ceil((frequencyHz - 1) / binHz); k <= (frequencyHz + 1) / binHz; k++)
    most = Math.max(most, spectrum[k] ?? 0);
  return most;
}

/** Power in a band, mean over the windows. */
export function bandPower(spectrum: Float64Array, fromHz: number, toHz: number, binHz: number): number {
  let sum = 0;
  for (let k = Math.ceil(fromHz / binHz); k <= toHz / binHz && k < spectrum.length; k++) sum += spectrum[k]!;
  return sum;
}
