import type { Facts } from '../../../analyze/facts.ts';
import { defaultBrief } from '../../../plan/default-brief.ts';
import type { Plan, Stage } from '../../../plan/plan.ts';
import { jsonNumber } from '../../../units/index.ts';
import type { Check, FileVerdict } from '../../../verify/verdict.ts';
import type { ReportInput } from '../input.ts';
import { CENTRES_HZ, form, makeFacts, makeNoise, makeOverview, TARGET_DB } from './fixture-facts.ts';

/** Nouns as a real run makes them, for the tests of this room only. */

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
    profile: null,
    references: [],
    tonalTarget: {
      centresHz: CENTRES_HZ,
      levelDb: TARGET_DB,
      toleranceDb: CENTRES_HZ.map(hertz => (hertz < 63 || hertz > 10_000 ? 4 : 2.5)),
      label: 'rock records',
    },
    repairs: [],
    edit: null,
    stages: STAGES,
    loudness: {
      method: 'limit',
      targetLufs: -11,
      chosenBy: 'auto',
      ceilingDbtp: -1,
      limiter: {
        lookaheadSeconds: 0.0045,
        releaseSeconds: 0.06,
        slowReleaseSeconds: 0.6,
        cancelledPeaksDb: 9,
      },
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
      repairs: [],
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
      odgWorst: -0.84,
      odgMedian: -0.31,
      mushraWorst: 81.2,
      mushraMedian: 92.7,
      worstSection: { startSeconds: 131, endSeconds: 141 },
      psrChangeDb: -2.2,
    },
    bound: null,
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
    brief: { ...defaultBrief, deliverables: [] },
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
