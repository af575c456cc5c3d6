import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclipMode } from '@deadwax/engine/ports';
import { createKernels } from '@deadwax/kernels';

const FOLDER = new URL('../../../shared/audio/declip-survey/', import.meta.url).pathname;

/** Where the survey clips, dB. */
export const INPUT_SDRS_DB: readonly number[] = [1, 3, 5, 7, 10, 15, 20];

/** One of the survey's sounds, mono at 44.1 kHz, with the ΔSDR of its best method at each input SDR. */
export interface SurveySound {
  readonly name: string;
  readonly path: string;
  /** SS PEW, whole signal, from the survey's result files. */
  readonly socialSparsityDb: readonly number[];
}

const sound = (name: string, file: string, socialSparsityDb: readonly number[]): SurveySound => ({
  name,
  path: join(FOLDER, file),
  socialSparsityDb,
});

/** Those that may stand beside a checkout. */
export const SOUNDS: readonly SurveySound[] = [
  sound('violin', 'a08_violin.flac', [9.98, 10.86, 12.1, 12.7, 13.02, 15.3, 17.17]),
  sound('guitar', 'a58_guitar_sarasate.flac', [7.46, 10.01, 11.24, 12.39, 13.15, 12.71, 13.18]),
  sound('piano', 'a60_piano_schubert.flac', [9.6, 12.4, 14.2, 14.04, 14.09, 13.96, 13.3]),
];

/** Means over the survey's ten sounds, of its best methods; RR is with reliable samples put back. */
export const SURVEY_MEANS: readonly { readonly label: string; readonly values: readonly number[] }[] = [
  { label: 'ten sounds: ΔSDR of SS PEW', values: [12.17, 15.03, 16.6, 17.66, 19.0, 21.11, 21.99] },
  { label: 'ten sounds: ΔSDR of parabola ℓ1', values: [9.95, 13.03, 14.77, 15.96, 17.44, 19.63, 21.0] },
  { label: 'ten sounds: PEAQ of SS PEW RR', values: [-3.67, -3.02, -2.06, -1.3, -0.68, -0.3, -0.16] },
  { label: 'ten sounds: PEAQ of NMF', values: [-3.69, -2.72, -1.74, -1.04, -0.62, -0.28, -0.13] },
];

/** By ffmpeg, as float. */
export function readSound({ path }: SurveySound): Float32Array {
  const bytes = execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'f32le', '-ac', '1', '-'], {
    maxBuffer: 2 ** 28,
  });
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** 20 lg ‖wanted‖ / ‖wanted − found‖. */
export function sdrDb(wanted: Float32Array, found: Float32Array): number {
  let signal = 0;
  let error = 0;
  for (let n = 0; n < wanted.length; n++) {
    signal += wanted[n]! ** 2;
    error += (wanted[n]! - found[n]!) ** 2;
  }
  return 10 * Math.log10(signal / error);
}

const clip = (samples: Float32Array, gain: number): Float32Array =>
  samples.map(x => Math.max(-gain, Math.min(gain, x)));

/** Clipped at the level that leaves this SDR, found by halving. */
export function clipAtSdr(
  samples: Float32Array,
  inputDb: number,
): { readonly clipped: Float32Array; readonly levelGain: number } {
  let low = 0;
  let high = samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (sdrDb(samples, clip(samples, middle)) < inputDb) low = middle;
    else high = middle;
  }
  const levelGain = Math.fround(high);
  return { clipped: clip(samples, levelGain), levelGain };
}

const wasm = new WebAssembly.Module(
  readFileSync(new URL('../../kernels/build/deadwax.wasm', import.meta.url)),
);

/** Restores a whole sound in a fresh instance. */
export function restore(
  clipped: Float32Array,
  levelGain: number,
  mode: DeclipMode,
): { readonly output: Float32Array; readonly cpuSecondsPerSecond: number; readonly reliableError: number } {
  const kernels = createKernels(wasm);
  const samples = kernels.makeFloats(clipped.length);
  samples.set(clipped);
  const before = process.cpuUsage();
  kernels.declip(samples, {
    sampleRateHz: 44100,
    frameCount: clipped.length,
    fromFrame: 0,
    toFrame: clipped.length,
    positiveGain: levelGain,
    negativeGain: levelGain,
    maximumGain: 16,
    mode,
  });
  const { user, system } = process.cpuUsage(before);
  const output = samples.slice();
  let reliableError = 0;
  clipped.forEach((x, n) => {
    if (Math.abs(x) < levelGain) reliableError += Math.abs(x - output[n]!);
    else if (Math.abs(output[n]!) < levelGain) throw new Error('a clipped sample came out too small');
  });
  return { output, cpuSecondsPerSecond: (user + system) / 1e6 / (clipped.length / 44100), reliableError };
}
