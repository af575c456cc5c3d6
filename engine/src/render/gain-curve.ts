import type { AudioSource, Kernels, LimiterParameters, Powers } from '../audio/index.ts';
import { HOPS_PER_SECOND, hopStartFrame } from '../standards/index.ts';
import { dbToGain } from '../units/index.ts';
import type { Demand } from './demand.ts';
import { type FloatStore, makeFloatStore, readFloats } from './float-store.ts';
import type { Limiting } from './limited-passage.ts';

/** The limiter's answer to a drive: the factor for every frame of the programme. */
export interface GainCurve {
  readonly driveGain: number;
  /** One factor per frame, drive included. */
  readonly gains: FloatStore;
  /** Amplitude to which the peaks that the gain leaves are cancelled; null where it leaves none. */
  readonly cancelGain: number | null;
  /** Smallest factor (≤ 1) that a peak in or around each 10 ms hop is brought down by. */
  readonly hopReductions: Float32Array;
}

/** A limiter as it is tried: `cancelledPeaksDb` of what stands over its ceiling is left to the canceller. */
export interface LimiterTry extends LimiterParameters {
  readonly cancelledPeaksDb: number;
}

/** What a curve does, for other threads. */
export function limitingOf({ driveGain, gains, cancelGain }: GainCurve): Limiting {
  return { driveGain, gains: gains.bytes.handle, cancelGain };
}

/** Level alone. */
export function levelOf(driveDb: number): Limiting {
  return { driveGain: dbToGain(driveDb), gains: null, cancelGain: null };
}

/** Frames of the demand that the limiter is given at a time; a multiple of every stride. */
const CHUNK_FRAMES = 65536;

/** Plays the limiter over the demand of a programme, without touching any audio. */
export function playGainCurve(
  demand: Demand,
  { cancelledPeaksDb, ...limiter }: LimiterTry,
  source: AudioSource,
  powers: Powers,
): GainCurve {
  const { kernels } = powers;
  const mark = kernels.mark();
  const gains = makeFloatStore(powers.makeScratch());
  const driveGain = dbToGain(limiter.driveDb);
  const smallestGains = makeHopFold(source, driveGain, leastOf);
  const largestPeaks = makeHopFold(source, 0, mostOf);
  streamGains(demand, { ...limiter, cancelledPeaksDb }, source, kernels, {
    takePeaks: chunk => {
      if (cancelledPeaksDb > 0) largestPeaks.take(chunk);
    },
    takeGains: chunk => {
      gains.append(chunk);
      smallestGains.take(chunk);
    },
  });
  kernels.release(mark);
  const ceilingGain = dbToGain(limiter.ceilingDbtp);
  const around = mostAround(largestPeaks.values);
  const hopReductions = smallestGains.values.map(
    (gain, hop) => Math.min(gain, ceilingGain / (around[hop]! + 1e-30)) / driveGain,
  );
  return {
    driveGain,
    gains,
    cancelGain: cancelledPeaksDb > 0 ? Math.fround(ceilingGain) : null,
    hopReductions,
  };
}

/**
 * What a gain that gives back within 0.1 s would have answered to: so a cancelled peak counts for the limiter's budget as the
 * plan estimated it, from peaks per 100 ms.
 */
function mostAround(hopPeaks: Float32Array): Float32Array {
  return hopPeaks.map((_, hop) =>
    mostOf(hopPeaks, Math.max(0, hop - 5), Math.min(hopPeaks.length, hop + 5), 0),
  );
}

interface Takers {
  takePeaks(peaks: Float32Array): void;
  takeGains(gains: Float32Array): void;
}

/** Hands over the demand and the gains in order, both aligned with the programme: the limiter's look-ahead is taken off. */
function streamGains(
  demand: Demand,
  { cancelledPeaksDb, ...parameters }: LimiterTry,
  source: AudioSource,
  kernels: Kernels,
  { takePeaks, takeGains }: Takers,
): void {
  const { leaveStrokes } = kernels.makeLimiterDemand(source.sampleRateHz, source.channelCount);
  const limiter = kernels.makeLimiterGain(parameters, source.sampleRateHz);
  const peaks = kernels.makeFloats(CHUNK_FRAMES);
  const lows = kernels.makeFloats(CHUNK_FRAMES / demand.lowStrideFrames);
  const sustained = kernels.makeFloats(CHUNK_FRAMES / demand.lowStrideFrames);
  const gains = kernels.makeFloats(CHUNK_FRAMES);
  const endFrame = source.frameCount + limiter.latencyFrames;
  for (let start = 0; start < endFrame; start += CHUNK_FRAMES) {
    readFloats(demand.peaks.bytes, start, peaks, 0);
    readFloats(demand.lows.bytes, start / demand.lowStrideFrames, lows, 0);
    takePeaks(peaks);
    if (cancelledPeaksDb > 0) {
      readFloats(demand.sustained.bytes, start / demand.lowStrideFrames, sustained, 0);
      leaveStrokes(peaks, sustained, CHUNK_FRAMES, dbToGain(-cancelledPeaksDb));
    }
    limiter.process(peaks, lows, CHUNK_FRAMES, gains);
    const from = Math.min(Math.max(0, limiter.latencyFrames - start), CHUNK_FRAMES);
    const to = Math.min(CHUNK_FRAMES, endFrame - start);
    if (to > from) takeGains(gains.subarray(from, to));
  }
}

type Fold = (values: Float32Array, from: number, to: number, first: number) => number;

const leastOf: Fold = (values, from, to, first) => {
  let least = first;
  for (let n = from; n < to; n++) if (values[n]! < least) least = values[n]!;
  return least;
};

const mostOf: Fold = (values, from, to, first) => {
  let most = first;
  for (let n = from; n < to; n++) if (values[n]! > most) most = values[n]!;
  return most;
};

/** One value per 10 ms hop of what comes frame by frame. */
function makeHopFold(
  source: AudioSource,
  initial: number,
  fold: Fold,
): { readonly values: Float32Array; take(frames: Float32Array): void } {
  const rate = source.sampleRateHz;
  const values = new Float32Array(Math.floor((source.frameCount * HOPS_PER_SECOND) / rate)).fill(initial);
  let frame = 0;
  let hop = 0;
  return {
    values,
    take(frames) {
      for (let index = 0; index < frames.length && hop < values.length; hop++) {
        const hopEnd = hopStartFrame(hop + 1, rate);
        const end = Math.min(frames.length, index + hopEnd - frame);
        values[hop] = fold(frames, index, end, values[hop]!);
        frame += end - index;
        index = end;
        if (frame < hopEnd) break;
      }
    },
  };
}
