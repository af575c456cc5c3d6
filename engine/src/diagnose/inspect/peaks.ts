import type { Kernels } from '../../audio/index.ts';
import { gainToDb, jsonNumber } from '../../units/index.ts';
import type { Stretch, Tracer } from './tracer.ts';

/** How the peaks of 10 ms crowd under the highest one. */
export interface PeakTrace {
  /** The highest sample. */
  readonly peakDbfs: number | null;
  /** Hops with sound: above −40 dB of the highest. */
  readonly hopCount: number;
  /** Hops whose peak lies within 0.1, 0.2 … 3 dB of the highest. */
  readonly within: readonly number[];
  /** Seconds of the first hops, at most 100, within 0.1 dB. */
  readonly seconds: readonly number[];
}

const HOPS_PER_SECOND = 100;
const STEP_DB = 0.1;
const STEPS = 30;
const QUIET_DB = 40;
const MOST_SECONDS = 100;

/** Largest samples of 10 ms. */
export const peaks: Tracer<Float32Array, PeakTrace> = { contextSeconds: 0, trace, join };

function trace({ passage, sampleRateHz }: Stretch, kernels: Kernels): Float32Array {
  const hopFrames = Math.floor(sampleRateHz / HOPS_PER_SECOND);
  const found = kernels.makeFloats(Math.ceil(passage.frameCount / hopFrames));
  for (const channel of passage.block.channels) {
    const samples = channel.subarray(passage.beforeFrames, passage.beforeFrames + passage.frameCount);
    kernels.raisePeaks(samples, passage.frameCount, hopFrames, found);
  }
  return found.slice();
}

function join(traces: readonly Float32Array[]): PeakTrace {
  const levels = traces.flatMap(segment => Array.from(segment, gainToDb));
  const highest = levels.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const below = levels.map(level => highest - level);
  return {
    peakDbfs: jsonNumber(highest, 2),
    hopCount: below.filter(db => db < QUIET_DB).length,
    within: Array.from({ length: STEPS }, (_, step) => below.filter(db => db <= (step + 1) * STEP_DB).length),
    seconds: below
      .flatMap((db, hop) => (db <= STEP_DB ? [hop / HOPS_PER_SECOND] : []))
      .slice(0, MOST_SECONDS),
  };
}
