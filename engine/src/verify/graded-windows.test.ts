import { expect, it } from 'vitest';
import type { Timeline } from '../analyze/facts.ts';
import { chooseGradedWindows } from './graded-windows.ts';

/** A loudness for every second. */
function timelineOf(lufs: readonly (number | null)[]): Timeline {
  const course = lufs.flatMap(value => Array.from({ length: 10 }, () => value));
  return { hopSeconds: 0.1, momentaryLufs: course, shortTermLufs: course, truePeakDbtp: course };
}

const startsOf = (lufs: readonly (number | null)[], seconds = lufs.length) =>
  chooseGradedWindows(timelineOf(lufs), seconds).map(({ startSeconds }) => startSeconds);

it('the loudest passage is one of five of a song, none of which overlap', () => {
  const song = Array.from({ length: 240 }, (_, s) => (s >= 101 && s < 111 ? -8 : -14 + 0.01 * s));
  const starts = startsOf(song);
  expect(starts).toContain(101);
  expect(starts).toHaveLength(5);
  for (let k = 1; k < starts.length; k++) expect(starts[k]! - starts[k - 1]!).toBeGreaterThanOrEqual(10);
  expect(starts[0]).toBeLessThan(40);
  expect(starts.at(-1)).toBeGreaterThan(185);
});

it('one of median loudness is among them', () => {
  // quiet for 60 s, middling for 21 s, loud for 60 s
  const song = Array.from({ length: 141 }, (_, s) => (s < 60 ? -30 : s < 81 ? -20 : -10));
  expect(startsOf(song).some(start => start >= 60 && start <= 71)).toBe(true);
});

it('silence is not graded, and what is too short neither', () => {
  expect(startsOf(Array.from({ length: 100 }, (_, s) => (s < 50 ? null : -14))).every(s => s > 40)).toBe(
    true,
  );
  expect(startsOf(Array.from({ length: 100 }, () => null))).toEqual([]);
  expect(startsOf([-14, -14], 2.9)).toEqual([]);
});

it('a short programme is graded whole', () => {
  const timeline = timelineOf(Array.from({ length: 7 }, () => -14));
  expect(chooseGradedWindows(timeline, 7.3)).toEqual([{ startSeconds: 0, endSeconds: 7 }]);
});
