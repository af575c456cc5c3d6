import {
  type AudioHandle,
  makePcmSource,
  type Passage,
  readPassage,
  type Segment,
  sliceBlock,
  slicePassage,
  type Task,
  type ThreadPowers,
} from '../audio/index.ts';
import type { Kernels } from '../audio/kernels/index.ts';
import { measureHopPowers, PRIME_SECONDS } from '../meters/index.ts';
import { broadCrossovers, HOPS_PER_SECOND, hopStartFrame, thirdOctaves } from '../standards/index.ts';
import { measureSamples, type SampleFacts } from './measure-samples.ts';

/** A stretch of audio to be measured. */
export interface SegmentInput {
  readonly audio: AudioHandle;
  readonly segment: Segment;
}

/** Everything measured of one segment; joined with its neighbours in order. */
export interface SegmentFacts {
  /** Per 10 ms hop: Σ of K-weighted squares, and the largest magnitude at four times the rate. */
  readonly hopPowers: Float64Array;
  readonly hopPeaks: Float32Array;
  /** True peak per channel, amplitude. */
  readonly truePeaks: Float64Array;
  readonly samples: SampleFacts;
  readonly bands: BandHops;
  readonly spectrum: SpectrumWindows;
}

/** Per 100 ms hop and broad band. */
export interface BandHops {
  readonly bandCount: number;
  readonly peaks: Float32Array;
  readonly powers: Float32Array;
}

/** Per window and 1/3 octave: |M|², |S|² and Re(M·S*), window after window. */
export interface SpectrumWindows {
  readonly bandCount: number;
  readonly windowCount: number;
  readonly mid: Float32Array;
  readonly side: Float32Array;
  readonly cross: Float32Array;
  /** Σ of |M|²+|S|² per bin over the windows. */
  readonly binPowers: Float64Array;
}

/** Frames of a spectral window: 0.19 s at 44.1 kHz, the same span at any rate. */
export function spectrumWindowFrames(sampleRateHz: number): number {
  let frames = 256;
  while (frames < 0.15 * sampleRateHz) frames *= 2;
  return frames;
}

/** Frames from one window to the next. A quarter of overlap would save a third of the work, and move sparse music by 0.7 dB. */
export function spectrumHopFrames(sampleRateHz: number): number {
  return spectrumWindowFrames(sampleRateHz) / 2;
}

/** Measures one segment. */
export const measureSegmentTask: Task<SegmentInput, SegmentFacts> = {
  name: 'measure-segment',
  run: measureSegment,
};

function measureSegment({ audio, segment }: SegmentInput, powers: ThreadPowers): SegmentFacts {
  const { kernels } = powers;
  const source = makePcmSource(powers.openBytes(audio.bytes), audio.layout, kernels);
  const rate = source.sampleRateHz;
  const windowFrames = spectrumWindowFrames(rate);
  const beforeFrames = Math.max(Math.ceil(PRIME_SECONDS * rate), kernels.peakContextFrames);
  const afterFrames = Math.max(windowFrames, kernels.peakContextFrames);
  const passage = readPassage(source, segment, { beforeFrames, afterFrames }, kernels);
  const samples = measureSamples(passage, segment, rate, kernels);
  return {
    hopPowers: measureHopPowers(passage.block, { ...passage, startFrame: segment.startFrame }, rate, kernels),
    ...measurePeaks(passage, segment, rate, samples, kernels),
    samples,
    bands: measureBands(passage, segment, rate, kernels),
    spectrum: measureSpectrum(
      passage,
      segment,
      { rate, windowFrames, programmeFrames: source.frameCount },
      kernels,
    ),
  };
}

/** Hops that end inside the programme; segments begin on whole seconds, so on hops. */
function hopRange(segment: Segment, rate: number, hopsPerSecond: number): { first: number; count: number } {
  const first = Math.round((segment.startFrame * hopsPerSecond) / rate);
  return { first, count: Math.floor((segment.endFrame * hopsPerSecond) / rate) - first };
}

function measurePeaks(
  passage: Passage,
  segment: Segment,
  rate: number,
  samples: SampleFacts,
  kernels: Kernels,
): Pick<SegmentFacts, 'hopPeaks' | 'truePeaks'> {
  const { first } = hopRange(segment, rate, HOPS_PER_SECOND);
  const starts: number[] = [];
  for (let hop = first; hopStartFrame(hop, rate) < segment.endFrame; hop++) {
    starts.push(hopStartFrame(hop, rate) - segment.startFrame);
  }
  const hopStarts = kernels.makeInts(starts.length);
  hopStarts.set(starts);
  const hopPeaks = kernels.makeFloats(starts.length);
  const block = slicePassage(passage, kernels.peakContextFrames);
  kernels.measureHopPeaks(block, passage.frameCount, hopStarts, starts.length, hopPeaks);
  const truePeaks = kernels.makeDoubles(passage.block.channels.length);
  samples.channels.forEach((channel, index) => {
    truePeaks[index] = channel.peakGain;
  });
  kernels.measureTruePeak(block, passage.frameCount, 0, truePeaks);
  return { hopPeaks: hopPeaks.slice(), truePeaks: truePeaks.slice() };
}

function measureBands(passage: Passage, segment: Segment, rate: number, kernels: Kernels): BandHops {
  const { first, count } = hopRange(segment, rate, 10);
  const crossoversHz = broadCrossovers(rate);
  const bandCount = crossoversHz.length + 1;
  const levels = kernels.makeBandLevels({
    sampleRateHz: rate,
    channelCount: passage.block.channels.length,
    crossoversHz,
    firstHop: first,
    hopCapacity: count + 1,
  });
  levels.prime(sliceBlock(passage.block, 0, passage.beforeFrames));
  const counted = levels.process(sliceBlock(passage.block, passage.beforeFrames, passage.frameCount));
  return {
    bandCount,
    peaks: levels.peaks.slice(0, counted * bandCount),
    powers: levels.powers.slice(0, counted * bandCount),
  };
}

/** Windows that begin inside the segment, overlapping; only whole ones, but at least one per programme. */
function measureSpectrum(
  passage: Passage,
  segment: Segment,
  grid: { readonly rate: number; readonly windowFrames: number; readonly programmeFrames: number },
  kernels: Kernels,
): SpectrumWindows {
  const { windowFrames } = grid;
  const hop = spectrumHopFrames(grid.rate);
  const bandEdgesHz = thirdOctaves(grid.rate).edgesHz;
  const bandCount = bandEdgesHz.length - 1;
  const spectrum = kernels.makeMidSideSpectrum({ sampleRateHz: grid.rate, windowFrames, bandEdgesHz });
  const lastStart = Math.max(0, grid.programmeFrames - windowFrames);
  const firstWindow = Math.ceil(segment.startFrame / hop);
  const endWindow = Math.max(firstWindow, Math.floor(Math.min(segment.endFrame - 1, lastStart) / hop) + 1);
  const windowCount = endWindow - firstWindow;
  const [mid, side, cross] = [0, 1, 2].map(() => kernels.makeFloats(windowCount * bandCount));
  for (let window = 0; window < windowCount; window++) {
    const start = (firstWindow + window) * hop - segment.startFrame + passage.beforeFrames;
    const row = (all: Float32Array) => all.subarray(window * bandCount, (window + 1) * bandCount);
    spectrum.analyze(passage.block, start, row(mid!), row(side!), row(cross!));
  }
  return {
    bandCount,
    windowCount,
    mid: mid!.slice(),
    side: side!.slice(),
    cross: cross!.slice(),
    binPowers: spectrum.binPowers.slice(),
  };
}
