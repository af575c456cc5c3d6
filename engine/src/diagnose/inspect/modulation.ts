import type { Kernels } from '../../audio/index.ts';
import { jsonNumber, powerToDb } from '../../units/index.ts';
import { type Duck, findDuck } from './duck.ts';
import type { Programme, Stretch, Tracer } from './tracer.ts';

/** A stretch of a programme and the duck that fits its levels best. */
export interface DuckedStretch extends Duck {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** How the levels of all bands go down and up together. */
export interface ModulationTrace {
  /** One per segment that was long and loud enough, in order of time. */
  readonly stretches: readonly DuckedStretch[];
}

/** Steps per second: modulation to 10 Hz, and dips of 75 ms, are seen. */
const HOPS_PER_SECOND = 40;
const EDGES_HZ: readonly number[] = [40, 120, 300, 700, 1500, 3000, 6000, 12000];
/** Least power, so that silence has a level. */
const FLOOR_POWER = 1e-12;
/** Bands whose median is below this hold noise only. */
const SILENT_DB = -95;
/** Hops this far below the loudest at either end are a fade or silence. */
const QUIET_DB = 40;
/** A dozen beats. */
const LEAST_SECONDS = 6;

interface SegmentTrace {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly duck: Duck | null;
}

/** Levels of bands, fine enough in time to see a compressor breathe. */
export const modulation: Tracer<SegmentTrace, ModulationTrace> = { contextSeconds: 0.05, trace, join };

function trace(stretch: Stretch, kernels: Kernels): SegmentTrace {
  const { startFrame, endFrame } = stretch;
  const bands = activeBands(measureBands(stretch, kernels));
  const hopCount = bands[0]?.length ?? 0;
  const duck = hopCount < LEAST_SECONDS * HOPS_PER_SECOND ? null : findDuck(bands, 1 / HOPS_PER_SECOND);
  return { startFrame, endFrame, duck };
}

/** Levels, band by band. */
function measureBands(
  { passage, startFrame, endFrame, sampleRateHz }: Stretch,
  kernels: Kernels,
): Float32Array[] {
  const windowFrames = sampleRateHz > 50000 ? 2048 : 1024;
  const bandEdgesHz = EDGES_HZ.filter(hz => hz < 0.45 * sampleRateHz);
  const bandCount = bandEdgesHz.length - 1;
  const spectrum = kernels.makeMidSideSpectrum({ sampleRateHz, windowFrames, bandEdgesHz });
  const [mid, side, cross] = [0, 1, 2].map(() => kernels.makeFloats(bandCount));
  const first = Math.ceil((startFrame * HOPS_PER_SECOND) / sampleRateHz);
  const end = Math.ceil((endFrame * HOPS_PER_SECOND) / sampleRateHz);
  const levels = Array.from({ length: bandCount }, () => new Float32Array(end - first));
  for (let hop = first; hop < end; hop++) {
    const frame = Math.round((hop * sampleRateHz) / HOPS_PER_SECOND) - startFrame;
    spectrum.analyze(passage.block, passage.beforeFrames + frame, mid!, side!, cross!);
    levels.forEach((band, index) => {
      band[hop - first] = powerToDb(mid![index]! + side![index]! + FLOOR_POWER);
    });
  }
  return levels;
}

/** The bands that carry music, without silence at either end. */
function activeBands(bands: readonly Float32Array[]): readonly Float32Array[] {
  const [first] = bands;
  if (first === undefined || first.length === 0) return [];
  const means = first.map((_, hop) => bands.reduce((sum, band) => sum + band[hop]!, 0) / bands.length);
  const least = means.reduce((a, b) => Math.max(a, b)) - QUIET_DB;
  const from = means.findIndex(level => level > least);
  const to = means.findLastIndex(level => level > least) + 1;
  return bands
    .map(band => band.subarray(from, to))
    .filter(band => band.slice().sort()[band.length >> 1]! > SILENT_DB);
}

function join(traces: readonly SegmentTrace[], { sampleRateHz }: Programme): ModulationTrace {
  return {
    stretches: traces.flatMap(({ startFrame, endFrame, duck }) =>
      duck === null
        ? []
        : [
            {
              ...duck,
              startSeconds: jsonNumber(startFrame / sampleRateHz)!,
              endSeconds: jsonNumber(endFrame / sampleRateHz)!,
            },
          ],
    ),
  };
}
