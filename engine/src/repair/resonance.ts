import type { Ring } from '../audio/index.ts';
import type { StreamRepairSpec } from './spec.ts';

/** Parameters of the ring suppressor. */
export interface ResonanceParameters {
  /** Where everything rings; each is turned down only while it stands out. */
  readonly rings: readonly Ring[];
}

/** Rings turned down while they ring: a few narrow dynamic bells, no spectral processing, so nothing else moves. */
export const resonance: StreamRepairSpec<'resonance'> = {
  kind: 'stream',
  name: 'resonance',
  label: 'Resonances',
  parameters: [
    {
      id: 'rings.frequencyHz',
      label: 'Frequency',
      unit: 'Hz',
      help: 'Middle of a ring',
      minimum: 20,
      maximum: 16000,
      neutral: 1000,
    },
    {
      id: 'rings.q',
      label: 'Q',
      unit: '',
      help: 'Quality of a ring, as of an equaliser’s bell',
      minimum: 4,
      maximum: 40,
      neutral: 15,
    },
    {
      id: 'rings.maxCutDb',
      label: 'Largest cut',
      unit: 'dB',
      help: 'Never more than this is taken at a ring',
      minimum: 0,
      maximum: 8,
      neutral: 0,
    },
  ],
  isNeutral: ({ rings }) => rings.every(({ maxCutDb }) => maxCutDb === 0),
  scale: ({ rings }, strengthFraction) => ({
    rings: rings.map(ring => ({ ...ring, maxCutDb: ring.maxCutDb * strengthFraction })),
  }),
  make: ({ rings }, { sampleRateHz, channelCount }, kernels) =>
    kernels.makeRingSuppressor(rings, sampleRateHz, channelCount),
};
