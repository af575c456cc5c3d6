import { FRAME_FRAMES, HOP_FRAMES } from './constants.ts';

/** Five samples whose magnitudes add to more than 200 steps of 16 bit begin and end a programme. @source ITU-R BS.1387-1, annex 2, 5.2.4.4 */
const STRETCH_FRAMES = 5;
const LEAST_SUM = 200;

/** Windows that count: `first` … `first + count − 1`; earlier ones only warm the model up. */
export interface CountedWindows {
  readonly first: number;
  readonly count: number;
}

/** Which windows lie inside the programme, over all channels of the reference. */
export function findCountedWindows(reference: readonly Float64Array[]): CountedWindows {
  let from = Number.POSITIVE_INFINITY;
  let to = -1;
  for (const samples of reference) {
    const start = findEdge(samples.length, n => samples[n]!);
    if (start === null) continue;
    const end = findEdge(samples.length, n => samples[samples.length - 1 - n]!);
    from = Math.min(from, start);
    to = Math.max(to, samples.length - 1 - (end ?? 0));
  }
  if (to < 0) return { first: 0, count: 0 };
  const first = Math.floor(from / HOP_FRAMES);
  // half a window must lie inside
  const count = Math.floor((to + 1 - FRAME_FRAMES / 2) / HOP_FRAMES) - first + 1;
  return { first, count: Math.max(0, count) };
}

/** First sample of the first loud stretch, seen from one end. */
function findEdge(frameCount: number, at: (index: number) => number): number | null {
  let sum = 0;
  for (let n = 0; n < frameCount; n++) {
    sum += Math.abs(at(n));
    if (n >= STRETCH_FRAMES) sum -= Math.abs(at(n - STRETCH_FRAMES));
    if (sum > LEAST_SUM) return Math.max(0, n - STRETCH_FRAMES + 1);
  }
  return null;
}
