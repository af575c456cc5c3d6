import { describe, expect, it } from 'vitest';
import { cutSegments, mapInOrder } from './segments.ts';

describe('segments', () => {
  it('cover a programme without gap or overlap, on whole seconds', () => {
    const segments = cutSegments({ sampleRateHz: 44100, channelCount: 2, frameCount: 44100 * 30 + 17 });
    expect(segments.map(({ startFrame, endFrame }) => [startFrame / 44100, endFrame - startFrame])).toEqual([
      [0, 12 * 44100],
      [12, 12 * 44100],
      [24, 6 * 44100 + 17],
    ]);
  });

  it('shrink where many channels or a high rate would need much memory', () => {
    const segments = cutSegments({ sampleRateHz: 384000, channelCount: 8, frameCount: 384000 * 4 });
    expect(segments[0]!.endFrame).toBe(2 * 384000);
  });

  it('results are handed over in order, with a bounded number under way', async () => {
    let underWay = 0;
    let most = 0;
    const order: number[] = [];
    const start = async (item: number) => {
      underWay += 1;
      most = Math.max(most, underWay);
      for (let tick = 0; tick < (item % 3) * 5; tick++) await Promise.resolve();
      underWay -= 1;
      return item;
    };
    await mapInOrder([0, 1, 2, 3, 4, 5, 6, 7], 3, start, result => void order.push(result));
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('a failure is thrown when its turn comes', async () => {
    const start = async (item: number) => {
      if (item === 2) throw new Error('broken');
      return item;
    };
    const seen: number[] = [];
    await expect(mapInOrder([0, 1, 2, 3], 4, start, result => void seen.push(result))).rejects.toThrow(
      'broken',
    );
    expect(seen).toEqual([0, 1]);
  });
});
