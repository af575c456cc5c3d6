import type { Kernels } from '../../audio/index.ts';
import { powerToDb } from '../../units/index.ts';
import type { Stretch, Tracer } from './tracer.ts';

/** Levels of bands over time. */
export interface ModulationTrace {
  readonly hopSeconds: number;
  readonly edgesHz: readonly number[];
  /** Per hop and band, hop after hop, dB; −120 where it is silent. */
  readonly levelsDb: Float32Array;
}

/** Steps per second: modulation to 12 Hz, and dips of 60 ms, are seen. */
const HOPS_PER_SECOND = 50;
const EDGES_HZ: readonly number[] = [40, 120, 300, 700, 1500, 3000, 6000, 12000];
/** Least power, so that silence has a level. */
const FLOOR_POWER = 1e-12;

/** Levels of bands, fine enough in time to see a compressor breathe. */
export const modulation: Tracer<Float32Array, ModulationTrace> = { contextSeconds: 0.05, trace, join };

function edgesAt(sampleRateHz: number): readonly number[] {
  return EDGES_HZ.filter(hz => hz < 0.45 * sampleRateHz);
}

function trace({ passage, startFrame, endFrame, sampleRateHz }: Stretch, kernels: Kernels): Float32Array {
  const windowFrames = sampleRateHz > 50000 ? 2048 : 1024;
  const bandEdgesHz = edgesAt(sampleRateHz);
  const bandCount = bandEdgesHz.length - 1;
  const spectrum = kernels.makeMidSideSpectrum({ sampleRateHz, windowFrames, bandEdgesHz });
  const [mid, side, cross] = [0, 1, 2].map(() => kernels.makeFloats(bandCount));
  const first = Math.ceil((startFrame * HOPS_PER_SECOND) / sampleRateHz);
  const end = Math.ceil((endFrame * HOPS_PER_SECOND) / sampleRateHz);
  const levels = new Float32Array((end - first) * bandCount);
  for (let hop = first; hop < end; hop++) {
    const frame = Math.round((hop * sampleRateHz) / HOPS_PER_SECOND) - startFrame;
    spectrum.analyze(passage.block, passage.beforeFrames + frame, mid!, side!, cross!);
    for (let band = 0; band < bandCount; band++) {
      levels[(hop - first) * bandCount + band] = powerToDb(mid![band]! + side![band]! + FLOOR_POWER);
    }
  }
  return levels;
}

function join(
  traces: readonly Float32Array[],
  { sampleRateHz }: { readonly sampleRateHz: number },
): ModulationTrace {
  const levelsDb = new Float32Array(traces.reduce((length, levels) => length + levels.length, 0));
  let at = 0;
  for (const levels of traces) {
    levelsDb.set(levels, at);
    at += levels.length;
  }
  return { hopSeconds: 1 / HOPS_PER_SECOND, edgesHz: edgesAt(sampleRateHz), levelsDb };
}
