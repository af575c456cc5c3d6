import {
  type AudioHandle,
  type AudioSource,
  cutSegments,
  makePcmSource,
  mapInOrder,
  type Powers,
  readPassage,
  runOnCrew,
  type Segment,
  sliceBlock,
  slicePassage,
  type Task,
  type ThreadPowers,
  workAhead,
} from '../audio/index.ts';
import { measureHopPowers, PRIME_SECONDS } from '../meters/index.ts';
import { type FloatStore, makeFloatStore } from './float-store.ts';

/** What the audio before the limiter asks of it: measured once, used for every drive that is tried. */
export interface Demand {
  /** Largest magnitude between the samples around each frame. */
  readonly peaks: FloatStore;
  /** The same below 500 Hz, per stride of frames. */
  readonly lows: FloatStore;
  /** What of it is sustained, per stride: the canceller must leave that to the gain. */
  readonly sustained: FloatStore;
  readonly lowStrideFrames: number;
  /** K-weighted energy per 10 ms hop, undriven, per segment. */
  readonly hopPowers: readonly Float64Array[];
  /** 0 where it was not asked for. */
  readonly truePeakGain: number;
}

interface DemandInput {
  readonly audio: AudioHandle;
  readonly segment: Segment;
  readonly withTruePeak: boolean;
}

interface DemandPart {
  readonly peaks: Float32Array;
  readonly lows: Float32Array;
  readonly sustained: Float32Array;
  readonly hopPowers: Float64Array;
  readonly truePeakGain: number;
}

/** Measures the demand of one segment. */
export const measureDemandTask: Task<DemandInput, DemandPart> = {
  name: 'measure-demand',
  run: measureSegmentDemand,
};

function measureSegmentDemand(
  { audio, segment, withTruePeak }: DemandInput,
  powers: ThreadPowers,
): DemandPart {
  const { kernels } = powers;
  const source = makePcmSource(powers.openBytes(audio.bytes), audio.layout, kernels);
  const rate = source.sampleRateHz;
  const demand = kernels.makeLimiterDemand(rate, source.channelCount);
  const stride = demand.lowStrideFrames;
  const around = demand.sustainFrames;
  const contextFrames = Math.max(demand.contextFrames + stride + around, kernels.peakContextFrames);
  const beforeFrames = Math.max(Math.ceil(PRIME_SECONDS * rate), contextFrames);
  const passage = readPassage(source, segment, { beforeFrames, afterFrames: contextFrames }, kernels);
  // the low band has one value per stride of the programme, and segments end on seconds: the demand is cut on strides
  const from = stride * Math.ceil(segment.startFrame / stride) - segment.startFrame;
  const isLast = segment.endFrame === source.frameCount;
  const to = isLast ? passage.frameCount : stride * Math.ceil(segment.endFrame / stride) - segment.startFrame;
  const strideCount = Math.ceil((to - from) / stride);
  const measured = stride * strideCount + 2 * around;
  const peaks = kernels.makeFloats(measured);
  const lows = kernels.makeFloats(measured / stride);
  const sustained = kernels.makeFloats(strideCount);
  const offset = passage.beforeFrames + from - around - demand.contextFrames;
  const stretch = sliceBlock(passage.block, offset, measured + 2 * demand.contextFrames);
  demand.measure(stretch, measured, peaks, lows);
  demand.measureSustained(peaks, lows, measured, sustained);
  return {
    peaks: peaks.slice(around, around + to - from),
    lows: lows.slice(around / stride, around / stride + strideCount),
    sustained: sustained.slice(),
    hopPowers: measureHopPowers(passage.block, { ...passage, startFrame: segment.startFrame }, rate, kernels),
    truePeakGain: withTruePeak
      ? kernels.measureTruePeak(slicePassage(passage, kernels.peakContextFrames), passage.frameCount, 0)
      : 0,
  };
}

/**
 * Measures what a programme will ask of the limiter.
 * @param withTruePeak for those who only set the level; the limiter itself does not need it
 */
export async function measureDemand(
  source: AudioSource,
  withTruePeak: boolean,
  powers: Powers,
): Promise<Demand> {
  const peaks = makeFloatStore(powers.makeScratch());
  const lows = makeFloatStore(powers.makeScratch());
  const sustained = makeFloatStore(powers.makeScratch());
  const hopPowers: Float64Array[] = [];
  let truePeakGain = 0;
  await mapInOrder(
    cutSegments(source),
    workAhead(powers.crew.threadCount),
    segment => runOnCrew(powers.crew, measureDemandTask, { audio: source.handle, segment, withTruePeak }),
    part => {
      peaks.append(part.peaks);
      lows.append(part.lows);
      sustained.append(part.sustained);
      hopPowers.push(part.hopPowers);
      truePeakGain = Math.max(truePeakGain, part.truePeakGain);
    },
  );
  const { lowStrideFrames } = powers.kernels.makeLimiterDemand(source.sampleRateHz, source.channelCount);
  return { peaks, lows, sustained, lowStrideFrames, hopPowers, truePeakGain };
}
