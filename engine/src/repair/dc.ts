import type { StreamRepairSpec } from './spec.ts';

/** Parameters of the DC repair. */
export interface DcParameters {
  /** The mean of each channel, ±1 full scale: it is subtracted. */
  readonly offsets: readonly number[];
}

/** Direct current taken out by subtraction: no filter, so no phase moves. */
export const dc: StreamRepairSpec<'dc'> = {
  kind: 'stream',
  name: 'dc',
  label: 'DC offset',
  parameters: [
    {
      id: 'offsets',
      label: 'Offset',
      unit: '',
      help: 'Mean of a channel, ±1 full scale; it is subtracted',
      minimum: -1,
      maximum: 1,
      neutral: 0,
    },
  ],
  isNeutral: ({ offsets }) => offsets.every(offset => offset === 0),
  scale: ({ offsets }, strengthFraction) => ({ offsets: offsets.map(offset => offset * strengthFraction) }),
  make: ({ offsets }, _format, kernels) => kernels.makeOffset(offsets.map(offset => -offset)),
};
