import { describe, expect, it } from 'vitest';
import { thirdOctaves } from '../standards/index.ts';
import { type SpectrumWindows, spectrumHopFrames } from './measure-segment.ts';
import { makeSpectrogram } from './spectrogram.ts';

const RATE_HZ = 48_000;
const bandCount = thirdOctaves(RATE_HZ).centresHz.length;

/** Windows whose power is `powerAt(window, band)`, two thirds of it in the middle. */
function windowsOf(windowCount: number, powerAt: (window: number, band: number) => number): SpectrumWindows {
  const values = Float32Array.from({ length: windowCount * bandCount }, (_, at) =>
    powerAt(Math.floor(at / bandCount), at % bandCount),
  );
  return {
    bandCount,
    windowCount,
    mid: values.map(power => (2 * power) / 3),
    side: values.map(power => power / 3),
    cross: new Float32Array(values.length),
    binPowers: new Float64Array(1),
  };
}

describe('a spectrogram', () => {
  it('has a row per third of an octave and at most 600 columns, whatever the length', () => {
    for (const windowCount of [1, 599, 600, 601, 90_000]) {
      const { levelsDb, centresHz } = makeSpectrogram(
        windowsOf(windowCount, () => 1),
        RATE_HZ,
      );
      expect(levelsDb).toHaveLength(centresHz.length);
      expect(levelsDb[0]!.length).toBeLessThanOrEqual(600);
      expect(levelsDb[0]!.length).toBeGreaterThan(Math.min(windowCount, 300) - 1);
    }
  });

  it('joins windows by their power, mid and side together', () => {
    const { levelsDb } = makeSpectrogram(
      windowsOf(1200, window => (window % 2 === 0 ? 2 : 0)),
      RATE_HZ,
    );
    expect(new Set(levelsDb.flat())).toEqual(new Set([0]));
  });

  it('shows a burst where and when it is, and silence as the floor', () => {
    const { levelsDb, columnSeconds, startSeconds } = makeSpectrogram(
      windowsOf(1000, (window, band) => (window === 500 && band === 7 ? 0.02 : 0)),
      RATE_HZ,
    );
    const seconds = (500 * spectrumHopFrames(RATE_HZ)) / RATE_HZ;
    const column = Math.floor(seconds / columnSeconds);
    expect(levelsDb[7]![column]).toBe(-20); // half of −17 dB: the column holds two windows
    expect(levelsDb[7]!.filter(level => level > -140)).toHaveLength(1);
    expect(levelsDb[8]!.every(level => level === -140)).toBe(true);
    expect(startSeconds).toBeGreaterThan(0);
  });
});
