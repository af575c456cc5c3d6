import { describe, expect, it } from 'vitest';
import type { SoundBurst, SpectraTrace } from '../inspect/spectra/index.ts';
import { sharpSibilants } from './sibilance.ts';

const MINUTE = 60;

/** Sibilants at equal distances over a minute, against a voice of −20 dB. */
function spectraOf(count: number, seconds: number, levelDb: number): SpectraTrace {
  const bursts = Array.from({ length: count }, (_, index): SoundBurst => {
    const startSeconds = (index * MINUTE) / count;
    return { startSeconds, endSeconds: startSeconds + seconds, levelDb, ratioDb: 0, riseDb: 15 };
  });
  return {
    rings: { centresHz: [], prominenceDb: [], heightDb: [], shareDb: [], windowCount: 0 },
    voiceDb: -20,
    sibilants: { bursts, burstCount: count, medianLevelDb: levelDb, medianRatioDb: 0 },
    breaths: { bursts: [], burstCount: 0, medianLevelDb: null, medianRatioDb: null },
    sectionCentresHz: [],
    sections: [],
  };
}

const countOf = (count: number, seconds: number, levelDb: number) =>
  sharpSibilants(spectraOf(count, seconds, levelDb), MINUTE).bursts.length;

describe('sharp sibilants', () => {
  it('a few are too many where they are as loud as the middle of the mix', () => {
    expect(countOf(4, 0.1, -21)).toBe(4);
  });

  it('5 dB under the middle of the mix a few are left alone, and one every two seconds is told', () => {
    expect(countOf(10, 0.1, -25)).toBe(0);
    expect(countOf(30, 0.1, -25)).toBe(30);
  });

  it('the tick of a hi-hat counts by its energy', () => {
    expect(countOf(30, 0.02, -25)).toBe(0);
  });
});
