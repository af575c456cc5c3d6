import type { SegmentFacts } from './measure-segment.ts';

/** A waveform as columns, for pictures. */
export interface Overview {
  readonly columnSeconds: number;
  /** Largest magnitude and root mean square per column, ±1 full scale. */
  readonly peaks: readonly number[];
  readonly rms: readonly number[];
}

const MOST_COLUMNS = 1200;
const HOP_SECONDS = 0.01;

/** Draws a programme from its hops: peaks at four times the rate, RMS K-weighted per channel. */
export function makeOverview(whole: SegmentFacts): Overview {
  const hopCount = Math.min(whole.hopPeaks.length, whole.hopPowers.length);
  const hopsPerColumn = Math.max(1, Math.ceil(hopCount / MOST_COLUMNS));
  const columnCount = Math.ceil(hopCount / hopsPerColumn);
  const channelCount = whole.truePeaks.length;
  const framesPerHop = whole.samples.rangeParts.reduce((sum, part) => sum + part.frameCount, 0) / hopCount;
  const peaks: number[] = [];
  const rms: number[] = [];
  for (let column = 0; column < columnCount; column++) {
    const from = column * hopsPerColumn;
    const to = Math.min(from + hopsPerColumn, hopCount);
    let peak = 0;
    let power = 0;
    for (let hop = from; hop < to; hop++) {
      peak = Math.max(peak, whole.hopPeaks[hop]!);
      power += whole.hopPowers[hop]!;
    }
    peaks.push(round(peak));
    rms.push(round(Math.sqrt(power / ((to - from) * framesPerHop * channelCount))));
  }
  return { columnSeconds: hopsPerColumn * HOP_SECONDS, peaks, rms };
}

function round(gain: number): number {
  return Math.round(gain * 1e4) / 1e4;
}
