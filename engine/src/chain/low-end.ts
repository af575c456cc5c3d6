import type { ProcessorSpec } from './processor.ts';

/** Elliptical low end: no side below a corner; mono has none anyway. */
export const lowEnd: ProcessorSpec<'low-end'> = {
  name: 'low-end',
  label: 'Low end to the middle',
  needsStereo: true,
  parameters: [
    {
      id: 'cornerHz',
      label: 'Corner',
      unit: 'Hz',
      help: 'Below it the side fades away (−6 dB at the corner); 0 is off',
      minimum: 0,
      maximum: 300,
      neutral: 0,
    },
    {
      id: 'order',
      label: 'Order',
      unit: '',
      help: '2 fades by 12 dB per octave, 4 by 24',
      minimum: 2,
      maximum: 4,
      neutral: 2,
    },
  ],
  neutral: { cornerHz: 0, order: 2 },
  isNeutral: ({ cornerHz }) => cornerHz === 0,
  scale: ({ cornerHz, order }, strengthFraction) => ({ cornerHz: cornerHz * strengthFraction, order }),
  make: (parameters, { sampleRateHz }, kernels) => kernels.makeEllipticalLowEnd(parameters, sampleRateHz),
};
