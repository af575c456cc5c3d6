import {
  compressorParameters,
  isNeutralCompressor,
  neutralCompressor,
  scaleCompressor,
} from './compressor.ts';
import type { ProcessorSpec } from './processor.ts';

/** Compressors on up to four bands. */
export const multiband: ProcessorSpec<'multiband'> = {
  name: 'multiband',
  label: 'Multiband compressor',
  needsStereo: false,
  parameters: [
    {
      id: 'crossoverHz',
      label: 'Crossover',
      unit: 'Hz',
      help: 'Border of two bands (Linkwitz-Riley, 24 dB per octave)',
      minimum: 40,
      maximum: 16000,
      neutral: 1000,
    },
    ...compressorParameters,
  ],
  neutral: { crossoversHz: [], bands: [neutralCompressor] },
  isNeutral: ({ bands }) => bands.every(isNeutralCompressor),
  scale: ({ crossoversHz, bands }, strengthFraction) => ({
    crossoversHz,
    bands: bands.map(band => scaleCompressor(band, strengthFraction)),
  }),
  make: (parameters, { sampleRateHz, channelCount }, kernels) =>
    kernels.makeMultibandCompressor(parameters, sampleRateHz, channelCount),
};
