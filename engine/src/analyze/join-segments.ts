import { joinSamples } from './measure-samples.ts';
import type { SegmentFacts } from './measure-segment.ts';

/** Puts the segments of a programme together, in their order: the same bits whichever thread measured which. */
export function joinSegments(segments: readonly SegmentFacts[]): SegmentFacts {
  const first = segments[0]!;
  return {
    hopPowers: concatenate(
      Float64Array,
      segments.map(segment => segment.hopPowers),
    ),
    hopPeaks: concatenate(
      Float32Array,
      segments.map(segment => segment.hopPeaks),
    ),
    truePeaks: first.truePeaks.map((_, channel) =>
      Math.max(...segments.map(segment => segment.truePeaks[channel]!)),
    ),
    samples: joinSamples(segments.map(segment => segment.samples)),
    bands: {
      bandCount: first.bands.bandCount,
      peaks: concatenate(
        Float32Array,
        segments.map(segment => segment.bands.peaks),
      ),
      powers: concatenate(
        Float32Array,
        segments.map(segment => segment.bands.powers),
      ),
    },
    spectrum: {
      bandCount: first.spectrum.bandCount,
      windowCount: segments.reduce((count, segment) => count + segment.spectrum.windowCount, 0),
      mid: concatenate(
        Float32Array,
        segments.map(segment => segment.spectrum.mid),
      ),
      side: concatenate(
        Float32Array,
        segments.map(segment => segment.spectrum.side),
      ),
      cross: concatenate(
        Float32Array,
        segments.map(segment => segment.spectrum.cross),
      ),
      binPowers: sum(segments.map(segment => segment.spectrum.binPowers)),
    },
  };
}

function concatenate<T extends Float32Array | Float64Array>(
  kind: new (length: number) => T,
  parts: readonly T[],
): T {
  const joined = new kind(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function sum(parts: readonly Float64Array[]): Float64Array {
  const total = new Float64Array(parts[0]!.length);
  for (const part of parts) for (let index = 0; index < total.length; index++) total[index]! += part[index]!;
  return total;
}
