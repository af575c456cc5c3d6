import * as z from 'zod';
import type { CompressorParameters, FilterSpec } from '../audio/index.ts';
import type { Bound, Reason, Stage } from './plan.ts';
import { fields, finite, list, numberBetween, oneOf, text, yesOrNo } from './schema-parts.ts';

const foundOrWanted = z.union([z.number(), z.string(), z.null()], { error: 'a number, a text or null' });

export const reasonSchema: z.ZodType<Reason> = fields({
  fact: text(),
  found: foundOrWanted,
  wanted: foundOrWanted,
  unit: text(),
  sentence: text(),
});

export const boundSchema: z.ZodType<Bound> = fields({
  parameter: text(),
  minimum: finite(),
  maximum: finite(),
  unit: text(),
});

const frequency = numberBetween(1, 192000, 'Hz');

const filterSchema: z.ZodType<FilterSpec> = fields({
  shape: oneOf(['bell', 'low-shelf', 'high-shelf', 'low-pass', 'high-pass', 'band-pass', 'all-pass']),
  frequencyHz: frequency,
  gainDb: numberBetween(-36, 36, 'dB'),
  q: numberBetween(0.05, 100),
});

const compressorShape = {
  thresholdDbfs: numberBetween(-120, 24, 'dBFS'),
  ratio: numberBetween(1, 100),
  kneeDb: numberBetween(0, 48, 'dB'),
  attackSeconds: numberBetween(0, 2, 'seconds'),
  releaseSeconds: numberBetween(0.001, 10, 'seconds'),
  makeupDb: numberBetween(-36, 36, 'dB'),
  mixFraction: numberBetween(0, 1),
  detectorHighPassHz: numberBetween(0, 2000, 'Hz'),
};
const compressorSchema: z.ZodType<CompressorParameters> = fields(compressorShape);

const common = {
  id: text(),
  isEnabled: yesOrNo(),
  strengthFraction: numberBetween(0, 1),
  because: list(reasonSchema),
  bounds: list(boundSchema),
};

const oneMoreThan = { error: 'one band more than there are crossovers, and crossovers that rise' };

function isRising(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value > values[index - 1]!);
}

const eq = fields({
  ...common,
  processor: z.literal('eq'),
  parameters: fields({ bands: list(filterSchema) }),
});
const compressor = fields({
  ...common,
  processor: z.literal('compressor'),
  parameters: compressorSchema,
});
const multiband = fields({
  ...common,
  processor: z.literal('multiband'),
  parameters: fields({ crossoversHz: list(frequency), bands: list(compressorSchema) }).refine(
    ({ crossoversHz, bands }) => bands.length === crossoversHz.length + 1 && isRising(crossoversHz),
    oneMoreThan,
  ),
});
const width = fields({
  ...common,
  processor: z.literal('width'),
  parameters: fields({
    crossoversHz: list(frequency),
    sideGainsDb: list(numberBetween(-120, 24, 'dB')),
  }).refine(
    ({ crossoversHz, sideGainsDb }) =>
      sideGainsDb.length === crossoversHz.length + 1 && isRising(crossoversHz),
    oneMoreThan,
  ),
});
const lowEnd = fields({
  ...common,
  processor: z.literal('low-end'),
  parameters: fields({
    cornerHz: numberBetween(20, 1000, 'Hz'),
    order: z.union([z.literal(2), z.literal(4)], { error: '2 or 4' }),
  }),
});
const saturation = fields({
  ...common,
  processor: z.literal('saturation'),
  parameters: fields({ driveDb: numberBetween(0, 36, 'dB'), mixFraction: numberBetween(0, 1) }),
});

export const stageSchema: z.ZodType<Stage> = z.discriminatedUnion(
  'processor',
  [eq, compressor, multiband, width, lowEnd, saturation],
  { error: 'one of eq, compressor, multiband, width, low-end, saturation' },
);
