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
 * Where a programme is graded: its loudest ten seconds, ten of median loudness, and up to three more, evenly spread as far as
 * the others leave room; in the order of the audio. None overlap, and what is silent is left out.
 */
export function chooseGradedWindows(timeline: Timeline, durationSeconds: number): readonly GradedWindow[] {
  if (durationSeconds < LEAST_SECONDS) return [];
  const lengthSeconds = Math.min(GRADED_SECONDS, Math.floor(durationSeconds));
  const lastStart = Math.floor(durationSeconds) - lengthSeconds;
  const powers = windowPowers(timeline, lengthSeconds, lastStart);
  const byTime = [...powers.keys()].filter(start => powers[start]! > 0);
  const byPower = byTime.toSorted((a, b) => powers[b]! - powers[a]! || a - b);
  const starts: number[] = [];
  /** The start nearest in rank to the wanted one that lies apart from those chosen. */
  const choose = (ranked: readonly number[], wanted: number) => {
    const isApart = (start: number) => starts.every(other => Math.abs(other - start) >= lengthSeconds);
    const free = [...ranked.keys()].filter(rank => isApart(ranked[rank]!));
    if (free.length === 0) return;
    starts.push(ranked[free.reduce((a, b) => (Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a))]!);
  };
  choose(byPower, 0);
  choose(byPower, (byPower.length - 1) >> 1);
  for (let k = 0; k < SPREAD_COUNT; k++)
    choose(byTime, ((byTime.length - 1) * (2 * k + 1)) / (2 * SPREAD_COUNT));
  return starts
    .toSorted((a, b) => a - b)
    .map(startSeconds => ({ startSeconds, endSeconds: startSeconds + lengthSeconds }));
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
