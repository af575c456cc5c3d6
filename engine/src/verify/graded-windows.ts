import type { Timeline } from '../analyze/facts.ts';
import { GRADED_SECONDS } from '../standards/index.ts';
import { dbToPower } from '../units/index.ts';

/** Besides the loudest and the typical one. */
const SPREAD_COUNT = 3;
/** Shorter programmes are graded whole, down to this: the model itself needs half a second to settle. */
const LEAST_SECONDS = 3;

/** A stretch of a programme, whole seconds. */
export interface GradedWindow {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/**
 * Where a programme is graded: its loudest ten seconds, ten of median loudness, and up to three more evenly spread that lie
 * beside these; in the order of the audio. What is silent is left out.
 */
export function chooseGradedWindows(timeline: Timeline, durationSeconds: number): readonly GradedWindow[] {
  if (durationSeconds < LEAST_SECONDS) return [];
  const lengthSeconds = Math.min(GRADED_SECONDS, Math.floor(durationSeconds));
  const lastStart = Math.floor(durationSeconds) - lengthSeconds;
  const powers = windowPowers(timeline, lengthSeconds, lastStart);
  const byPower = [...powers.keys()].filter(start => powers[start]! > 0);
  if (byPower.length === 0) return [];
  byPower.sort((a, b) => powers[b]! - powers[a]! || a - b);
  const starts = [byPower[0]!];
  const spread = Array.from({ length: SPREAD_COUNT }, (_, k) =>
    Math.round((lastStart * (2 * k + 1)) / (2 * SPREAD_COUNT)),
  );
  for (const start of [nearMedian(byPower, starts[0]!, lengthSeconds), ...spread]) {
    const isApart = starts.every(other => Math.abs(other - start) >= lengthSeconds);
    if (isApart && powers[start]! > 0) starts.push(start);
  }
  return starts
    .sort((a, b) => a - b)
    .map(startSeconds => ({ startSeconds, endSeconds: startSeconds + lengthSeconds }));
}

/** The window nearest to median loudness that does not overlap the loudest; where all do, the loudest again. */
function nearMedian(byPower: readonly number[], loudest: number, lengthSeconds: number): number {
  const middle = (byPower.length - 1) >> 1;
  const ranks = [...byPower.keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b);
  const rank = ranks.find(candidate => Math.abs(byPower[candidate]! - loudest) >= lengthSeconds);
  return rank === undefined ? loudest : byPower[rank]!;
}

/** Mean power of the momentary loudness of every window that begins at a whole second. */
function windowPowers({ momentaryLufs }: Timeline, lengthSeconds: number, lastStart: number): Float64Array {
  const sums = new Float64Array(momentaryLufs.length + 1);
  momentaryLufs.forEach((lufs, hop) => {
    sums[hop + 1] = sums[hop]! + (lufs === null ? 0 : dbToPower(lufs));
  });
  const upTo = (seconds: number) => sums[Math.min(10 * seconds, momentaryLufs.length)]!;
  return Float64Array.from(
    { length: lastStart + 1 },
    (_, start) => upTo(start + lengthSeconds) - upTo(start),
  );
}
