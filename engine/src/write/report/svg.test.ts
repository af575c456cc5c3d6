import { describe, expect, it } from 'vitest';
import { levelAxis, timeAxis } from './axes.ts';
import { decimate, extentOf } from './series.ts';
import { areaPath, linePath, type Point } from './svg.ts';

/** Path data back to absolute points: the definition of M, l and z. */
function pointsOf(path: string): number[][] {
  return [...path.matchAll(/M(-?\d+)[ ]?(-?\d+)l([-\d ]*)/g)].map(([, x, y, moves = '']) => {
    const numbers = [...moves.matchAll(/-?\d+/g)].map(match => Number(match[0]));
    const points = [Number(x), Number(y)];
    for (let index = 2; index < numbers.length; index += 2) {
      points.push(points.at(-2)! + numbers[index]!, points.at(-2 + 1)! + numbers[index + 1]!);
    }
    return points;
  });
}

describe('path data', () => {
  it('leads through every point, rounded once and without drift', () => {
    const points: Point[] = Array.from({ length: 1000 }, (_, index) => [
      index / 999,
      ((index * 37) % 101) / 100,
    ]);
    const expected = points.flatMap(point => [
      Math.round(point![0] * 3000),
      Math.round((1 - point![1]) * 1000),
    ]);
    expect(pointsOf(linePath(points))).toEqual([expected]);
  });

  it('breaks where nothing was measured', () => {
    const path = linePath([[0, 0], [0.1, 0.5], null, [0.5, 1], null]);
    expect(pointsOf(path)).toEqual([
      [0, 1000, 300, 500],
      [1500, 0],
    ]);
    expect(linePath([null, null])).toBe('');
  });

  it('closes one surface per unbroken stretch', () => {
    const upper: Point[] = [[0, 1], [0.1, 1], null, [0.3, 1]];
    const lower: Point[] = [[0, 0], [0.1, 0], null, [0.3, 0]];
    expect(areaPath(upper, lower).match(/z/g)).toHaveLength(2);
  });
});

describe('decimation', () => {
  it('keeps the extremes of every stretch and counts each value once', () => {
    const values = Array.from({ length: 997 }, (_, index) => (index === 500 ? 99 : index % 7));
    const extents = decimate(values, 100);
    expect(extents).toHaveLength(100);
    expect(Math.max(...extents.map(extent => extent!.maximum))).toBe(99);
    expect(Math.min(...extents.map(extent => extent!.minimum))).toBe(0);
  });

  it('is silent only where the whole stretch is', () => {
    expect(decimate([null, -3, null, null], 2)).toEqual([{ minimum: -3, maximum: -3 }, null]);
    expect(extentOf([])).toBeNull();
  });
});

describe('axes', () => {
  it.each([0.08, 9.6, 61, 244, 3600, 7200, 90_000])('has one to eleven ticks for %s s', seconds => {
    const { ticks } = timeAxis(seconds);
    expect(ticks.length).toBeGreaterThanOrEqual(1);
    expect(ticks.length).toBeLessThanOrEqual(11);
    expect(new Set(ticks.map(tick => tick.label)).size).toBe(ticks.length);
  });

  it('has ticks at round levels within its range', () => {
    expect(levelAxis(-30, -6, 8).ticks.map(tick => tick.label)).toEqual([
      '−30',
      '−27',
      '−24',
      '−21',
      '−18',
      '−15',
      '−12',
      '−9',
      '−6',
    ]);
  });
});
