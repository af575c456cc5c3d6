import type { Kernels } from '../../audio/index.ts';
import { dbToPower, jsonNumber, powerToDb } from '../../units/index.ts';
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
const WIDTH_STEPS = 5;
/** Below this nothing counts as an edge of the whole spectrum. */
const LOWEST_HZ = 7000;

/** Mean power per 100 Hz of a segment, dB re full scale; a window of 0.1 s resolves it with 60 dB and more of contrast. */
export function measureLevels({ passage, sampleRateHz }: Stretch, kernels: Kernels): Float32Array {
  let windowFrames = 4096;
  while (windowFrames < 0.09 * sampleRateHz) windowFrames *= 2;
  const steps = Math.floor(sampleRateHz / 2 / STEP_HZ);
  const levels = new Float32Array(steps).fill(-200);
  if (passage.frameCount < windowFrames) return levels;
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
    levels[step] = powerToDb(power + 1e-20);
  }
  return levels;
}

interface Edge {
  readonly step: number;
  readonly bottom: number;
  readonly fallDb: number;
}

/** The lowest steep fall above which nothing comes back. */
function findEdge(levels: Float32Array): Edge | null {
  let maximumAbove = Number.NEGATIVE_INFINITY;
  let found = null as Edge | null;
  for (let step = levels.length - 2; step - WIDTH_STEPS >= LOWEST_HZ / STEP_HZ; step--) {
    maximumAbove = Math.max(maximumAbove, levels[step]!);
    const below = meanOf(levels, step - WIDTH_STEPS - 2, step - WIDTH_STEPS + 1);
    const fallDb = below - maximumAbove;
    if (fallDb >= FALL_DB && fallDb >= (found?.fallDb ?? 0) - 3) {
      found = {
        step: step - Math.floor(WIDTH_STEPS / 2),
        bottom: step,
        fallDb: Math.max(fallDb, found?.fallDb ?? 0),
      };
    } else if (found !== null && fallDb < FALL_DB) break;
  }
  return found;
}

function meanOf(levels: Float32Array, from: number, to: number): number {
  return levels.subarray(from, to).reduce((sum, level) => sum + level, 0) / (to - from);
}

/** The edge of the whole and how steadily the segments show it. */
export function joinEdges(segments: readonly Float32Array[], sampleRateHz: number): SpectrumEdge {
  const loudest = Math.max(...segments.map(levels => meanOf(levels, 10, 50)));
  const heard = segments.filter(levels => meanOf(levels, 10, 50) > loudest - 30);
  const whole = meanLevels(heard);
  const edge = findEdge(whole);
  if (edge === null)
    return { edgeHz: null, bottomHz: null, fallDb: null, floorDbfs: null, steadyFraction: 0 };
  const steady = heard.filter(levels => {
    const own = findEdge(levels);
    return own !== null && Math.abs(own.step - edge.step) <= 3;
  });
  const above = whole.subarray(edge.bottom + 2, Math.floor(sampleRateHz / 2 / STEP_HZ) - 1);
  const powers = above.reduce((sum, level) => sum + dbToPower(level), 0);
  return {
    edgeHz: edge.step * STEP_HZ,
    bottomHz: edge.bottom * STEP_HZ,
    fallDb: jsonNumber(edge.fallDb, 1),
    floorDbfs: above.length < 3 ? null : jsonNumber(powerToDb(powers), 1),
    steadyFraction: heard.length === 0 ? 0 : steady.length / heard.length,
  };
}

function meanLevels(segments: readonly Float32Array[]): Float32Array {
  const [first] = segments;
  if (first === undefined) return new Float32Array(0);
  return first.map((_, step) =>
    powerToDb(segments.reduce((sum, levels) => sum + dbToPower(levels[step]!), 0) / segments.length),
  );
}
