import type { AudioSource } from '../audio/index.ts';
import {
  type DynamicRangeBlock,
  dynamicRange,
  type HopPowers,
  integratedLoudness,
  loudnessRange,
  maximumLoudness,
  peakToShortTerm,
} from '../meters/index.ts';
import { MOMENTARY_HOPS, SHORT_TERM_HOPS } from '../standards/index.ts';
import { gainToDb, jsonNumber, powerToDb } from '../units/index.ts';
import { bandFacts } from './band-facts.ts';
import type { ChannelFacts, ClippingFacts, Facts } from './facts.ts';
import type { SegmentFacts } from './measure-segment.ts';
import { gateWindows, spectrumFacts, stereoFacts, upperCutoffHz } from './spectrum-facts.ts';
import { loudestSection, timeline } from './timeline.ts';

/** Turns sums over a programme into the facts that people and plans read. */
export function makeFacts(source: AudioSource, whole: SegmentFacts): Facts {
  const { sampleRateHz, channelCount, frameCount } = source;
  const hops: HopPowers = { sampleRateHz, powers: whole.hopPowers };
  const { integratedLufs, gateLufs } = integratedLoudness(hops);
  const psr = peakToShortTerm(hops, whole.hopPeaks, gateLufs);
  const truePeakDbtp = gainToDb(Math.max(...whole.truePeaks));
  const channels = channelFacts(whole, frameCount);
  const gated = gateWindows(whole.spectrum, hops, gateLufs, sampleRateHz);
  return {
    version: 1,
    durationSeconds: jsonNumber(frameCount / sampleRateHz, 6) ?? 0,
    frameCount,
    sampleRateHz,
    channelCount,
    integratedLufs: jsonNumber(integratedLufs),
    loudnessRangeLu: jsonNumber(loudnessRange(hops)),
    maxMomentaryLufs: jsonNumber(maximumLoudness(hops, MOMENTARY_HOPS)),
    maxShortTermLufs: jsonNumber(maximumLoudness(hops, SHORT_TERM_HOPS)),
    truePeakDbtp: jsonNumber(truePeakDbtp),
    samplePeakDbfs: jsonNumber(
      gainToDb(Math.max(...whole.samples.channels.map(channel => channel.peakGain))),
    ),
    plrDb: jsonNumber(truePeakDbtp - integratedLufs),
    minPsrDb: jsonNumber(psr.minimumDb),
    medianPsrDb: jsonNumber(psr.medianDb),
    dynamicRangeDb: meanOf(channels.map(channel => channel.dynamicRangeDb)),
    channels,
    timeline: timeline(hops, whole.hopPeaks),
    spectrum: spectrumFacts(gated, sampleRateHz),
    bands: bandFacts(whole.bands, gated, hops, gateLufs),
    stereo: channelCount === 2 ? stereoFacts(gated) : null,
    ...silenceFacts(whole, frameCount, sampleRateHz),
    clipping: clippingFacts(whole, sampleRateHz),
    effectiveDepthBits: whole.samples.depthBits === 0 ? null : whole.samples.depthBits,
    upperCutoffHz: upperCutoffHz(whole.spectrum, sampleRateHz),
    loudestSection: loudestSection(hops),
  };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null);
  return known.length === 0 ? null : jsonNumber(known.reduce((sum, value) => sum + value, 0) / known.length);
}

function channelFacts(whole: SegmentFacts, frameCount: number): readonly ChannelFacts[] {
  return whole.samples.channels.map((channel, index) => ({
    truePeakDbtp: jsonNumber(gainToDb(whole.truePeaks[index]!)),
    samplePeakDbfs: jsonNumber(gainToDb(channel.peakGain)),
    rmsDbfs: jsonNumber(powerToDb(channel.sumOfSquares / frameCount)),
    dcOffset: jsonNumber(channel.sum / frameCount, 7) ?? 0,
    dynamicRangeDb: jsonNumber(dynamicRange(rangeBlocks(whole, index))),
  }));
}

/** The 3 s blocks of one channel, put together where a segment border cuts them. */
function rangeBlocks(whole: SegmentFacts, channel: number): readonly DynamicRangeBlock[] {
  const blocks: DynamicRangeBlock[] = [];
  for (const part of whole.samples.rangeParts) {
    const begun = blocks[part.block];
    blocks[part.block] = {
      sumOfSquares: (begun?.sumOfSquares ?? 0) + part.sumsOfSquares[channel]!,
      peakGain: Math.max(begun?.peakGain ?? 0, part.peakGains[channel]!),
      frameCount: (begun?.frameCount ?? 0) + part.frameCount,
    };
  }
  return blocks;
}

function silenceFacts(
  whole: SegmentFacts,
  frameCount: number,
  rate: number,
): Pick<Facts, 'headSilenceSeconds' | 'tailSilenceSeconds'> {
  const { firstSoundFrame, lastSoundFrame } = whole.samples;
  const head = firstSoundFrame < 0 ? frameCount : firstSoundFrame;
  const tail = lastSoundFrame < 0 ? frameCount : frameCount - 1 - lastSoundFrame;
  return {
    headSilenceSeconds: jsonNumber(head / rate, 4) ?? 0,
    tailSilenceSeconds: jsonNumber(tail / rate, 4) ?? 0,
  };
}

const RUNS_SHOWN = 100;

function clippingFacts(whole: SegmentFacts, rate: number): ClippingFacts {
  const runs = whole.samples.clipRuns;
  return {
    runCount: runs.length,
    clippedFrames: runs.reduce((sum, run) => sum + run.frameCount, 0),
    longestRunFrames: runs.reduce((longest, run) => Math.max(longest, run.frameCount), 0),
    runs: runs.slice(0, RUNS_SHOWN).map(run => ({
      channel: run.channel,
      startSeconds: jsonNumber(run.startFrame / rate, 4) ?? 0,
      frameCount: run.frameCount,
    })),
  };
}
