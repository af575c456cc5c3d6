import type { Kernels, Peak } from '../../audio/index.ts';
import { gainToDb } from '../../units/index.ts';
import type { Stretch } from './tracer.ts';

/** How round the highest peaks of a segment are against those a little lower; pressed ones are flatter. */
export interface PeakShape {
  /** From the first of the highest peaks to the last. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Those that have such peaks. */
  readonly channels: readonly number[];
  readonly peakGain: number;
  /** The highest peaks of either polarity, those of several channels at one instant as one. */
  readonly peakCount: number;
  /** Their bend as a share of that of lower peaks: 1 is as in music, 0 is flat; null where too few tell. */
  readonly roundness: number | null;
  /** Median of how far they lie under the highest of all: next to nothing where a limiter turned each down to one height. */
  readonly spreadDb: number;
}

/**
 * Bends are measured over a sample at 44.1 kHz on either side. Close to the top, a curve that presses peaks multiplies
 * all that bends there by its own slope, whatever the music; what a limiter turns down keeps its shape.
 */
const BEND_SECONDS = 1 / 44100;
/** The highest peaks, as shares of the highest of all: within 0.13 dB, or within 0.26 where that is too few. */
const NEAR_SHARE = 0.985;
const NEXT_SHARE = 0.97;
/** With as many peaks as this a median is steady. */
const ENOUGH_PEAKS = 16;
const LEAST_PEAKS = 8;
/** What they are held against lies 0.9 to 2.5 dB below the highest, mostly below a knee. */
const LOWER_FROM_SHARE = 0.75;
const LOWER_TO_SHARE = 0.9;
const LEAST_LOWER = 10;
/** Nor is it further away than this or twice this: of the same sound, not of a treble between the strokes of a drum. */
const INSTANT_SECONDS = 0.01;
/** Bends of fewer steps than this are of the quantisation. */
const LEAST_BEND_STEPS = 4;

/** How round the highest peaks of a segment are. @param stepGain of the quantisation */
export function traceShape(
  stretch: Stretch,
  kernels: Kernels,
  stepGain: number,
  leastGain: number,
): PeakShape[] {
  const { passage, channelCount, sampleRateHz, startFrame } = stretch;
  const fromFrame = passage.beforeFrames;
  const search = {
    frameCount: passage.block.frameCount,
    fromFrame,
    toFrame: fromFrame + passage.frameCount,
    reachFrames: Math.max(1, Math.round(BEND_SECONDS * sampleRateHz)),
  };
  const channels = passage.block.channels.slice(0, channelCount);
  const peakGain = channels.reduce(
    (most, samples) => Math.max(most, kernels.findHighest(samples, fromFrame, search.toFrame)),
    0,
  );
  if (peakGain < leastGain) return [];
  const floorGain = LOWER_FROM_SHARE * peakGain;
  const found = channels.map(samples => kernels.findPeaks(samples, { ...search, floorGain }));
  const peaks = found.flat();
  const highest = highestOf(peaks, peakGain);
  const instantFrames = INSTANT_SECONDS * sampleRateHz;
  if (highest.length === 0) return [];
  const frames = highest.map(({ frame }) => frame - fromFrame + startFrame);
  const leastHeight = Math.min(...highest.map(peak => peak.heightGain));
  return [
    {
      startSeconds: Math.min(...frames) / sampleRateHz,
      endSeconds: (Math.max(...frames) + 1) / sampleRateHz,
      channels: found.flatMap((of, channel) =>
        of.some(peak => peak.heightGain >= leastHeight) ? [channel] : [],
      ),
      peakGain,
      peakCount: countInstants(highest),
      roundness: roundnessOf(
        highest,
        lowerBeside(highest, peaks, peakGain, instantFrames),
        LEAST_BEND_STEPS * stepGain,
      ),
      spreadDb: gainToDb(peakGain / medianOf(highest.map(peak => peak.heightGain))),
    },
  ];
}

function highestOf(peaks: readonly Peak[], peakGain: number): readonly Peak[] {
  const above = (share: number) => peaks.filter(({ heightGain }) => heightGain >= share * peakGain);
  const near = above(NEAR_SHARE);
  return countInstants(near) >= ENOUGH_PEAKS ? near : above(NEXT_SHARE);
}

/** A channel that repeats another tells nothing new. */
const countInstants = (peaks: readonly Peak[]): number => new Set(peaks.map(({ frame }) => frame)).size;

/** Lower peaks at the same instants as the highest. */
function lowerBeside(
  highest: readonly Peak[],
  peaks: readonly Peak[],
  peakGain: number,
  instantFrames: number,
): readonly Peak[] {
  const indexOf = ({ frame }: Peak) => Math.floor(frame / instantFrames);
  const instants = new Set(highest.map(indexOf).flatMap(index => [index - 1, index, index + 1]));
  return peaks.filter(peak => peak.heightGain < LOWER_TO_SHARE * peakGain && instants.has(indexOf(peak)));
}

function roundnessOf(highest: readonly Peak[], lower: readonly Peak[], leastBendGain: number): number | null {
  if (countInstants(highest) < LEAST_PEAKS || lower.length < LEAST_LOWER) return null;
  const bendGain = medianBendOf(lower);
  return bendGain < leastBendGain ? null : medianBendOf(highest) / bendGain;
}

const medianBendOf = (peaks: readonly Peak[]): number => medianOf(peaks.map(({ bendGain }) => bendGain));

function medianOf(values: readonly number[]): number {
  return Float64Array.from(values).sort()[Math.floor(values.length / 2)]!;
}
