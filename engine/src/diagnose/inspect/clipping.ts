import type { Kernels } from '../../audio/index.ts';
import { type ClipCell, judgeCells } from './clipping-cells.ts';
import { type ClippedPlace, makePlaces } from './clipping-places.ts';
import { type PeakShape, traceShape } from './clipping-shapes.ts';
import type { Programme, Stretch, Tracer } from './tracer.ts';

/** Flat tops are gathered over this long: long enough for several, short enough to tell where. */
const CELL_SECONDS = 0.25;
/** A top counts where nothing within this is higher: some periods of the lowest bass. */
const REACH_SECONDS = 0.1;
/** Four 16-bit steps: dither and rounding after the clip move neighbours apart by three, and their extreme further. */
const DITHER_GAIN = 4 * 2 ** -15;
/** Steps finer than this are rounding of float arithmetic, not quantisation. */
const FINEST_STEP_GAIN = 1e-6;
/** Tops below this are no clip that anyone hears: −50 dBFS. */
const LEAST_GAIN = 0.003;
/** Half a wave of 16 Hz: what stands still for longer is an offset between the sounds, not the top of a wave. */
const LONGEST_TOP_SECONDS = 0.03;
/** Tops of one channel, polarity and segment that are looked at. */
const MOST_TOPS = 32768;

/** Clipping as the samples show it. */
export interface ClippingTrace {
  /** Ascending and apart; each with one level per channel and polarity. */
  readonly places: readonly ClippedPlace[];
  /** Samples at those levels, over all channels. */
  readonly clippedSamples: number;
  /** One for each segment that has sound, in order. */
  readonly shapes: readonly PeakShape[];
}

interface SegmentTrace {
  readonly cells: readonly ClipCell[];
  readonly shapes: readonly PeakShape[];
}

/** Flat tops at a common level, wherever the level lies: full scale, a clip that was turned down, one side alone. */
export const clipping: Tracer<SegmentTrace, ClippingTrace> = {
  contextSeconds: REACH_SECONDS,
  trace: traceSegment,
  join: joinSegments,
};

function traceSegment(stretch: Stretch, kernels: Kernels): SegmentTrace {
  const cells: ClipCell[] = [];
  let coarsestStep = 0;
  for (let channel = 0; channel < stretch.channelCount; channel++) {
    const samples = stretch.passage.block.channels[channel]!;
    const step = kernels.findSampleStep(samples, stretch.passage.block.frameCount, FINEST_STEP_GAIN);
    coarsestStep = Math.max(coarsestStep, step);
    // as exact as the audio is; where that finds nothing, with room for dither
    const exact = 1.5 * step;
    const tolerances = exact < DITHER_GAIN ? [exact, DITHER_GAIN] : [exact];
    for (const polarity of [1, -1] as const)
      for (const toleranceGain of tolerances)
        cells.push(
          ...traceTops(
            stretch,
            { channel, polarity, toleranceGain, isExact: toleranceGain === exact },
            kernels,
          ),
        );
  }
  return { cells, shapes: traceShape(stretch, kernels, coarsestStep, LEAST_GAIN) };
}

function searchOf({ passage }: Stretch, polarity: 1 | -1) {
  return {
    frameCount: passage.block.frameCount,
    fromFrame: passage.beforeFrames,
    toFrame: passage.beforeFrames + passage.frameCount,
    polarity,
  };
}

/** The tops of one side, by cell and level. */
function traceTops(
  stretch: Stretch,
  {
    channel,
    polarity,
    toleranceGain,
    isExact,
  }: Pick<ClipCell, 'channel' | 'polarity' | 'toleranceGain' | 'isExact'>,
  kernels: Kernels,
): ClipCell[] {
  const { passage, sampleRateHz, startFrame } = stretch;
  const samples = passage.block.channels[channel]!;
  const tops = kernels.findFlatTops(samples, {
    ...searchOf(stretch, polarity),
    toleranceGain,
    leastGain: Math.max(LEAST_GAIN, 16 * toleranceGain),
    sampleRateHz,
    reachSeconds: REACH_SECONDS,
    capacity: MOST_TOPS,
  });
  const cellFrames = Math.round(CELL_SECONDS * sampleRateHz);
  const cells = new Map<number, ClipCell[]>();
  for (const top of tops.filter(({ frameCount }) => frameCount <= LONGEST_TOP_SECONDS * sampleRateHz)) {
    const first = startFrame + top.startFrame - passage.beforeFrames;
    const index = Math.floor(first / cellFrames);
    const found = cells.get(index) ?? [];
    cells.set(index, found);
    const at = found.findIndex(cell => Math.abs(cell.levelGain - top.levelGain) <= 2 * toleranceGain);
    const cell: ClipCell = {
      channel,
      polarity,
      startFrame: first,
      endFrame: first + top.frameCount,
      levelGain: top.levelGain,
      toleranceGain,
      isExact,
      runCount: 1,
      sampleCount: top.frameCount,
      longestFrames: top.frameCount,
      // the step from one rail to the other in two samples is a square wave, not a clipped peak
      steepCount: top.fallGain > top.levelGain ? 1 : 0,
    };
    if (at < 0) found.push(cell);
    else found[at] = mergeCells(found[at]!, cell);
  }
  return [...cells.values()].flat();
}

function mergeCells(a: ClipCell, b: ClipCell): ClipCell {
  return {
    ...a,
    startFrame: Math.min(a.startFrame, b.startFrame),
    endFrame: Math.max(a.endFrame, b.endFrame),
    runCount: a.runCount + b.runCount,
    sampleCount: a.sampleCount + b.sampleCount,
    longestFrames: Math.max(a.longestFrames, b.longestFrames),
    steepCount: a.steepCount + b.steepCount,
  };
}

function joinSegments(traces: readonly SegmentTrace[], programme: Programme): ClippingTrace {
  const cells = judgeCells(traces.flatMap(trace => trace.cells));
  const places = makePlaces(cells, programme);
  return {
    places,
    clippedSamples: places.reduce((sum, place) => sum + place.clippedSamples, 0),
    shapes: traces.flatMap(trace => trace.shapes),
  };
}
