import { describe, expect, it } from 'vitest';
import { smoothTrack } from './kalman.ts';

const DT = 1 / 15;
const STEADY = { frequency: 1e-6, rate: 0 };

/** Phases of a frequency off by `hz`, with an error that alternates. */
function readings(count: number, hz: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => hz * k * DT + (k % 2 === 0 ? 0.01 : -0.01));
}

/** The straight line of least squares. */
function lineThrough(values: Float64Array): (k: number) => number {
  const mean = (values.length - 1) / 2;
  const level = values.reduce((sum, x) => sum + x, 0) / values.length;
  let [xy, xx] = [0, 0];
  values.forEach((value, k) => {
    xy += (k - mean) * (value - level);
    xx += (k - mean) ** 2;
  });
  return k => level + (xy / xx) * (k - mean);
}

describe('smoothTrack', () => {
  it('of a frequency that holds still is the straight line of least squares', () => {
    const seen = readings(200, 0.1);
    const { phases } = smoothTrack(seen, new Float64Array(200).fill(1e4), DT, STEADY);
    const line = lineThrough(seen);
    // what is known before the first reading, 4 turns² and 0.25 Hz², pulls by their share of 200 readings of 1e-4 turns²
    phases.forEach((phase, k) => {
      expect(Math.abs(phase - line(k))).toBeLessThan(1e-5);
    });
  });

  it('carries a track over a gap, on whose other side whole turns more are the same', () => {
    const seen = readings(300, 0.05).map((x, k) => (k >= 200 ? x + 3 : x));
    const information = Float64Array.from(seen, (_, k) => (k >= 100 && k < 200 ? 0 : 1e4));
    const { phases, spread } = smoothTrack(seen, information, DT, STEADY);
    // 200 readings of σ = 0.01
    phases.forEach((phase, k) => {
      expect(Math.abs(phase - 0.05 * k * DT)).toBeLessThan(2e-3);
    });
    expect(spread.every(variance => variance >= 0 && variance < 1e-5)).toBe(true);
  });

  it('is not pulled by a note: readings far off count as uncertain as they are wrong', () => {
    const seen = readings(300, 0).map((x, k) => (k >= 150 && k < 158 ? x + 0.3 : x));
    const { phases } = smoothTrack(seen, new Float64Array(300).fill(1e4), DT, STEADY);
    // eight of 300 readings with a weight of a 200th: 0.3 · 8 / 300 / 200, and as much again for the slope
    expect(Math.max(...phases.map(Math.abs))).toBeLessThan(2e-3);
  });
});
