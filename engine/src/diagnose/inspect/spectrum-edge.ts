import type { Kernels } from '../../audio/index.ts';
import { dbToPower, jsonNumber, powerToDb } from '../../units/index.ts';
import { measureMirrors } from './mirror.ts';
import type { Stretch } from './tracer.ts';

/** Where the spectrum of a programme ends. */
export interface SpectrumEdge {
  /** Middle of the fall; null where there is none. */
  readonly edgeHz: number | null;
  /** Where it has reached its floor. */
  readonly bottomHz: number | null;
  /** How far it falls within 500 Hz. */
  readonly fallDb: number | null;
  /** Level of everything above the bottom, re full scale; null where there is no room above it. */
  readonly floorDbfs: number | null;
  /** Share of the segments with such an edge within 300 Hz of this one, of those loud enough to show it. */
  readonly steadyFraction: number;
}

const STEP_HZ = 100;
/** Windows that are looked at per segment, evenly spread. */
const WINDOWS = 12;
/** An edge is a fall of this much … */
const FALL_DB = 20;
/** … within this width: no microphone, filter or tape falls as fast. */
const STEEP_STEPS = 5;
/** Short converter filters take so long. */
const WIDE_STEPS = 20;
/** Below this nothing counts as an edge of the whole spectrum. */
const LOWEST_HZ = 7000;

/** What is read off the spectrum of one segment. */
export interface SegmentLevels {
  readonly levels: Float32Array;
  readonly mirrors: ReturnType<typeof measureMirrors>;
}

/** Power in every 100 Hz of a segment, dB re full scale; a window of 0.1 s resolves it with 60 dB and more of contrast. */
export function measureLevels({ passage, sampleRateHz }: Stretch, kernels: Kernels): SegmentLevels {
  let windowFrames = 4096;
  while (windowFrames < 0.09 * sampleRateHz) windowFrames *= 2;
  const steps = Math.floor(sampleRateHz / 2 / STEP_HZ);
  const levels = new Float32Array(steps).fill(-200);
  if (passage.frameCount < windowFrames)
    return { levels, mirrors: measureMirrors(new Float64Array(2), sampleRateHz) };
  const spectrum = kernels.makeMidSideSpectrum({ sampleRateHz, windowFrames, bandEdgesHz: [0, STEP_HZ] });
  const unused = kernels.makeFloats(1);
  const spare = passage.frameCount - windowFrames;
  for (let window = 0; window < WINDOWS; window++) {
    const start = passage.beforeFrames + Math.floor((spare * window) / (WINDOWS - 1));
    spectrum.analyze(passage.block, start, unused, unused, unused);
  }
  const binsPerStep = (STEP_HZ * windowFrames) / sampleRateHz;
  for (let step = 0; step < steps; step++) {
    const bins = spectrum.binPowers.subarray(
      Math.round(step * binsPerStep),
      Math.round((step + 1) * binsPerStep),
    );
    const power = bins.reduce((sum, value) => sum + value, 0) / WINDOWS;
    levels[step] = powerToDb(power / 2 + 1e-20); // of the mean channel
  }
  return { levels, mirrors: measureMirrors(spectrum.binPowers, sampleRateHz) };
}

interface Edge {
  readonly step: number;
  readonly bottom: number;
  readonly fallDb: number;
}

/** The lowest fall within a width above which nothing comes back. */
function findEdge(levels: Float32Array, widthSteps: number): Edge | null {
  let maximumAbove = Number.NEGATIVE_INFINITY;
  let found = null as Edge | null;
  for (let step = levels.length - 2; step - widthSteps >= LOWEST_HZ / STEP_HZ; step--) {
    maximumAbove = Math.max(maximumAbove, levels[step]!);
    const below = meanOf(levels, step - widthSteps - 2, step - widthSteps + 1);
    const fallDb = below - maximumAbove;
    const most = found?.fallDb ?? 0;
    if (fallDb >= FALL_DB && fallDb >= most - 3) {
      const middle = step - Math.floor(widthSteps / 2);
      found = { step: middle, bottom: step, fallDb: Math.max(fallDb, most) };
    } else if (found !== null && fallDb < FALL_DB) break;
  }
  return found;
}

function meanOf(levels: Float32Array, from: number, to: number): number {
  return levels.subarray(from, to).reduce((sum, level) => sum + level, 0) / (to - from);
}

/** The edges of the whole, steep and wide, and how steadily the segments show them. */
export function joinEdges(segments: readonly Float32Array[]): {
  readonly edge: SpectrumEdge;
  readonly wideEdge: SpectrumEdge;
} {
  const loudest = Math.max(...segments.map(levels => meanOf(levels, 10, 50)));
  const heard = segments.filter(levels => meanOf(levels, 10, 50) > loudest - 30);
  const whole = meanLevels(heard);
  const describe = (widthSteps: number) =>
    describeEdge(
      whole,
      heard.map(levels => findEdge(levels, widthSteps)),
      findEdge(whole, widthSteps),
    );
  return { edge: describe(STEEP_STEPS), wideEdge: describe(WIDE_STEPS) };
}

function describeEdge(whole: Float32Array, own: readonly (Edge | null)[], edge: Edge | null): SpectrumEdge {
  if (edge === null)
    return { edgeHz: null, bottomHz: null, fallDb: null, floorDbfs: null, steadyFraction: 0 };
  const steady = own.filter(one => one !== null && Math.abs(one.step - edge.step) <= 3);
  const above = whole.subarray(edge.bottom + 2, whole.length - 1);
  const power = above.reduce((sum, level) => sum + dbToPower(level), 0);
  return {
    edgeHz: edge.step * STEP_HZ,
    bottomHz: edge.bottom * STEP_HZ,
    fallDb: jsonNumber(edge.fallDb, 1),
    floorDbfs: above.length < 3 ? null : jsonNumber(powerToDb(power), 1),
    steadyFraction: steady.length / Math.max(1, own.length),
  };
}

function meanLevels(segments: readonly Float32Array[]): Float32Array {
  const [first] = segments;
  if (first === undefined) return new Float32Array(0);
  return first.map((_, step) =>
    powerToDb(segments.reduce((sum, levels) => sum + dbToPower(levels[step]!), 0) / segments.length),
  );
}
