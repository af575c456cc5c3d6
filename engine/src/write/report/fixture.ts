import type { BandFacts, Facts, SpectrumFacts } from '../../analyze/facts.ts';
import type { Plan, Stage } from '../../plan/plan.ts';
import { gainToDb, jsonNumber } from '../../units/index.ts';
import type { Check, FileVerdict } from '../../verify/verdict.ts';
import type { Overview, ReportInput } from './input.ts';

/** Nouns as a real run makes them, for the tests of this room only. */

const CENTRES_HZ: readonly number[] = [
  25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500,
  3150, 4000, 5000, 6300, 8000, 10000, 12500, 16000, 20000,
];
const TARGET_DB: readonly number[] = [
  -6, -2, 2, 5, 6.5, 6.8, 6.2, 5.2, 4.1, 3.1, 2.3, 1.5, 0.9, 0.4, 0, -0.6, -1.2, -1.8, -2.5, -3.2, -4, -5,
  -6.1, -7.4, -8.9, -10.6, -12.6, -15.2, -18.6, -24,
];
const MIX_OFFSET_DB: readonly number[] = [
  5, 4.5, 4.2, 5.1, 5.6, 5.2, 4.6, 3.9, 3.5, 2.8, 1.9, 0.9, 0.2, -0.8, -1.2, -1, -0.4, 0.6, 1.1, 1.6, 2.9,
  4.1, 3.7, 2.2, 0.2, -1.6, -2.9, -3.8, -5.2, -9,
];
const EDGES_HZ: readonly number[] = [20, 120, 250, 500, 2000, 4000, 8000, 20000];

/** Noise from a seed, 0…1. */
function makeNoise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** How loud a song is along its form, 0…1: intro, verses, choruses, a bridge, an ending. */
function form(position: number): number {
  const parts = [0.45, 0.66, 0.7, 0.95, 0.68, 0.72, 0.97, 0.98, 0.4, 0.55, 1, 0.99, 0.5];
  const index = Math.min(parts.length - 1, Math.floor(position * parts.length));
  return position > 0.985 ? (1 - position) * 40 : (parts[index] ?? 0);
}

export function makeOverview(durationSeconds: number, peak: number, columnCount: number = 1200): Overview {
  const noise = makeNoise(7);
  const minima: number[] = [];
  const maxima: number[] = [];
  const rms: number[] = [];
  for (let column = 0; column < columnCount; column++) {
    const height = peak * form(column / columnCount);
    maxima.push(Math.min(peak, height * (0.72 + 0.34 * noise())));
    minima.push(-Math.min(peak, height * (0.7 + 0.34 * noise())));
    rms.push(height * (0.26 + 0.08 * noise()));
  }
  return { columnSeconds: durationSeconds / columnCount, minima, maxima, rms };
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

const STAGES: readonly Stage[] = [
  {
    id: 'low-cut',
    processor: 'eq',
    isEnabled: true,
    strengthFraction: 1,
    parameters: { bands: [{ shape: 'high-pass', frequencyHz: 22, gainDb: 0, q: 0.71 }] },
    because: [
      {
        fact: 'channels.dcOffset',
        found: 0.00112,
        wanted: 0,
        unit: '',
        sentence:
          'The mix carries a constant offset of 0.11 % and energy below 25 Hz that no system plays but every limiter sees.',
      },
    ],
    bounds: [{ parameter: 'frequency', minimum: 10, maximum: 30, unit: 'Hz' }],
  },
  {
    id: 'tone',
    processor: 'eq',
    isEnabled: true,
    strengthFraction: 0.8,
    parameters: {
      bands: [
        { shape: 'low-shelf', frequencyHz: 84, gainDb: -3, q: 0.71 },
        { shape: 'bell', frequencyHz: 182, gainDb: -1.9, q: 0.9 },
        { shape: 'bell', frequencyHz: 3180, gainDb: -3.4, q: 1.32 },
        { shape: 'high-shelf', frequencyHz: 11_400, gainDb: 2.6, q: 0.71 },
      ],
    },
    because: [
      {
        fact: 'spectrum.midDb',
        found: 5.6,
        wanted: 0,
        unit: 'dB',
        sentence:
          'From 40 to 200 Hz the mix stands up to 5.6 dB above the target for rock; the tolerance there is 2.5 dB.',
      },
      {
        fact: 'spectrum.midDb',
        found: 4.1,
        wanted: 0,
        unit: 'dB',
        sentence: 'Around 3.15 kHz the mix stands 4.1 dB above the target: the lead is harsh there.',
      },
    ],
    bounds: [
      { parameter: 'gain', minimum: -4, maximum: 4, unit: 'dB' },
      { parameter: 'gain below 60 Hz and above 12 kHz', minimum: -3, maximum: 3, unit: 'dB' },
    ],
  },
  {
    id: 'glue',
    processor: 'compressor',
    isEnabled: true,
    strengthFraction: 0.5,
    parameters: {
      thresholdDbfs: -21.5,
      ratio: 1.6,
      kneeDb: 8,
      attackSeconds: 0.03,
      releaseSeconds: 0.18,
      makeupDb: 0,
      mixFraction: 1,
      detectorHighPassHz: 90,
    },
    because: [
      {
        fact: 'loudnessRangeLu',
        found: 7.42,
        wanted: '4 … 7',
        unit: 'LU',
        sentence: 'The loudness range of 7.4 LU is a little wider than rock usually has (4 to 7 LU).',
      },
    ],
    bounds: [{ parameter: 'ratio', minimum: 1, maximum: 2, unit: '' }],
  },
  {
    id: 'low-end',
    processor: 'low-end',
    isEnabled: true,
    strengthFraction: 1,
    parameters: { cornerHz: 110, order: 2 },
    because: [
      {
        fact: 'bands.sideMidDb',
        found: -13.1,
        wanted: -20,
        unit: 'dB',
        sentence:
          'Below 120 Hz the side stands only 13.1 dB below the mid: wide bass loses itself in mono and on vinyl.',
      },
    ],
    bounds: [{ parameter: 'corner', minimum: 60, maximum: 150, unit: 'Hz' }],
  },
  {
    id: 'saturation',
    processor: 'saturation',
    isEnabled: false,
    strengthFraction: 0,
    parameters: { driveDb: 0, mixFraction: 0 },
    because: [],
    bounds: [{ parameter: 'drive', minimum: 0, maximum: 6, unit: 'dB' }],
  },
];

function makePlan(durationSeconds: number, channelCount: number): Plan {
  const noise = makeNoise(3);
  const count = Math.max(1, Math.round(durationSeconds * 10));
  const timelineDb = Array.from({ length: count }, (_, index) => {
    const press = Math.max(0, form(index / count) - 0.6) * 9;
    return -Math.min(5.4, press * noise() * (noise() < 0.1 ? 2 : 1));
  });
  return {
    version: 1,
    sampleRateHz: 48_000,
    channelCount,
    seed: 1,
    genre: {
      name: 'rock',
      chosenBy: 'auto',
      confidenceFraction: 0.62,
      weights: [
        { name: 'rock', weightFraction: 0.46 },
        { name: 'pop', weightFraction: 0.23 },
        { name: 'metal', weightFraction: 0.14 },
        { name: 'electronic', weightFraction: 0.09 },
        { name: 'folk', weightFraction: 0.08 },
      ],
      sentence:
        'The slope of the spectrum (−4.4 dB per octave), a PLR of 12.6 dB and a range of 7.4 LU fit rock best, pop next.',
    },
    tonalTarget: {
      centresHz: CENTRES_HZ,
      levelDb: TARGET_DB,
      toleranceDb: CENTRES_HZ.map(hertz => (hertz < 63 || hertz > 10_000 ? 4 : 2.5)),
    },
    stages: STAGES,
    loudness: {
      method: 'limit',
      targetLufs: -11,
      chosenBy: 'auto',
      ceilingDbtp: -1,
      limiter: { lookaheadSeconds: 0.0045, releaseSeconds: 0.06, slowReleaseSeconds: 0.6 },
      reductionBudgetDb: 4,
      because: [
        {
          fact: 'genre',
          found: 'rock',
          wanted: -11,
          unit: 'LUFS',
          sentence:
            'Rock with a PLR of 12.6 dB sits well at −11 LUFS; louder would cost more than 4 dB of reduction in its loudest passages.',
        },
      ],
    },
    deliverables: [
      {
        id: 'wav-24',
        format: { container: 'wav', depthBits: 24, isFloat: false },
        sampleRateHz: 48_000,
        dither: 'tpdf',
        because: [
          {
            fact: 'brief.deliverables',
            found: '24-bit WAV',
            wanted: null,
            unit: '',
            sentence: 'The brief asks for a 24-bit WAV at the rate of the mix.',
          },
        ],
      },
      {
        id: 'flac-16',
        format: { container: 'flac', depthBits: 16, isFloat: false },
        sampleRateHz: 44_100,
        dither: 'improved-e',
        because: [],
      },
    ],
    leftAlone: [
      'Multiband compression: no band moves more than 9 dB against the others, so there is nothing for it to hold.',
      'Width above 500 Hz: correlation is 0.76 and the mono fold costs 0.4 dB, both as they should be.',
      'Saturation: off unless the brief asks for it.',
    ],
    warnings: [
      'The file declares 24 bits, but its samples use only 16: ask the mixer for the original depth.',
    ],
    played: {
      driveDb: 7.84,
      inputLufs: -18.62,
      integratedLufs: -11.01,
      truePeakDbtp: -1.02,
      bound: null,
      gainReduction: { medianDb: 0.9, p95Db: 3.1, maxDb: 5.4, timelineDb },
      rounds: 4,
    },
  };
}

const CHECKS: readonly Check[] = [
  {
    name: 'loudness',
    outcome: 'pass',
    found: -11.02,
    wanted: -11,
    unit: 'LUFS',
    sentence: 'Integrated loudness is −11.02 LUFS, 0.02 LU from the target.',
  },
  {
    name: 'true-peak',
    outcome: 'pass',
    found: -1.02,
    wanted: -1,
    unit: 'dBTP',
    sentence: 'The true peak, measured at 16 times the rate, is −1.02 dBTP; the ceiling is −1.00.',
  },
  {
    name: 'duration',
    outcome: 'pass',
    found: 244.3,
    wanted: 244.3,
    unit: 's',
    sentence: 'As long as the mix, to the frame.',
  },
  {
    name: 'alignment',
    outcome: 'pass',
    found: 0,
    wanted: 0,
    unit: 'frames',
    sentence: 'The master starts where the mix starts.',
  },
  {
    name: 'dc',
    outcome: 'pass',
    found: 0.000001,
    wanted: 0.0001,
    unit: '',
    sentence: 'The constant offset is one millionth of full scale.',
  },
  {
    name: 'psr',
    outcome: 'warn',
    found: 8,
    wanted: 8.5,
    unit: 'dB',
    sentence:
      'In the loudest passage the peak-to-short-term ratio falls to 8.0 dB; rock is usually kept above 8.5.',
  },
  {
    name: 'limiter-budget',
    outcome: 'pass',
    found: 3.1,
    wanted: 4,
    unit: 'dB',
    sentence: 'The 95th percentile of gain reduction is 3.1 dB of the 4.0 allowed.',
  },
];

function makeFile(id: string, fileName: string, format: string, facts: Facts): FileVerdict {
  return {
    deliverableId: id,
    fileName,
    format,
    byteCount: 70_358_444,
    sha256: '3f9a12cd8e7745b0c2d6a1f04b9e8837d5c6b7a8f9e0d1c2b3a4958677685940',
    facts,
    damage: {
      residualDb: facts.bands.map((band, index) => ({
        fromHz: band.fromHz,
        toHz: band.toHz,
        db: -22 - 3.1 * index,
      })),
      residualTotalDb: -24.6,
      psrChangeDb: -2.2,
    },
    checks: CHECKS,
  };
}

/** A whole run's report input. */
export function makeReportInput(
  options: { readonly durationSeconds?: number; readonly channelCount?: number } = {},
): ReportInput {
  const { durationSeconds = 244.3, channelCount = 2 } = options;
  const master = makeFacts({ isMaster: true, durationSeconds, channelCount });
  const files = [
    makeFile('wav-24', 'Night Bus Home - master 24-bit.wav', 'WAV 24-bit', master),
    makeFile('flac-16', 'Night Bus Home - master 16-bit.flac', 'FLAC 16-bit', {
      ...master,
      sampleRateHz: 44_100,
    }),
  ];
  return {
    title: 'Night Bus Home',
    artist: 'The Late Shift',
    sourceName: 'night-bus-home_mix7.wav',
    format: { container: 'WAV', encoding: '24-bit PCM', isLossy: false, depthBits: 24, isFloat: false },
    brief: {
      version: 1,
      genre: 'auto',
      targetLufs: 'auto',
      ceilingDbtp: -1,
      deliverables: [],
      tags: {},
      seed: 1,
    },
    source: makeFacts({ isMaster: false, durationSeconds, channelCount }),
    plan: makePlan(durationSeconds, channelCount),
    verdict: { version: 1, outcome: 'warn', files, summary: ['One warning: PSR.'] },
    overview: { source: makeOverview(durationSeconds, 0.52), master: makeOverview(durationSeconds, 0.886) },
    equaliserCurve: makeCurve(),
    engineVersion: '0.1.0',
  };
}

function makeCurve(): ReportInput['equaliserCurve'] {
  const frequenciesHz = CENTRES_HZ.flatMap(hertz => [hertz * 0.89, hertz, hertz * 1.12]);
  const dip = (hertz: number, at: number, db: number, width: number): number => {
    const away = (hertz / at - at / hertz) / width;
    return db / (1 + away * away);
  };
  const gainDb = frequenciesHz.map(
    hertz =>
      -3 / (1 + (hertz / 120) ** 2) +
      dip(hertz, 182, -1.6, 1.2) +
      dip(hertz, 3180, -3.2, 0.8) +
      2.4 / (1 + (9000 / hertz) ** 3) -
      6 / (1 + (hertz / 20) ** 4),
  );
  return { frequenciesHz, gainDb: gainDb.map(db => jsonNumber(db) ?? 0) };
}
