import type { Region, RegionRepairSpec } from './spec.ts';

/** A burst of breath. */
export interface Burst extends Region {
  /** How much is taken below the corner while it lasts, dB ≥ 0. */
  readonly cutDb: number;
}

/** Parameters of the plosive repair. */
export interface PlosiveParameters {
  /** Corner of the shelf, Hz. */
  readonly frequencyHz: number;
  readonly bursts: readonly Burst[];
}

/** Rise and fall of the shelf: half a period of 30 Hz, below which nobody hears the fade itself. */
const EDGE_SECONDS = 0.015;

/** Bursts of breath on a microphone: a low shelf without phase over each, everything else stays bit-exact. */
export const plosive: RegionRepairSpec<'plosive'> = {
  kind: 'regions',
  name: 'plosive',
  label: 'Plosives',
  parameters: [
    {
      id: 'frequencyHz',
      label: 'Corner',
      unit: 'Hz',
      help: 'Below this a burst is turned down',
      minimum: 60,
      maximum: 250,
      neutral: 120,
    },
    {
      id: 'bursts.cutDb',
      label: 'Cut',
      unit: 'dB',
      help: 'How much a burst is turned down',
      minimum: 0,
      maximum: 18,
      neutral: 0,
    },
  ],
  isNeutral: ({ bursts }) => bursts.every(({ cutDb }) => cutDb === 0),
  scale: ({ frequencyHz, bursts }, strengthFraction) => ({
    frequencyHz,
    bursts: bursts.map(burst => ({ ...burst, cutDb: burst.cutDb * strengthFraction })),
  }),
  regions: ({ bursts }) => bursts.filter(({ cutDb }) => cutDb > 0),
  // ten time constants of the low-pass at its lowest corner
  contextSeconds: 0.25,
  mend({ block, fromFrame, toFrame, startFrame, sampleRateHz }, { frequencyHz, bursts }, kernels) {
    const burst = bursts.find(each => each.startFrame === startFrame + fromFrame);
    if (burst === undefined) return;
    const { cutDb } = burst;
    kernels.dipLowShelf(block, {
      fromFrame,
      toFrame,
      edgeSeconds: EDGE_SECONDS,
      cornerHz: frequencyHz,
      cutDb,
      sampleRateHz,
    });
  },
};
