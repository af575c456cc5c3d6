/** A stretch of a programme that one task works on. */
export interface Segment {
  readonly index: number;
  readonly startFrame: number;
  readonly endFrame: number;
}

/** Memory a task may use for one stretch of audio, in samples of all channels: 12 s of 44.1 kHz stereo use an eighth. */
const SEGMENT_SAMPLES = 8 * 1024 * 1024;
const SEGMENT_SECONDS = 12;

/** Whole seconds of one segment: the same for every host and every number of threads. */
export function segmentSeconds(sampleRateHz: number, channelCount: number): number {
  const fitting = Math.floor(SEGMENT_SAMPLES / (sampleRateHz * channelCount));
  return Math.max(1, Math.min(SEGMENT_SECONDS, fitting));
}

/** Cuts a programme into segments of whole seconds; the last one is what remains. */
export function cutSegments(format: {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frameCount: number;
}): readonly Segment[] {
  const frames = segmentSeconds(format.sampleRateHz, format.channelCount) * format.sampleRateHz;
  const count = Math.ceil(format.frameCount / frames);
  return Array.from({ length: count }, (_, index) => ({
    index,
    startFrame: index * frames,
    endFrame: Math.min((index + 1) * frames, format.frameCount),
  }));
}

/**
 * Starts work for every item, a few ahead, and hands the results over in order.
 *
 * @param ahead how many may be under way: bounds the memory of results that wait for their turn
 */
export async function mapInOrder<Item, Result>(
  items: readonly Item[],
  ahead: number,
  start: (item: Item, index: number) => Promise<Result>,
  consume: (result: Result, index: number) => void | Promise<void>,
): Promise<void> {
  const underWay: Promise<Result>[] = [];
  let next = 0;
  const startNext = () => {
    const promise = start(items[next]!, next);
    promise.catch(() => undefined); // a failure is thrown when its turn comes; meanwhile it is not "unhandled"
    underWay.push(promise);
    next += 1;
  };
  for (let index = 0; index < items.length; index++) {
    while (next < items.length && underWay.length < ahead) startNext();
    await consume(await underWay.shift()!, index);
  }
}

/** Enough work under way to keep `threadCount` threads busy while one result is consumed. */
export function workAhead(threadCount: number): number {
  return 2 * threadCount + 1;
}
