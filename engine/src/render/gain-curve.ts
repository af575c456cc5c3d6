import type { AudioSource, Kernels, LimiterParameters, Powers } from '../audio/index.ts';
import { HOPS_PER_SECOND, hopStartFrame } from '../standards/index.ts';
import { dbToGain } from '../units/index.ts';
import type { Demand } from './demand.ts';
import { type FloatStore, makeFloatStore, readFloats } from './float-store.ts';

/** The limiter's answer to a drive: the factor for every frame of the programme. */
export interface GainCurve {
  readonly driveGain: number;
  /** One factor per frame, drive included. */
  readonly gains: FloatStore;
  /** Smallest reduction factor (≤ 1) per 10 ms hop. */
  readonly hopReductions: Float32Array;
}

/** Frames of the demand that the limiter is given at a time; a multiple of every stride. */
const CHUNK_FRAMES = 65536;

/** Plays the limiter over the demand of a programme, without touching any audio. */
export function playGainCurve(
  demand: Demand,
  parameters: LimiterParameters,
  source: AudioSource,
  powers: Powers,
): GainCurve {
  const { kernels } = powers;
  const mark = kernels.mark();
  const gains = makeFloatStore(powers.makeScratch());
  const driveGain = dbToGain(parameters.driveDb);
  const reductions = makeHopMinima(source, driveGain);
  streamGains(demand, parameters, source, kernels, chunk => {
    gains.append(chunk);
    reductions.take(chunk);
  });
  kernels.release(mark);
  return { driveGain, gains, hopReductions: reductions.values };
}

/** Hands over the gains in order, aligned with the programme: the limiter's look-ahead is taken off. */
function streamGains(
  demand: Demand,
  parameters: LimiterParameters,
  source: AudioSource,
  kernels: Kernels,
  take: (gains: Float32Array) => void,
): void {
  const limiter = kernels.makeLimiterGain(parameters, source.sampleRateHz);
  const peaks = kernels.makeFloats(CHUNK_FRAMES);
  const lows = kernels.makeFloats(CHUNK_FRAMES / demand.lowStrideFrames);
  const gains = kernels.makeFloats(CHUNK_FRAMES);
  const endFrame = source.frameCount + limiter.latencyFrames;
  for (let start = 0; start < endFrame; start += CHUNK_FRAMES) {
    readFloats(demand.peaks.bytes, start, peaks, 0);
    readFloats(demand.lows.bytes, start / demand.lowStrideFrames, lows, 0);
    limiter.process(peaks, lows, CHUNK_FRAMES, gains);
    const from = Math.min(Math.max(0, limiter.latencyFrames - start), CHUNK_FRAMES);
    const to = Math.min(CHUNK_FRAMES, endFrame - start);
    if (to > from) take(gains.subarray(from, to));
  }
}

/** Smallest gain of every hop, over the drive. */
function makeHopMinima(
  source: AudioSource,
  driveGain: number,
): { readonly values: Float32Array; take(gains: Float32Array): void } {
  const rate = source.sampleRateHz;
  const values = new Float32Array(Math.floor((source.frameCount * HOPS_PER_SECOND) / rate)).fill(1);
  let frame = 0;
  let hop = 0;
  return {
    values,
    take(gains) {
      for (let index = 0; index < gains.length && hop < values.length; hop++) {
        const hopEnd = hopStartFrame(hop + 1, rate);
        const end = Math.min(gains.length, index + hopEnd - frame);
        let smallest = values[hop]! * driveGain;
        for (let n = index; n < end; n++) {
          const gain = gains[n]!;
          if (gain < smallest) smallest = gain;
        }
        values[hop] = smallest / driveGain;
        frame += end - index;
        index = end;
        if (frame < hopEnd) break;
      }
    },
  };
}
