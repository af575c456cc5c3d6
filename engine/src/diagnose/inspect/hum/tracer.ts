import { dbToPower } from '../../../units/index.ts';
import type { Tracer } from '../tracer.ts';
import { fitHum } from './fit.ts';
import { readFrames } from './frames.ts';
import type { HumTrace, TracedHum } from './hum.ts';
import { HARMONIC_COUNT, type HumSegment, joinReadings, MAINS_HZ } from './readings.ts';
import { describeHum } from './summary.ts';

/** Below this no line can be told from a note. */
const LEAST_SECONDS = 5;

const LINES_HZ = MAINS_HZ.flatMap(mains =>
  Array.from({ length: HARMONIC_COUNT }, (_, index) => mains * (index + 1)),
);

/**
 * Looks for mains hum: the complex amplitudes of the harmonics of 50 and 60 Hz fifteen times a second, and over the
 * whole programme one comb of constant amplitudes whose fundamental may drift.
 */
export const humTracer: Tracer<HumSegment, HumTrace> = {
  contextSeconds: 0.2,
  trace({ passage, startFrame, endFrame, sampleRateHz }, kernels) {
    const probe = kernels.makeLineProbe({ sampleRateHz, frequenciesHz: LINES_HZ });
    const { hopFrames, windowSeconds } = probe;
    const first = Math.ceil(startFrame / hopFrames);
    const count = Math.ceil(endFrame / hopFrames) - first;
    const centre = passage.beforeFrames + first * hopFrames - startFrame;
    const results = kernels.makeFloats(2 * count * LINES_HZ.length);
    const channels = passage.block.channels.slice(0, 2).map(samples => {
      if (count > 0) probe.read(samples, centre, first * hopFrames, count, results);
      return results.slice();
    });
    return { count, hopFrames, windowSeconds, channels };
  },
  join(segments, { sampleRateHz, frameCount }) {
    if (frameCount < LEAST_SECONDS * sampleRateHz) return { likeliest: null };
    const hums = MAINS_HZ.map((_, mainsIndex) => {
      const readings = joinReadings(segments, mainsIndex, sampleRateHz);
      const frames = readFrames(readings);
      return describeHum(readings, frames, fitHum(readings, frames));
    });
    return { likeliest: hums.reduce(clearer, null) };
  },
};

function clearer(a: TracedHum | null, b: TracedHum | null): TracedHum | null {
  if (a === null || b === null) return a ?? b;
  return evidenceOf(b) > evidenceOf(a) ? b : a;
}

/** What is clear, as far as its stretches agree: 300 Hz belongs to both mains, the rest of the comb to one. */
function evidenceOf({ clearnessDb, agreementFraction }: TracedHum): number {
  return dbToPower(clearnessDb ?? 0) * (2 * agreementFraction - 1);
}
