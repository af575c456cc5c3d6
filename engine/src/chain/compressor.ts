import type { CompressorParameters } from '../audio/index.ts';
import type { ParameterSpec, ProcessorSpec } from './processor.ts';

/** Shared with the multiband compressor, where each band has its own. */
export const compressorParameters: readonly ParameterSpec[] = [
  {
    id: 'thresholdDbfs',
    label: 'Threshold',
    unit: 'dBFS',
    help: 'Peak level above which the gain is reduced',
    minimum: -60,
    maximum: 0,
    neutral: 0,
  },
  {
    id: 'ratio',
    label: 'Ratio',
    unit: ':1',
    help: 'How many dB more going in give one dB more coming out',
    minimum: 1,
    maximum: 20,
    neutral: 1,
  },
  {
    id: 'kneeDb',
    label: 'Knee',
    unit: 'dB',
    help: 'Width of the bend around the threshold; 0 is a corner',
    minimum: 0,
    maximum: 24,
    neutral: 6,
  },
  {
    id: 'attackSeconds',
    label: 'Attack',
    unit: 's',
    help: 'Time to 63 % of a reduction',
    minimum: 0,
    maximum: 0.2,
    neutral: 0.03,
  },
  {
    id: 'releaseSeconds',
    label: 'Release',
    unit: 's',
    help: 'Time to give back 63 % of a reduction',
    minimum: 0.005,
    maximum: 3,
    neutral: 0.25,
  },
  {
    id: 'makeupDb',
    label: 'Make-up',
    unit: 'dB',
    help: 'Gain of the compressed part',
    minimum: -12,
    maximum: 12,
    neutral: 0,
  },
  {
    id: 'mixFraction',
    label: 'Mix',
    unit: '',
    help: 'Share of the compressed part; the rest is dry',
    minimum: 0,
    maximum: 1,
    neutral: 1,
  },
  {
    id: 'detectorHighPassHz',
    label: 'Detector high-pass',
    unit: 'Hz',
    help: 'What lies below does not steer the gain; 0 is off',
    minimum: 0,
    maximum: 500,
    neutral: 0,
  },
];

export const neutralCompressor: CompressorParameters = {
  thresholdDbfs: 0,
  ratio: 1,
  kneeDb: 6,
  attackSeconds: 0.03,
  releaseSeconds: 0.25,
  makeupDb: 0,
  mixFraction: 1,
  detectorHighPassHz: 0,
};

export function isNeutralCompressor({ ratio, makeupDb, mixFraction }: CompressorParameters): boolean {
  return mixFraction === 0 || (ratio === 1 && makeupDb === 0);
}

/** Less slope and less make-up: the reduction in dB shrinks in proportion, at every level. */
export function scaleCompressor(
  parameters: CompressorParameters,
  strengthFraction: number,
): CompressorParameters {
  if (strengthFraction === 1) return parameters;
  return {
    ...parameters,
    ratio: 1 / (1 - strengthFraction * (1 - 1 / parameters.ratio)),
    makeupDb: parameters.makeupDb * strengthFraction,
  };
}

/** Bus compressor. */
export const compressor: ProcessorSpec<'compressor'> = {
  name: 'compressor',
  label: 'Compressor',
  needsStereo: false,
  parameters: compressorParameters,
  neutral: neutralCompressor,
  isNeutral: isNeutralCompressor,
  scale: scaleCompressor,
  make: (parameters, { sampleRateHz, channelCount }, kernels) =>
    kernels.makeCompressor(parameters, sampleRateHz, channelCount),
};
