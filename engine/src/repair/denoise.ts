import type { StreamRepairSpec } from './spec.ts';

/** Stationary broadband noise made quieter after a print of it; never more than `reductionDb`, so nothing gurgles. */
export const denoise: StreamRepairSpec<'denoise'> = {
  kind: 'stream',
  name: 'denoise',
  label: 'Hiss',
  parameters: [
    {
      id: 'print.centresHz',
      label: 'Print, frequency',
      unit: 'Hz',
      help: 'Where the noise was measured',
      minimum: 20,
      maximum: 96000,
      neutral: 1000,
    },
    {
      id: 'print.densityDb',
      label: 'Print, level',
      unit: 'dB/Hz',
      help: 'Power density of the noise, all channels together, re full scale²; null where it is not known',
      minimum: -240,
      maximum: 0,
      neutral: -240,
    },
    {
      id: 'reductionDb',
      label: 'Reduction',
      unit: 'dB',
      help: 'How much quieter what is noise alone becomes',
      minimum: 0,
      maximum: 24,
      neutral: 0,
    },
  ],
  isNeutral: ({ print, reductionDb }) => reductionDb === 0 || print.densityDb.every(db => db === null),
  scale: ({ print, reductionDb }, strengthFraction) => ({
    print,
    reductionDb: reductionDb * strengthFraction,
  }),
  make: (parameters, { sampleRateHz, channelCount }, kernels) =>
    kernels.makeDenoise(parameters, sampleRateHz, channelCount),
};
