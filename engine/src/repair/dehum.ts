import type { HumModel } from '../audio/index.ts';
import type { StreamRepairSpec } from './spec.ts';

/** Parameters of the hum repair: the hum itself. */
export type DehumParameters = HumModel;

/** Hum taken out by subtracting it as it was measured over the whole programme: no notch, so nothing rings. */
export const dehum: StreamRepairSpec<'dehum'> = {
  kind: 'stream',
  name: 'dehum',
  label: 'Hum',
  parameters: [
    {
      id: 'fundamentalHz',
      label: 'Mains frequency',
      unit: 'Hz',
      help: 'What the phase track is counted from',
      minimum: 40,
      maximum: 70,
      neutral: 50,
    },
    {
      id: 'hopSeconds',
      label: 'Node distance',
      unit: 's',
      help: 'Time between two nodes of the phase track',
      minimum: 0.1,
      maximum: 3600,
      neutral: 60,
    },
    {
      id: 'phaseTurns',
      label: 'Phase track',
      unit: 'turns',
      help: 'Phase of the fundamental beyond the mains frequency at each node',
      minimum: -1e6,
      maximum: 1e6,
      neutral: 0,
    },
    {
      id: 'gains',
      label: 'Level track',
      unit: '',
      help: 'Factor of all harmonics at each node',
      minimum: 0,
      maximum: 4,
      neutral: 1,
    },
    {
      id: 'harmonics',
      label: 'Amplitudes',
      unit: '',
      help: 'Real and imaginary part of each harmonic per channel, ±1 full scale',
      minimum: -1,
      maximum: 1,
      neutral: 0,
    },
  ],
  isNeutral: ({ harmonics }) =>
    harmonics.every(({ re, im }) => re.every(x => x === 0) && im.every(x => x === 0)),
  scale: (model, strengthFraction) => ({
    ...model,
    harmonics: model.harmonics.map(({ number, re, im }) => ({
      number,
      re: re.map(x => x * strengthFraction),
      im: im.map(x => x * strengthFraction),
    })),
  }),
  make: (model, { sampleRateHz, channelCount }, kernels) =>
    dehum.isNeutral(model)
      ? kernels.makeOffset([0, 0].slice(0, channelCount))
      : kernels.makeDehum(model, sampleRateHz, channelCount),
};
