import type { ProcessorSpec } from './processor.ts';

/** Stereo width per band; mono has none. */
export const width: ProcessorSpec<'width'> = {
  name: 'width',
  label: 'Width',
  needsStereo: true,
  parameters: [
    {
      id: 'crossoverHz',
      label: 'Crossover',
      unit: 'Hz',
      help: 'Border of two bands',
      minimum: 40,
      maximum: 16000,
      neutral: 1000,
    },
    {
      id: 'sideGainDb',
      label: 'Side',
      unit: 'dB',
      help: 'Gain of the side in a band: above 0 is wider, below is narrower; the mono sum stays',
      minimum: -12,
      maximum: 12,
      neutral: 0,
    },
  ],
  neutral: { crossoversHz: [], sideGainsDb: [0] },
  isNeutral: ({ sideGainsDb }) => sideGainsDb.every(gainDb => gainDb === 0),
  scale: ({ crossoversHz, sideGainsDb }, strengthFraction) => ({
    crossoversHz,
    sideGainsDb: sideGainsDb.map(gainDb => gainDb * strengthFraction),
  }),
  make: (parameters, { sampleRateHz }, kernels) => kernels.makeWidth(parameters, sampleRateHz),
};
