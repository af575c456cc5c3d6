import type { Kernels } from '../../audio/index.ts';
import { sliceBlock } from '../../audio/index.ts';
import { exponential } from '../../units/index.ts';
import type { Stretch, Tracer } from './tracer.ts';

/** How densely a signal uses the codes of an integer grid. */
export interface CodeUse {
  readonly gridBits: number;
  /** Codes that occur, and those that would where all are equally likely. */
  readonly usedCodes: number;
  readonly expectedCodes: number;
}

/** What the samples are as integers. */
export interface CodeTrace {
  readonly grids: readonly CodeUse[];
  /** Windows on the 16-bit grid of at most 8 steps: how many samples, how many equal to the one before, mean step. */
  readonly quietSamples: number;
  readonly quietEqualFraction: number | null;
  readonly quietMeanSteps: number | null;
}

/** Codes of each grid within ±half are counted, in pieces; a piece counts from 500 samples on. */
const GRIDS = [
  { bits: 16, half: 2048, pieceCodes: 256 },
  { bits: 24, half: 32768, pieceCodes: 4096 },
] as const;
const LEAST_SAMPLES = 500;

/** Seconds of each segment that are counted, at its start, middle and end: a grid is the same everywhere. */
const COUNTED_SECONDS = 1;
const COUNTED_PIECES = 3;

/** Frames of a quiet window: short enough to lie inside a fade. */
const QUIET_FRAMES = 512;
/** Reach of a quiet window in steps of 16 bit: here rounding without dither is −20 dB of the signal and more. */
const QUIET_STEPS = 8;

interface SegmentTrace {
  /** Used and expected codes, grid after grid. */
  readonly counts: readonly number[];
  readonly quiet: readonly number[];
}

/** Missing codes, and what lies in the lowest ones. */
export const codes: Tracer<SegmentTrace, CodeTrace> = { contextSeconds: 0, trace, join };

function trace({ passage, sampleRateHz }: Stretch, kernels: Kernels): SegmentTrace {
  const { channels } = sliceBlock(passage.block, passage.beforeFrames, passage.frameCount);
  const frames = Math.min(passage.frameCount, Math.round(COUNTED_SECONDS * sampleRateHz));
  const starts = Array.from({ length: COUNTED_PIECES }, (_, piece) =>
    Math.round(((passage.frameCount - frames) * piece) / (COUNTED_PIECES - 1)),
  );
  const counts = GRIDS.flatMap(({ bits, half, pieceCodes }) => {
    const table = kernels.makeInts(2 * half + 1);
    for (const samples of channels)
      for (const start of starts) kernels.countCodes(samples.subarray(start), frames, bits, table);
    return countUse(table, half, pieceCodes);
  });
  const quiet = kernels.makeDoubles(4);
  const options = { bits: 16, windowFrames: QUIET_FRAMES, mostSteps: QUIET_STEPS };
  for (const samples of channels) kernels.measureQuietCodes(samples, passage.frameCount, options, quiet);
  return { counts, quiet: Array.from(quiet) };
}

/** The piece at zero is left out: silence and fades have few codes by nature. */
function countUse(table: Int32Array, half: number, pieceCodes: number): readonly [number, number] {
  let used = 0;
  let expected = 0;
  for (let from = -half; from < half; from += pieceCodes) {
    if (from === -pieceCodes || from === 0) continue;
    const first = from < 0 ? from : from + 1;
    const piece = table.subarray(first + half, first + half + pieceCodes);
    const samples = piece.reduce((sum, count) => sum + count, 0);
    if (samples < LEAST_SAMPLES) continue;
    used += piece.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
    expected += pieceCodes * (1 - exponential(-samples / pieceCodes));
  }
  return [used, expected];
}

function join(traces: readonly SegmentTrace[]): CodeTrace {
  const total = (pick: (segment: SegmentTrace) => number) =>
    traces.reduce((sum, segment) => sum + pick(segment), 0);
  const [windows, samples, equal, steps] = [0, 1, 2, 3].map(i => total(({ quiet }) => quiet[i]!));
  return {
    grids: GRIDS.map(({ bits }, grid) => ({
      gridBits: bits,
      usedCodes: total(({ counts }) => counts[2 * grid]!),
      expectedCodes: Math.round(total(({ counts }) => counts[2 * grid + 1]!)),
    })),
    quietSamples: samples!,
    // the first sample of a window has none before it
    quietEqualFraction: samples! > 0 ? equal! / (samples! - windows!) : null,
    quietMeanSteps: samples! > 0 ? steps! / samples! : null,
  };
}
