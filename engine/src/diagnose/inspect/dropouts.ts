import type { Kernels } from '../../audio/index.ts';
import { gainToDb } from '../../units/index.ts';
import { findLevelGaps } from './level-gaps.ts';
import { findRepeats } from './repeats.ts';
import type { Programme, Stretch, Tracer } from './tracer.ts';

/** A hole in one channel of a sounding programme. */
export interface DropoutTrace {
  readonly channel: number;
  readonly startFrame: number;
  readonly endFrame: number;
  /** Exact zeros; a sample held; a block that comes twice; a level that falls away and comes back at once. */
  readonly form: 'zeros' | 'held' | 'repeat' | 'gap';
  /** Level of the 10 ms on either side; −Infinity becomes −200. */
  readonly levelBeforeDbfs: number;
  readonly levelAfterDbfs: number;
  /** Level of the last and first few samples beside it against those 10 ms: far below 0 where music faded by itself. */
  readonly cutBeforeDb: number;
  readonly cutAfterDb: number;
  /** Frames between a repeated block and its first coming; 0 for other forms. */
  readonly lagFrames: number;
}

/** A millisecond: shorter stillness happens in quiet music of few bits. */
export const LEAST_SECONDS = 0.001;
/** Sounding programme: a hole in what is quieter is not heard. */
export const SOUND_DBFS = -60;
const SIDE_SECONDS = 0.01;
/** Samples right beside a hole: a fifth of a millisecond, in which no fade is complete. */
const NEAR_SECONDS = 0.0002;
/** Most runs of one segment and channel. */
const CAPACITY = 512;
/** More held samples than this in a second belong to a square wave. */
const MOST_HELD_PER_SECOND = 4;
/** A held sample within 1 dB of the peaks around it that is left without a jump is a clipped wave … */
const RAIL_SHARE = 0.9;
/** … and so is one that nothing around it exceeds on its side: what a buffer holds is any sample, hardly ever the highest. */
const TOP_SHARE = 0.995;
/** Music of fewer steps than this stands still by itself, between one step and the next. */
const LEAST_SIDE_STEPS = 16;
/** Finer steps are of float arithmetic, not of the quantisation. */
const FINEST_STEP_GAIN = 1e-6;

/** Looks for dropouts, channel by channel. */
export const dropoutTracer: Tracer<readonly DropoutTrace[], readonly DropoutTrace[]> = {
  contextSeconds: 0.3,
  trace: traceDropouts,
  join: joinDropouts,
};

function traceDropouts(stretch: Stretch, kernels: Kernels): readonly DropoutTrace[] {
  const { passage, startFrame, sampleRateHz } = stretch;
  const offset = startFrame - passage.beforeFrames;
  return passage.block.channels.flatMap((samples, channel) => {
    const still = findStill(samples, stretch, kernels);
    const gaps = findLevelGaps(samples, stretch, kernels);
    const repeats = findRepeats(samples, stretch, kernels);
    const holes = [...still, ...gaps.filter(gap => !still.some(run => touches(run, gap))), ...repeats];
    const stepGain =
      holes.length > 0 ? kernels.findSampleStep(samples, passage.block.frameCount, FINEST_STEP_GAIN) : 0;
    const leastDbfs = decibels(LEAST_SIDE_STEPS * stepGain);
    return holes
      .map(hole => ({ hole, sides: measureSides(samples, hole, sampleRateHz) }))
      .filter(({ sides }) => Math.max(sides.levelBeforeDbfs, sides.levelAfterDbfs) >= leastDbfs)
      .map(({ hole, sides }) => ({
        ...hole,
        ...sides,
        channel,
        startFrame: offset + hole.startFrame,
        endFrame: offset + hole.endFrame,
      }));
  });
}

/** A place in a passage. */
export interface Hole {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly form: DropoutTrace['form'];
  readonly lagFrames: number;
}

function touches(a: Hole, b: Hole): boolean {
  return a.startFrame <= b.endFrame && b.startFrame <= a.endFrame;
}

/** Samples that stand still: those that begin in the segment, and those that began before all that can be seen. */
function findStill(samples: Float32Array, stretch: Stretch, kernels: Kernels): readonly Hole[] {
  const { passage, sampleRateHz } = stretch;
  const from = passage.beforeFrames;
  const to = from + passage.frameCount;
  const minimumFrames = Math.max(32, Math.round(LEAST_SECONDS * sampleRateHz));
  const runs = kernels.findHeldRuns(samples, {
    fromFrame: 0,
    toFrame: to,
    minimumFrames,
    capacity: CAPACITY,
  });
  const holes = runs
    .map(({ startFrame, frameCount }): Hole => {
      const form = samples[startFrame] === 0 ? 'zeros' : 'held';
      return { startFrame, endFrame: startFrame + frameCount, form, lagFrames: 0 };
    })
    .filter(({ startFrame, endFrame }) => startFrame >= from || (startFrame === 0 && endFrame > from));
  const held = holes.filter(({ form }) => form === 'held').length;
  const isSquareWave = held > (MOST_HELD_PER_SECOND * passage.frameCount) / sampleRateHz;
  return holes.filter(
    hole => hole.form === 'zeros' || !(isSquareWave || isClipped(samples, hole, sampleRateHz)),
  );
}

function isClipped(samples: Float32Array, { startFrame, endFrame }: Hole, sampleRateHz: number): boolean {
  const side = Math.round(SIDE_SECONDS * sampleRateHz);
  const value = samples[startFrame]!;
  const around = samples.subarray(Math.max(0, startFrame - side), endFrame + side);
  const sign = Math.sign(value);
  const highest = around.reduce((most, x) => Math.max(most, sign * x), 0);
  if (Math.abs(value) >= TOP_SHARE * highest) return true;
  const peak = around.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const jump = Math.abs((samples[endFrame] ?? value) - value);
  return Math.abs(value) >= RAIL_SHARE * peak && jump < 0.1 * peak;
}

type Sides = Pick<DropoutTrace, 'levelBeforeDbfs' | 'levelAfterDbfs' | 'cutBeforeDb' | 'cutAfterDb'>;

function measureSides(samples: Float32Array, { startFrame, endFrame }: Hole, sampleRateHz: number): Sides {
  const side = Math.round(SIDE_SECONDS * sampleRateHz);
  const near = Math.max(4, Math.round(NEAR_SECONDS * sampleRateHz));
  const level = (from: number, to: number) => rootMeanSquare(samples.subarray(Math.max(0, from), to));
  const before = level(startFrame - side, startFrame);
  const after = level(endFrame, endFrame + side);
  return {
    levelBeforeDbfs: decibels(before),
    levelAfterDbfs: decibels(after),
    cutBeforeDb: decibels(level(startFrame - near, startFrame) / before),
    cutAfterDb: decibels(level(endFrame, endFrame + near) / after),
  };
}

function rootMeanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const x of samples) sum += x * x;
  return Math.sqrt(sum / Math.max(1, samples.length));
}

/** Finite, so that it may stand in JSON. */
function decibels(gain: number): number {
  return gain > 0 ? Math.max(-200, gainToDb(gain)) : -200;
}

/** In order of time; a hole that segments saw in part is one. */
function joinDropouts(
  traces: readonly (readonly DropoutTrace[])[],
  { channelCount, frameCount }: Programme,
): readonly DropoutTrace[] {
  const joined: DropoutTrace[] = [];
  for (let channel = 0; channel < channelCount; channel++) {
    const sorted = traces
      .flatMap(found => found.filter(trace => trace.channel === channel))
      .sort((a, b) => a.startFrame - b.startFrame || b.endFrame - a.endFrame);
    const own: DropoutTrace[] = [];
    for (const trace of sorted) {
      const last = own.at(-1);
      if (last === undefined || trace.startFrame > last.endFrame) own.push(trace);
      else if (trace.endFrame > last.endFrame) {
        const { endFrame, levelAfterDbfs, cutAfterDb } = trace;
        own[own.length - 1] = { ...last, endFrame, levelAfterDbfs, cutAfterDb };
      }
    }
    joined.push(...own);
  }
  return joined
    .filter(trace => isSounding(trace) && trace.startFrame > 0 && trace.endFrame < frameCount)
    .sort((a, b) => a.startFrame - b.startFrame || a.channel - b.channel);
}

function isSounding({ levelBeforeDbfs, levelAfterDbfs }: DropoutTrace): boolean {
  return Math.min(levelBeforeDbfs, levelAfterDbfs) >= SOUND_DBFS;
}
