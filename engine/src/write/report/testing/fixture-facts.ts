import type { BandFacts, Facts, SpectrumFacts } from '../../../analyze/facts.ts';
import type { Overview } from '../../../analyze/overview.ts';
import { gainToDb } from '../../../units/index.ts';

/** Facts and overviews of a made-up song, for the tests of this room only. */

export const CENTRES_HZ: readonly number[] = [
  25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500,
  3150, 4000, 5000, 6300, 8000, 10000, 12500, 16000, 20000,
];
export const TARGET_DB: readonly number[] = [
  -6, -2, 2, 5, 6.5, 6.8, 6.2, 5.2, 4.1, 3.1, 2.3, 1.5, 0.9, 0.4, 0, -0.6, -1.2, -1.8, -2.5, -3.2, -4, -5,
  -6.1, -7.4, -8.9, -10.6, -12.6, -15.2, -18.6, -24,
];
const MIX_OFFSET_DB: readonly number[] = [
  5, 4.5, 4.2, 5.1, 5.6, 5.2, 4.6, 3.9, 3.5, 2.8, 1.9, 0.9, 0.2, -0.8, -1.2, -1, -0.4, 0.6, 1.1, 1.6, 2.9,
  4.1, 3.7, 2.2, 0.2, -1.6, -2.9, -3.8, -5.2, -9,
];
const EDGES_HZ: readonly number[] = [20, 120, 250, 500, 2000, 4000, 8000, 20000];

/** Noise from a seed, 0…1. */
export function makeNoise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** How loud a song is along its form, 0…1: intro, verses, choruses, a bridge, an ending. */
export function form(position: number): number {
  const parts = [0.45, 0.66, 0.7, 0.95, 0.68, 0.72, 0.97, 0.98, 0.4, 0.55, 1, 0.99, 0.5];
  const index = Math.min(parts.length - 1, Math.floor(position * parts.length));
  return position > 0.985 ? (1 - position) * 40 : (parts[index] ?? 0);
}

export function makeOverview(durationSeconds: number, peak: number, columnCount: number = 1200): Overview {
  const noise = makeNoise(7);
  const peaks: number[] = [];
  const rms: number[] = [];
  for (let column = 0; column < columnCount; column++) {
    const height = peak * form(column / columnCount);
    peaks.push(Math.min(peak, height * (0.72 + 0.34 * noise())));
    rms.push(height * (0.26 + 0.08 * noise()));
  }
  return { columnSeconds: durationSeconds / columnCount, peaks, rms };
}

function timeline(durationSeconds: number, topLufs: number, spread: number): Facts['timeline'] {
  const noise = makeNoise(11);
  const count = Math.max(1, Math.round(durationSeconds * 10));
  const momentaryLufs: (number | null)[] = [];
  for (let index = 0; index < count; index++) {
    const level = form(index / count);
    const silent = index < 3 || level <= 0.02;
    momentaryLufs.push(silent ? null : topLufs + gainToDb(level) * spread + 2.6 * (noise() - 0.6));
  }
  const shortTermLufs = momentaryLufs.map((_, index) => {
    if (index < 29) return null;
    const window = momentaryLufs.slice(index - 29, index + 1).filter(value => value !== null);
    return window.length === 0 ? null : window.reduce((sum, value) => sum + value, 0) / window.length - 0.4;
  });
  const truePeakDbtp = momentaryLufs.map(value => (value === null ? null : Math.min(-1, value + 10)));
  return { hopSeconds: 0.1, momentaryLufs, shortTermLufs, truePeakDbtp };
}

function spectrum(offsetFraction: number, channelCount: number): SpectrumFacts {
  const midDb = TARGET_DB.map((db, index) => db + (MIX_OFFSET_DB[index] ?? 0) * offsetFraction - 27);
  return {
    centresHz: CENTRES_HZ,
    midDb,
    sideDb: midDb.map(db => (channelCount === 2 ? db - 9 : null)),
    spreadDb: midDb.map(() => 2.1),
    loudDb: midDb.map(level => level + 1.5),
    loudSideMidDb: midDb.map(() => (channelCount === 2 ? -9 : -50)),
    correlation: midDb.map(() => (channelCount === 2 ? 0.78 : null)),
  };
}

function bands(isMaster: boolean, channelCount: number): BandFacts[] {
  const sideMidDb = isMaster
    ? [-38, -19.5, -12.8, -9.4, -8.1, -7.3, -6.6]
    : [-13.1, -14.2, -12.4, -9.4, -8.1, -7.3, -6.6];
  return sideMidDb.map((width, index) => ({
    fromHz: EDGES_HZ[index] ?? 0,
    toHz: EDGES_HZ[index + 1] ?? 0,
    levelDb: -22 - 2 * index,
    crestDb: 12.4 + index * 0.6,
    dynamicsDb: 8.2,
    sideMidDb: channelCount === 2 ? width : null,
    correlation: channelCount === 2 ? 0.98 - 0.1 * index - (isMaster ? 0 : 0.05) : null,
    balanceDb: channelCount === 2 ? 0.2 : null,
    monoFoldDb: channelCount === 2 ? -0.1 - 0.3 * index : null,
  }));
}

export function makeFacts(options: {
  readonly isMaster: boolean;
  readonly durationSeconds?: number;
  readonly channelCount?: number;
}): Facts {
  const { isMaster, durationSeconds = 244.3, channelCount = 2 } = options;
  return {
    version: 1,
    durationSeconds,
    frameCount: Math.round(durationSeconds * 48_000),
    sampleRateHz: 48_000,
    channelCount,
    ...(isMaster ? MASTER_LEVELS : MIX_LEVELS),
    channels: Array.from({ length: channelCount }, (_, index) => ({
      truePeakDbtp: (isMaster ? -1.02 : -5.61) - 0.1 * index,
      samplePeakDbfs: (isMaster ? -1.08 : -5.72) - 0.1 * index,
      rmsDbfs: isMaster ? -13.4 : -21.2,
      dcOffset: isMaster ? 0.000001 : 0.00112,
      dynamicRangeDb: isMaster ? 8.1 : 11.3,
    })),
    timeline: timeline(durationSeconds, isMaster ? -9.4 : -16.8, isMaster ? 0.86 : 1),
    spectrum: spectrum(isMaster ? 0.28 : 1, channelCount),
    bands: bands(isMaster, channelCount),
    stereo:
      channelCount === 2
        ? {
            correlation: isMaster ? 0.81 : 0.76,
            balanceDb: 0.24,
            sideMidDb: isMaster ? -10.9 : -9.8,
            monoFoldDb: -0.42,
          }
        : null,
    headSilenceSeconds: 0.31,
    tailSilenceSeconds: 2.84,
    clipping: { runCount: 0, clippedFrames: 0, longestRunFrames: 0, runs: [] },
    effectiveDepthBits: isMaster ? 24 : 16,
    upperCutoffHz: null,
    loudestSection: {
      startSeconds: 0.77 * durationSeconds,
      endSeconds: 0.77 * durationSeconds + Math.min(15, 0.1 * durationSeconds),
      loudnessLufs: isMaster ? -9.6 : -17.1,
    },
  };
}

const MIX_LEVELS = {
  integratedLufs: -18.21,
  loudnessRangeLu: 7.42,
  maxMomentaryLufs: -15.1,
  maxShortTermLufs: -16.9,
  truePeakDbtp: -5.61,
  samplePeakDbfs: -5.72,
  plrDb: 12.6,
  minPsrDb: 10.2,
  medianPsrDb: 12.1,
  dynamicRangeDb: 11.3,
};

const MASTER_LEVELS = {
  integratedLufs: -11.02,
  loudnessRangeLu: 6.31,
  maxMomentaryLufs: -8.3,
  maxShortTermLufs: -9.5,
  truePeakDbtp: -1.02,
  samplePeakDbfs: -1.08,
  plrDb: 10,
  minPsrDb: 8,
  medianPsrDb: 9.4,
  dynamicRangeDb: 8.1,
};
