import type { Kernels } from '../audio/index.ts';
import type { ParameterSpec } from '../chain/index.ts';
import type { MendJob, Region } from './spec.ts';

/** Samples of one channel that are replaced. */
export interface GapPlace {
  readonly channel: number;
  readonly startFrame: number;
  readonly endFrame: number;
}

/** Parameters of a repair that fills gaps: with them a recall is exact. */
export interface GapParameters {
  /** Ascending by startFrame. */
  readonly places: readonly GapPlace[];
  /** Share of what is filled in against what was there, 0…1. */
  readonly amountFraction: number;
}

/** How a place is filled. */
export interface GapFilling {
  readonly contextSeconds: number;
  /** Order of the predictor for a gap of so many frames. */
  orderFrames(gapFrames: number, contextFrames: number): number;
  readonly iterationCount: number;
}

/** What can be turned by hand. */
export const GAP_PARAMETERS: readonly ParameterSpec[] = [
  {
    id: 'amountFraction',
    label: 'Amount',
    unit: '',
    help: 'Share of what is filled in against what was there',
    minimum: 0,
    maximum: 1,
    neutral: 0,
  },
];

/** Nothing to fill, or nothing of it wanted. */
export function isNeutralGap({ places, amountFraction }: GapParameters): boolean {
  return places.length === 0 || amountFraction === 0;
}

/** The same at 0…1 of its strength. */
export function scaleGap(parameters: GapParameters, strengthFraction: number): GapParameters {
  return { ...parameters, amountFraction: parameters.amountFraction * strengthFraction };
}

/** Places nearer than this share a region, so that crackle is not handed over click by click … */
const NEAR_FRAMES = 32768;
/** … while a region stays within a segment of audio. */
const LONGEST_FRAMES = 262144;

/** The frames in which any channel is changed; only the places inside them are. */
export function gapRegions({ places }: GapParameters): readonly Region[] {
  const regions: { startFrame: number; endFrame: number }[] = [];
  for (const { startFrame, endFrame } of places) {
    const last = regions.at(-1);
    const isNear =
      last !== undefined &&
      startFrame <= last.endFrame + NEAR_FRAMES &&
      endFrame - last.startFrame <= LONGEST_FRAMES;
    if (last !== undefined && (isNear || startFrame <= last.endFrame))
      last.endFrame = Math.max(last.endFrame, endFrame);
    else regions.push({ startFrame, endFrame });
  }
  return regions;
}

/** The places of a region and of its context. */
export function narrowGap(
  parameters: GapParameters,
  { startFrame, endFrame }: Region,
  contextFrames: number,
): GapParameters {
  const places = placesBetween(parameters.places, startFrame - contextFrames, endFrame + contextFrames);
  return { ...parameters, places };
}

/** A neighbour in the context is bridged roughly, so that the predictor does not learn from it. */
const NEIGHBOUR: Pick<GapFilling, 'orderFrames' | 'iterationCount'> = {
  orderFrames: () => 32,
  iterationCount: 1,
};
const NEIGHBOUR_CONTEXT_FRAMES = 512;
/** The other channel must be whole for so long on either side of a gap to tell what is missing. */
const WHOLE_FRAMES = 64;

/** Fills the places of a region; the other places in its context are bridged first, in a copy. */
export function mendGaps(
  job: MendJob,
  parameters: GapParameters,
  filling: GapFilling,
  kernels: Kernels,
): void {
  const { block, startFrame, sampleRateHz } = job;
  const inBlock = placesBetween(parameters.places, startFrame, startFrame + block.frameCount).map(place => ({
    channel: place.channel,
    startFrame: place.startFrame - startFrame,
    endFrame: place.endFrame - startFrame,
  }));
  const contextFrames = Math.round(filling.contextSeconds * sampleRateHz);
  const mark = kernels.mark();
  // every channel is bridged before any is filled: each may tell what another lacks
  const bridged = block.channels.map((channel, index) => {
    const samples = kernels.makeFloats(block.frameCount);
    samples.set(channel.subarray(0, block.frameCount));
    for (const place of inBlock.filter(({ channel }) => channel === index))
      fill(
        samples,
        { place, contextFrames: NEIGHBOUR_CONTEXT_FRAMES, filling: NEIGHBOUR, beside: null },
        kernels,
      );
    return samples;
  });
  const wanted = inBlock.filter(place => isInside(place, job));
  for (const place of wanted) {
    const beside = besideOf(place, inBlock, bridged);
    fill(bridged[place.channel]!, { place, contextFrames, filling, beside }, kernels);
    blend(block.channels[place.channel]!, bridged[place.channel]!, place, parameters.amountFraction);
  }
  kernels.release(mark);
}

/** The other of two channels, where it is whole at this place. */
function besideOf(
  place: GapPlace,
  places: readonly GapPlace[],
  bridged: readonly Float32Array[],
): Float32Array | null {
  if (bridged.length !== 2) return null;
  const channel = 1 - place.channel;
  const near = placesBetween(places, place.startFrame - WHOLE_FRAMES, place.endFrame + WHOLE_FRAMES);
  return near.some(other => other.channel === channel) ? null : bridged[channel]!;
}

function isInside({ startFrame, endFrame }: GapPlace, { fromFrame, toFrame }: MendJob): boolean {
  return startFrame >= fromFrame && endFrame <= toFrame;
}

/** Those that touch frames [from, to); the list ascends. */
function placesBetween(places: readonly GapPlace[], from: number, to: number): readonly GapPlace[] {
  return places.filter(({ startFrame, endFrame }) => endFrame > from && startFrame < to);
}

interface Fill {
  readonly place: GapPlace;
  readonly contextFrames: number;
  readonly filling: Pick<GapFilling, 'orderFrames' | 'iterationCount'>;
  readonly beside: Float32Array | null;
}

function fill(
  samples: Float32Array,
  { place, contextFrames, filling, beside }: Fill,
  kernels: Kernels,
): void {
  const { startFrame, endFrame } = place;
  const from = Math.max(0, startFrame - contextFrames);
  const to = Math.min(samples.length, endFrame + contextFrames);
  const known = Math.min(startFrame - from, to - endFrame);
  if (known < 1 || endFrame <= startFrame) return;
  kernels.fillGap(samples.subarray(from, to), {
    fromFrame: startFrame - from,
    toFrame: endFrame - from,
    orderFrames: Math.min(known, filling.orderFrames(endFrame - startFrame, contextFrames)),
    iterationCount: filling.iterationCount,
    beside: beside === null ? null : beside.subarray(from, to),
  });
}

function blend(channel: Float32Array, filled: Float32Array, place: GapPlace, amountFraction: number): void {
  for (let frame = place.startFrame; frame < place.endFrame; frame++) {
    const before = channel[frame]!;
    channel[frame] =
      amountFraction === 1 ? filled[frame]! : before + amountFraction * (filled[frame]! - before);
  }
}
