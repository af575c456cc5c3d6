/**
 * Audio-feature distance of two programmes: a weighted sum of mean squared differences.
 * @source Vanka, Steinmetz, Rolland, Reiss, Fazekas, "Diff-MST", ISMIR 2024, eq. 2 with its published weights; used again in ITO-Master (2025)
 */
import type { Kernels } from '@deadwax/engine/ports';
import type { Material } from '../support/material.ts';

const WEIGHTS = { rms: 0.1, crest: 0.001, width: 1, imbalance: 1, bark: 0.1 } as const;
const WINDOW_FRAMES = 32768;
const BAND_COUNT = 24;
const FROM_HZ = 20;
const TO_HZ = 20_000;

/** What is compared. */
export interface AudioFeatures {
  /** Per channel. */
  readonly rms: readonly number[];
  readonly crestDb: readonly number[];
  readonly width: number;
  readonly imbalance: number;
  /** Natural logarithm of the mean magnitude per Bark band, of the sum and of the difference. */
  readonly bark: readonly number[];
}

export function audioFeatures({ channels, sampleRateHz }: Material, kernels: Kernels): AudioFeatures {
  const [left, right] = channels as [Float32Array, Float32Array];
  const power = (at: (n: number) => number): number => {
    let sum = 0;
    for (let n = 0; n < left.length; n++) sum += at(n) ** 2;
    return sum / left.length;
  };
  const rms = channels.map(channel =>
    Math.sqrt(
      Math.max(
        1e-8,
        power(n => channel[n]!),
      ),
    ),
  );
  const peaks = channels.map(channel => channel.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0));
  const [leftPower, rightPower] = [rms[0]! ** 2, rms[1]! ** 2];
  const sum = left.map((x, n) => x + right[n]!);
  const difference = left.map((x, n) => x - right[n]!);
  return {
    rms,
    crestDb: peaks.map((peak, c) => 20 * Math.log10(peak / rms[c]!)),
    width:
      power(n => difference[n]!) /
      Math.max(
        1e-8,
        power(n => sum[n]!),
      ),
    imbalance: (rightPower - leftPower) / (rightPower + leftPower),
    bark: [sum, difference].flatMap(signal => barkSpectrum(signal, sampleRateHz, kernels)),
  };
}

/** The distance; 0 for the same programme. */
export function afDistance(a: AudioFeatures, b: AudioFeatures): number {
  const mse = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((total, value, index) => total + (value - y[index]!) ** 2, 0) / x.length;
  return (
    WEIGHTS.rms * mse(a.rms, b.rms) +
    WEIGHTS.crest * mse(a.crestDb, b.crestDb) +
    WEIGHTS.width * (a.width - b.width) ** 2 +
    WEIGHTS.imbalance * (a.imbalance - b.imbalance) ** 2 +
    WEIGHTS.bark * mse(a.bark, b.bark)
  );
}

/** Traunmüller's scale, 1990. */
const barkOf = (hz: number): number => (26.81 * hz) / (1960 + hz) - 0.53;
const hzOf = (bark: number): number => (1960 * (bark + 0.53)) / (26.28 - bark);

/** Mean magnitude over rectangular windows that overlap by three quarters, summed by triangles on the Bark scale. */
function barkSpectrum(signal: Float32Array, sampleRateHz: number, kernels: Kernels): number[] {
  const mark = kernels.mark();
  const fft = kernels.makeRealFft(WINDOW_FRAMES);
  const input = kernels.makeFloats(WINDOW_FRAMES);
  const spectrum = kernels.makeFloats(WINDOW_FRAMES + 2);
  const magnitude = new Float64Array(WINDOW_FRAMES / 2 + 1);
  let count = 0;
  for (let start = 0; start + WINDOW_FRAMES <= signal.length; start += WINDOW_FRAMES / 4) {
    input.set(signal.subarray(start, start + WINDOW_FRAMES));
    fft.forward(input, spectrum);
    for (let bin = 0; bin < magnitude.length; bin++) {
      magnitude[bin]! += Math.hypot(spectrum[2 * bin]!, spectrum[2 * bin + 1]!);
    }
    count++;
  }
  kernels.release(mark);
  const [low, high] = [barkOf(FROM_HZ), barkOf(TO_HZ)];
  const corners = Array.from({ length: BAND_COUNT + 2 }, (_, index) =>
    hzOf(low + ((high - low) * index) / (BAND_COUNT + 1)),
  );
  return Array.from({ length: BAND_COUNT }, (_, band) => {
    const [from, centre, to] = corners.slice(band, band + 3) as [number, number, number];
    let sum = 0;
    for (let bin = 0; bin < magnitude.length; bin++) {
      const hz = (bin * sampleRateHz) / WINDOW_FRAMES;
      const weight = Math.min((hz - from) / (centre - from), (to - hz) / (to - centre));
      if (weight > 0) sum += (weight * magnitude[bin]!) / count;
    }
    return Math.log(sum + 1e-8);
  });
}
