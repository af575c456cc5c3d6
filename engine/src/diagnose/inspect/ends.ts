import type { Kernels } from '../../audio/index.ts';
import { sliceBlock } from '../../audio/index.ts';
import { gainToDb, jsonNumber, powerToDb } from '../../units/index.ts';
import type { Programme, Stretch, Tracer } from './tracer.ts';

/** How a programme begins and ends, at fine steps; levels of silence are null. */
export interface EndsTrace {
  /** Level of the loudest channel per 5 ms over the first 20 s, and over the last 20 s. */
  readonly hopSeconds: 0.005;
  readonly headDbfs: readonly (number | null)[];
  readonly tailDbfs: readonly (number | null)[];
  /** Programme time of the first tail value. */
  readonly tailStartSeconds: number;
  /** Magnitude of the first and the last sample of any channel: what clicks. */
  readonly firstSampleDbfs: number | null;
  readonly lastSampleDbfs: number | null;
}

const HOP_SECONDS = 0.005;
/** Count-ins and reverb tails are shorter than this. */
const END_SECONDS = 20;

interface SegmentTrace {
  /** Mean square of the loudest channel per hop; empty away from the ends. */
  readonly head: readonly number[];
  readonly tail: readonly number[];
  readonly firstGain: number | null;
  readonly lastGain: number | null;
}

/** Head and tail. */
export const ends: Tracer<SegmentTrace, EndsTrace> = { contextSeconds: 0, trace, join };

function trace(stretch: Stretch, kernels: Kernels): SegmentTrace {
  const { startFrame, endFrame, frameCount, sampleRateHz } = stretch;
  const head = hopsWithin(0, END_SECONDS * sampleRateHz);
  const tail = hopsWithin(tailStartFrame(stretch), frameCount);
  return {
    head,
    tail,
    firstGain: startFrame === 0 ? gainAt(0) : null,
    lastGain: endFrame === frameCount ? gainAt(endFrame - 1 - startFrame) : null,
  };

  function gainAt(offset: number): number {
    const { channels } = sliceBlock(stretch.passage.block, stretch.passage.beforeFrames + offset, 1);
    return Math.max(...channels.map(samples => Math.abs(samples[0]!)));
  }

  function hopsWithin(fromFrame: number, toFrame: number): readonly number[] {
    const from = Math.max(fromFrame, startFrame);
    const to = Math.min(toFrame, endFrame);
    return to > from ? measureHops(stretch, from, to, kernels) : [];
  }
}

/** A whole hop of the programme, so that hops of the tail do not depend on the segments. */
function tailStartFrame({ frameCount, sampleRateHz }: Programme): number {
  const hop = hopFramesAt(sampleRateHz);
  const wanted = Math.max(0, frameCount - END_SECONDS * sampleRateHz);
  return Math.floor(wanted / hop) * hop;
}

/** 5 ms, rounded so that segments of whole seconds hold whole hops wherever the rate allows it. */
function hopFramesAt(sampleRateHz: number): number {
  return Math.max(1, Math.floor(HOP_SECONDS * sampleRateHz));
}

function measureHops(stretch: Stretch, from: number, to: number, kernels: Kernels): readonly number[] {
  const hop = hopFramesAt(stretch.sampleRateHz);
  const survey = kernels.makeSampleSurvey(stretch.channelCount, 0);
  const powers: number[] = [];
  for (let start = Math.ceil(from / hop) * hop; start < to; start += hop) {
    const frames = Math.min(hop, to - start);
    if (2 * frames < hop) break; // the remainder of the programme, too short to have a level
    survey.reset();
    const offset = stretch.passage.beforeFrames + start - stretch.startFrame;
    survey.process(sliceBlock(stretch.passage.block, offset, frames));
    powers.push(Math.max(...survey.sumsOfSquares) / frames);
  }
  return powers;
}

function join(traces: readonly SegmentTrace[], programme: Programme): EndsTrace {
  const levels = (powers: readonly number[]) => powers.map(power => jsonNumber(powerToDb(power), 1));
  const gain = (gains: readonly (number | null)[]) =>
    jsonNumber(gainToDb(gains.find(value => value !== null) ?? 0), 1);
  return {
    hopSeconds: HOP_SECONDS,
    headDbfs: levels(traces.flatMap(segment => segment.head)),
    tailDbfs: levels(traces.flatMap(segment => segment.tail)),
    tailStartSeconds: tailStartFrame(programme) / programme.sampleRateHz,
    firstSampleDbfs: gain(traces.map(segment => segment.firstGain)),
    lastSampleDbfs: gain(traces.map(segment => segment.lastGain)),
  };
}
