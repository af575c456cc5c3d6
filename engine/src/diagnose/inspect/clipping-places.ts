import type { ClipCell } from './clipping-cells.ts';
import type { Programme } from './tracer.ts';

/** Frames with clipped samples, and one level per channel and polarity. */
export interface ClippedPlace {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly clippedSamples: number;
  readonly runCount: number;
  readonly longestFrames: number;
  readonly channels: readonly number[];
  /** Per channel; null where that side is whole. Samples at or beyond are clipped. */
  readonly positiveGains: readonly (number | null)[];
  readonly negativeGains: readonly (number | null)[];
}

/** Cells nearer than this are one place: their repair would see the same surroundings. */
const APART_SECONDS = 1;
/** No place is longer: memory, and an even share of work. */
const MOST_SECONDS = 10;

/** Cells put together where they lie close and their levels agree. */
export function makePlaces(cells: readonly ClipCell[], programme: Programme): readonly ClippedPlace[] {
  const sorted = [...cells].sort((a, b) => a.startFrame - b.startFrame || a.channel - b.channel);
  const places: ClippedPlace[] = [];
  for (const cell of sorted) {
    const last = places.at(-1);
    if (last !== undefined && belongs(last, cell, programme.sampleRateHz))
      places[places.length - 1] = addCell(last, cell);
    else places.push(addCell(emptyPlace(cell, last?.endFrame ?? 0, programme.channelCount), cell));
  }
  return places;
}

function emptyPlace(cell: ClipCell, freeFrame: number, channelCount: number): ClippedPlace {
  const none = Array.from({ length: channelCount }, () => null);
  return {
    startFrame: Math.max(cell.startFrame, freeFrame),
    endFrame: Math.max(cell.startFrame, freeFrame),
    clippedSamples: 0,
    runCount: 0,
    longestFrames: 0,
    channels: [],
    positiveGains: none,
    negativeGains: none,
  };
}

function belongs(place: ClippedPlace, cell: ClipCell, sampleRateHz: number): boolean {
  if (cell.startFrame - place.endFrame > APART_SECONDS * sampleRateHz) return false;
  if (cell.endFrame - place.startFrame > MOST_SECONDS * sampleRateHz) return false;
  const level = sideOf(place, cell.polarity)[cell.channel] ?? null;
  return level === null || Math.abs(thresholdOf(cell) - level) <= 4 * cell.toleranceGain;
}

const sideOf = (place: ClippedPlace, polarity: 1 | -1): readonly (number | null)[] =>
  polarity === 1 ? place.positiveGains : place.negativeGains;

/** Below the top by what rounding or dither may have done to the others. */
const thresholdOf = (cell: ClipCell): number => cell.levelGain - 2 * cell.toleranceGain;

function addCell(place: ClippedPlace, cell: ClipCell): ClippedPlace {
  const gains = sideOf(place, cell.polarity).map((gain, channel) =>
    channel === cell.channel ? Math.min(gain ?? Number.POSITIVE_INFINITY, thresholdOf(cell)) : gain,
  );
  return {
    ...place,
    endFrame: Math.max(place.endFrame, cell.endFrame),
    clippedSamples: place.clippedSamples + cell.sampleCount,
    runCount: place.runCount + cell.runCount,
    longestFrames: Math.max(place.longestFrames, cell.longestFrames),
    channels: [...new Set([...place.channels, cell.channel])].sort((a, b) => a - b),
    ...(cell.polarity === 1 ? { positiveGains: gains } : { negativeGains: gains }),
  };
}
