import type { Brief } from './brief.ts';

/** What is wanted when nothing is said: everything by the facts, one 24-bit WAV at the rate of the mix. */
export const defaultBrief: Brief = {
  version: 1,
  genre: 'auto',
  targetLufs: 'auto',
  loudnessWish: 'auto',
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
  references: [],
  profile: null,
  destinations: [],
  character: { warmBright: 0, punchySmooth: 0, wideFocused: 0, intimateBig: 0 },
  keep: [],
  answers: [],
  notes: '',
  seed: 1,
};
