import { type Passage, type Segment, sliceBlock } from '../audio/index.ts';
import type { ClipRun, Kernels, SampleSurvey } from '../audio/kernels/index.ts';
import { dynamicRangeBlockFrames } from '../standards/index.ts';
import { dbToGain } from '../units/index.ts';

/** Frames quieter than this are head and tail. */
const SILENCE_GAIN = dbToGain(-60);

/** Flat tops count as clipping from here; equal within half a 16-bit step, so that decoded lossy audio counts too. */
const CLIP_THRESHOLD_GAIN = dbToGain(-0.3);
const CLIP_TOLERANCE_GAIN = 2 ** -16;
const CLIP_MINIMUM_FRAMES = 3;
const CLIP_CAPACITY = 1000;

/** What the samples of a segment say without any filter. */
export interface SampleFacts {
  readonly channels: readonly {
    readonly sum: number;
    readonly sumOfSquares: number;
    readonly peakGain: number;
  }[];
  readonly crossSum: number;
  readonly notFiniteCount: number;
  /** Programme frames; −1 where there is none. */
  readonly firstNotFiniteFrame: number;
  readonly firstSoundFrame: number;
  readonly lastSoundFrame: number;
  readonly depthBits: number;
  /** Parts of the 3 s blocks of TT DR that lie in this segment, per channel. */
  readonly rangeParts: readonly {
    readonly block: number;
    readonly frameCount: number;
    readonly sumsOfSquares: readonly number[];
    readonly peakGains: readonly number[];
  }[];
  readonly clipRuns: readonly ClipRun[];
}

/** Surveys a segment in the pieces that the blocks of TT DR cut it into. */
export function measureSamples(
  passage: Passage,
  segment: Segment,
  rate: number,
  kernels: Kernels,
): SampleFacts {
  const survey = kernels.makeSampleSurvey(passage.block.channels.length, SILENCE_GAIN);
  const blockFrames = dynamicRangeBlockFrames(rate);
  const pieces: SampleFacts[] = [];
  for (let start = segment.startFrame; start < segment.endFrame; ) {
    const block = Math.floor(start / blockFrames);
    const end = Math.min((block + 1) * blockFrames, segment.endFrame);
    survey.reset();
    survey.process(sliceBlock(passage.block, passage.beforeFrames + start - segment.startFrame, end - start));
    pieces.push(readSurvey(survey, start, { block, frameCount: end - start }));
    start = end;
  }
  return { ...joinSamples(pieces), clipRuns: findClipRuns(passage, segment, kernels) };
}

function findClipRuns(passage: Passage, segment: Segment, kernels: Kernels): readonly ClipRun[] {
  const runs = kernels.findClipRuns(passage.block, {
    fromFrame: passage.beforeFrames,
    toFrame: passage.beforeFrames + passage.frameCount,
    thresholdGain: CLIP_THRESHOLD_GAIN,
    toleranceGain: CLIP_TOLERANCE_GAIN,
    minimumFrames: CLIP_MINIMUM_FRAMES,
    capacity: CLIP_CAPACITY,
  });
  const shift = segment.startFrame - passage.beforeFrames;
  return runs.map(run => ({ ...run, startFrame: run.startFrame + shift }));
}

function readSurvey(
  survey: SampleSurvey,
  startFrame: number,
  part: { readonly block: number; readonly frameCount: number },
): SampleFacts {
  const channels = Array.from(survey.sums, (sum, channel) => ({
    sum,
    sumOfSquares: survey.sumsOfSquares[channel]!,
    peakGain: Math.max(survey.maxima[channel]!, -survey.minima[channel]!),
  }));
  const frame = (offset: number) => (offset < 0 ? -1 : startFrame + offset);
  return {
    channels,
    crossSum: survey.crossSum,
    notFiniteCount: survey.notFiniteCount,
    firstNotFiniteFrame: frame(survey.firstNotFiniteFrame),
    firstSoundFrame: frame(survey.firstSoundFrame),
    lastSoundFrame: frame(survey.lastSoundFrame),
    depthBits: survey.depthBits,
    rangeParts: [
      {
        ...part,
        sumsOfSquares: channels.map(channel => channel.sumOfSquares),
        peakGains: channels.map(channel => channel.peakGain),
      },
    ],
    clipRuns: [],
  };
}

/** Joins what adjoining stretches said, in their order. */
export function joinSamples(parts: readonly SampleFacts[]): SampleFacts {
  const firstOf = (pick: (part: SampleFacts) => number) => parts.map(pick).find(frame => frame >= 0) ?? -1;
  const total = (pick: (part: SampleFacts) => number) => parts.reduce((sum, part) => sum + pick(part), 0);
  return {
    channels: parts[0]!.channels.map((_, index) => ({
      sum: total(part => part.channels[index]!.sum),
      sumOfSquares: total(part => part.channels[index]!.sumOfSquares),
      peakGain: parts.reduce((peak, part) => Math.max(peak, part.channels[index]!.peakGain), 0),
    })),
    crossSum: total(part => part.crossSum),
    notFiniteCount: total(part => part.notFiniteCount),
    firstNotFiniteFrame: firstOf(part => part.firstNotFiniteFrame),
    firstSoundFrame: firstOf(part => part.firstSoundFrame),
    lastSoundFrame: parts.reduce((last, part) => Math.max(last, part.lastSoundFrame), -1),
    depthBits: parts.reduce((bits, part) => Math.max(bits, part.depthBits), 0),
    rangeParts: parts.flatMap(part => part.rangeParts),
    clipRuns: parts.flatMap(part => part.clipRuns),
  };
}
