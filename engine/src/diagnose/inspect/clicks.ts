import type { ClickEvent, Kernels } from '../../audio/index.ts';
import { gainToDb } from '../../units/index.ts';
import type { Programme, Stretch, Tracer } from './tracer.ts';

/** A short run of samples that neither past nor future explains. */
export interface ClickTrace {
  readonly channel: number;
  readonly startFrame: number;
  readonly endFrame: number;
  /** How far it stands above the prediction error around it. */
  readonly strengthDb: number;
  /** How far it stands above the next largest error within 23 ms on either side: low for the attack of a note. */
  readonly isolationDb: number;
  /** Height of the click itself, and over the level of the music around it. */
  readonly heightDbfs: number;
  readonly overMusicDb: number;
  /** The extremes of the samples within and right beside it: they tell the corners of clipped waves. */
  readonly highestGain: number;
  readonly lowestGain: number;
}

/** 46 ms share a predictor: music stands still for about so long. */
const HOP_SECONDS = 2048 / 44100;
/** 11 σ of noise (a spread is 0.8 σ): no chance at all; 3 σ, usual where a person listens on, finds mostly music. */
const THRESHOLD_SPREADS = 14;
/** 3 ms: longer disturbances are not clicks but gaps. */
const LONGEST_SECONDS = 0.0029;
const JOIN_FRAMES = 36;
/** Most events of one segment and channel: two hundred a second. */
const CAPACITY = 2400;
/** Below 9.5 dB over its neighbours an event is one of many: reed, string, brass and voice make such pulses. */
const LEAST_ISOLATION = 3;
/** A drum within 23 ms hides a click from that side; what the other alone proves counts for half. */
const BESIDE_SHARE = 0.5;
/** Clipped samples this near make the break: less than the flat of a top. */
const BESIDE_FRAMES = 12;
/** Attacks and endings: the level rises or falls by more than this (14 dB) … */
const MOST_RISE_RATIO = 5;
/** … or there is nothing at all on one side: programme ends and dropouts are told elsewhere. */
const LEAST_SIDE_SPREADS = 0.1;
/** A click that stays 11 dB below the level around it is masked by it, or is the seam of a synthesiser's envelope. */
const LEAST_OVER_MUSIC_DB = -11;

/** What fades in and out of a click lies below every bound. */
const PAD_FRAMES = { before: 2, after: 2 };
const NO_PAD = { before: 0, after: 0 };

/** Looks for clicks, channel by channel. */
export const clickTracer: Tracer<readonly ClickTrace[], readonly ClickTrace[]> = {
  contextSeconds: 0.14,
  trace: traceClicks,
  join: joinClicks,
};

/** Frames of a hop: whole vectors of the search. */
function hopFramesOf(sampleRateHz: number): number {
  return Math.max(512, 256 * Math.round((HOP_SECONDS * sampleRateHz) / 256));
}

function traceClicks(
  { passage, startFrame, sampleRateHz }: Stretch,
  kernels: Kernels,
): readonly ClickTrace[] {
  const hopFrames = hopFramesOf(sampleRateHz);
  const longest = Math.min(hopFrames / 16, Math.round(LONGEST_SECONDS * sampleRateHz));
  const search = kernels.makeClickSearch({
    hopFrames,
    thresholdSpreads: THRESHOLD_SPREADS,
    joinFrames: JOIN_FRAMES,
    longestFrames: longest,
    capacity: CAPACITY,
  });
  const from = passage.beforeFrames;
  const offset = startFrame - from;
  return passage.block.channels.flatMap((samples, channel) =>
    search
      .search(samples, from, from + passage.frameCount)
      .map(event => describeEvent(event, samples, channel, offset))
      .filter(trace => trace !== null),
  );
}

/** @returns null for what is no click but music */
function describeEvent(
  event: ClickEvent,
  samples: Float32Array,
  channel: number,
  offset: number,
): ClickTrace | null {
  const side = Math.min(event.meanBeforeSpreads, event.meanAfterSpreads);
  if (side < LEAST_SIDE_SPREADS) return null;
  const isolation = isolationOf(event);
  const overMusicDb = gainToDb(event.heightGain / musicGainOf(event));
  if (isolation < LEAST_ISOLATION || !(overMusicDb > LEAST_OVER_MUSIC_DB)) return null;
  const { before: padBefore, after: padAfter } = event.frameCount > 1 ? PAD_FRAMES : NO_PAD;
  return {
    channel,
    startFrame: offset + event.startFrame - padBefore,
    endFrame: offset + event.startFrame + event.frameCount + padAfter,
    strengthDb: gainToDb(event.strengthSpreads),
    isolationDb: gainToDb(isolation),
    heightDbfs: gainToDb(event.heightGain),
    overMusicDb,
    ...extremesOf(samples, event),
  };
}

/** Over the 23 ms on either side; or, 6 dB less, over one of them and what stands right beside it on the other. */
function isolationOf(event: ClickEvent): number {
  const { strengthSpreads, largestBeforeSpreads: before, largestAfterSpreads: after } = event;
  const isSteady = isAlike(event.levelBeforeGain, event.levelAfterGain);
  const isolation = isSteady ? strengthSpreads / Math.max(1, before, after) : 0;
  if (!isAlike(event.besideBeforeGain, event.besideAfterGain)) return isolation;
  const beside = Math.max(1, event.besideBeforeSpreads, event.besideAfterSpreads, Math.min(before, after));
  return Math.max(isolation, BESIDE_SHARE * (strengthSpreads / beside));
}

const isAlike = (a: number, b: number): boolean => a <= MOST_RISE_RATIO * b && b <= MOST_RISE_RATIO * a;

/** Level of the music around a click: of both sides where they are alike, or else of what stands right beside it. */
function musicGainOf(event: ClickEvent): number {
  const { levelBeforeGain: before, levelAfterGain: after } = event;
  if (isAlike(before, after)) return Math.max(before, after);
  return Math.max(event.besideBeforeGain, event.besideAfterGain);
}

function extremesOf(
  samples: Float32Array,
  { startFrame, frameCount }: ClickEvent,
): Pick<ClickTrace, 'highestGain' | 'lowestGain'> {
  let highestGain = Number.NEGATIVE_INFINITY;
  let lowestGain = Number.POSITIVE_INFINITY;
  for (let n = startFrame - BESIDE_FRAMES; n < startFrame + frameCount + BESIDE_FRAMES; n++) {
    highestGain = Math.max(highestGain, samples[n]!);
    lowestGain = Math.min(lowestGain, samples[n]!);
  }
  return { highestGain, lowestGain };
}

/** In order of time; what two hops saw of one click is one. */
function joinClicks(traces: readonly (readonly ClickTrace[])[], programme: Programme): readonly ClickTrace[] {
  const joined: ClickTrace[] = [];
  for (let channel = 0; channel < programme.channelCount; channel++) {
    const sorted = traces
      .flatMap(found => found.filter(trace => trace.channel === channel))
      .sort((a, b) => a.startFrame - b.startFrame);
    let last: ClickTrace | undefined;
    for (const trace of sorted) {
      if (last === undefined || trace.startFrame > last.endFrame + JOIN_FRAMES) {
        joined.push(trace);
      } else {
        joined[joined.length - 1] = merge(last, trace);
      }
      last = joined.at(-1);
    }
  }
  return joined.sort((a, b) => a.startFrame - b.startFrame || a.channel - b.channel);
}

function merge(a: ClickTrace, b: ClickTrace): ClickTrace {
  const stronger = a.strengthDb >= b.strengthDb ? a : b;
  return { ...stronger, startFrame: a.startFrame, endFrame: Math.max(a.endFrame, b.endFrame) };
}
