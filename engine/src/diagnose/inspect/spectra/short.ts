import type { Kernels } from '../../../audio/index.ts';
import { powerToDb } from '../../../units/index.ts';
import type { Stretch } from '../tracer.ts';
import { framesOfAtLeast } from './grid.ts';

/** 23 ms at 44.1 kHz: shorter than an s, long enough to part bass from voice. */
const WINDOW_SECONDS = 0.02;
/** What a burst is held against lies this far around it. */
export const AROUND_SECONDS = 0.75;
/** Breath; voice, in two parts; sibilants. */
const EDGES_HZ: readonly number[] = [30, 150, 1000, 5000, 10000];
/** Keeps logarithms finite: −130 dB. */
const FLOOR = 1e-13;

/** Levels of one segment and what lies around it, one value per window, dB. */
export interface ShortLevels {
  readonly hopSeconds: number;
  /** Programme seconds of the middle of window 0. */
  readonly firstSeconds: number;
  readonly count: number;
  readonly breathDb: Float32Array;
  readonly voiceDb: Float32Array;
  readonly upperDb: Float32Array;
  readonly sibilantDb: Float32Array;
}

/** Windows of 23 ms, half over each other, from AROUND_SECONDS before the segment to as much after it. */
export function shortLevels(stretch: Stretch, kernels: Kernels): ShortLevels {
  const { passage, sampleRateHz, startFrame, endFrame, frameCount } = stretch;
  const windowFrames = framesOfAtLeast(WINDOW_SECONDS, sampleRateHz);
  const spectrum = kernels.makeMidSideSpectrum({ sampleRateHz, windowFrames, bandEdgesHz: EDGES_HZ });
  const hop = windowFrames / 2;
  const around = Math.round(AROUND_SECONDS * sampleRateHz);
  const first = Math.ceil(Math.max(0, startFrame - around) / hop) * hop;
  const last = Math.min(endFrame + around, frameCount) - windowFrames;
  const count = Math.max(0, Math.floor((last - first) / hop) + 1);
  const [breathDb, voiceDb, upperDb, sibilantDb] = [0, 1, 2, 3].map(() => new Float32Array(count));
  const [mid, side, cross] = [0, 1, 2].map(() => new Float32Array(EDGES_HZ.length - 1));
  for (let window = 0; window < count; window++) {
    const at = first + window * hop - startFrame + passage.beforeFrames;
    spectrum.analyze(passage.block, at, mid!, side!, cross!);
    const power = (band: number) => mid![band]! + side![band]! + FLOOR;
    breathDb![window] = powerToDb(power(0));
    voiceDb![window] = powerToDb(power(1) + power(2));
    upperDb![window] = powerToDb(power(2));
    sibilantDb![window] = powerToDb(power(3));
  }
  return {
    hopSeconds: hop / sampleRateHz,
    firstSeconds: (first + windowFrames / 2) / sampleRateHz,
    count,
    breathDb: breathDb!,
    voiceDb: voiceDb!,
    upperDb: upperDb!,
    sibilantDb: sibilantDb!,
  };
}

/** Windows from one look at the surroundings to the next: they change slowly. */
const STRIDE = 8;

/** The median of the levels within AROUND_SECONDS on both sides, dB. */
export function medianAround(levels: Float32Array, hopSeconds: number): Float32Array {
  const reach = Math.round(AROUND_SECONDS / hopSeconds);
  const medians = new Float32Array(levels.length);
  for (let from = 0; from < levels.length; from += STRIDE) {
    const middle = from + STRIDE / 2;
    const sorted = levels.slice(Math.max(0, middle - reach), middle + reach).sort();
    medians.fill(sorted[sorted.length >> 1]!, from, from + STRIDE);
  }
  return medians;
}
