import type { Brief } from './brief.ts';

/** What is wanted when nothing is said: everything by the facts, one 24-bit WAV at the rate of the mix. */
export const defaultBrief: Brief = {
  version: 1,
  genre: 'auto',
  targetLufs: 'auto',
  ceilingDbtp: -1,
  deliverables: [
    {
      format: { container: 'wav', depthBits: 24, isFloat: false },
      sampleRateHz: 'source',
      dither: 'auto',
    },
  ],
  trim: 'none',
  tags: {},
  seed: 1,
};
