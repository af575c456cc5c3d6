import type { StreamRepairSpec } from './spec.ts';

/** Parameters of the de-esser. */
export interface DeessParameters {
  /** Middle of the sibilant band, which is an octave wide, Hz. */
  readonly frequencyHz: number;
  /** Power of the sibilant band over that of the voice below it, dB, from which on it works. */
  readonly thresholdDb: number;
  /** Never more than this is taken, dB ≥ 0. */
  readonly rangeDb: number;
  /** Sibilants below this level are left alone, dBFS. */
  readonly floorDbfs: number;
}

/** Sharp s and hi-hats turned down while they sound; what lies below the sibilant band is never touched. */
export const deess: StreamRepairSpec<'deess'> = {
  kind: 'stream',
  name: 'deess',
  label: 'De-esser',
  parameters: [
    {
      id: 'frequencyHz',
      label: 'Frequency',
      unit: 'Hz',
      help: 'Middle of the sibilant band, an octave wide',
      minimum: 4000,
      maximum: 12000,
      neutral: 7000,
    },
    {
      id: 'thresholdDb',
      label: 'Threshold',
      unit: 'dB',
      help: 'Sibilant band over the voice below it, from which on it works',
      minimum: -20,
      maximum: 20,
      neutral: 20,
    },
    {
      id: 'rangeDb',
      label: 'Range',
      unit: 'dB',
      help: 'Never more than this is taken',
      minimum: 0,
      maximum: 6,
      neutral: 0,
    },
    {
      id: 'floorDbfs',
      label: 'Floor',
      unit: 'dBFS',
      help: 'Sibilants below this level are left alone',
      minimum: -100,
      maximum: 0,
      neutral: 0,
    },
  ],
  isNeutral: ({ rangeDb }) => rangeDb === 0,
  scale: (parameters, strengthFraction) => ({
    ...parameters,
    rangeDb: parameters.rangeDb * strengthFraction,
  }),
  make: ({ frequencyHz, thresholdDb, rangeDb, floorDbfs }, { sampleRateHz, channelCount }, kernels) =>
    kernels.makeDeesser(
      {
        fromHz: frequencyHz * Math.SQRT1_2,
        toHz: frequencyHz * Math.SQRT2,
        thresholdDb,
        rangeDb,
        floorDbfs,
      },
      sampleRateHz,
      channelCount,
    ),
};
