import type { ProcessorSpec } from './processor.ts';

/** Soft saturation: unit gain for quiet sound, rounder peaks. */
export const saturation: ProcessorSpec<'saturation'> = {
  name: 'saturation',
  label: 'Saturation',
  needsStereo: false,
  parameters: [
    {
      id: 'driveDb',
      label: 'Drive',
      unit: 'dB',
      help: 'How early peaks are rounded; quiet sound keeps its level',
      minimum: 0,
      maximum: 24,
      neutral: 0,
    },
    {
      id: 'mixFraction',
      label: 'Mix',
      unit: '',
      help: 'Share of the saturated part',
      minimum: 0,
      maximum: 1,
      neutral: 1,
    },
  ],
  neutral: { driveDb: 0, mixFraction: 1 },
  isNeutral: ({ driveDb, mixFraction }) => driveDb === 0 || mixFraction === 0,
  scale: ({ driveDb, mixFraction }, strengthFraction) => ({
    driveDb,
    mixFraction: mixFraction * strengthFraction,
  }),
  make: (parameters, { sampleRateHz, channelCount }, kernels) =>
    kernels.makeSaturation(parameters, sampleRateHz, channelCount),
};
