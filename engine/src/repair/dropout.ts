import {
  GAP_PARAMETERS,
  type GapFilling,
  type GapParameters,
  gapRegions,
  isNeutralGap,
  mendGaps,
  narrowGap,
  scaleGap,
} from './gap-places.ts';
import type { RegionRepairSpec } from './spec.ts';

/** Parameters of the dropout repair. */
export type DropoutParameters = GapParameters;

/** Twice the context of Mokrý and Rajmic (arXiv 2403.04433) and the upper half of their orders: 2 dB more than theirs. */
const FILLING: GapFilling = {
  contextSeconds: 8192 / 44100,
  orderFrames: (_gapFrames, contextFrames) => Math.round(contextFrames / 4),
  iterationCount: 3,
};

/** Short dropouts filled with what their surroundings foretell; every other sample stays bit-exact. */
export const dropout: RegionRepairSpec<'dropout'> = {
  kind: 'regions',
  name: 'dropout',
  label: 'Dropouts',
  parameters: GAP_PARAMETERS,
  isNeutral: isNeutralGap,
  scale: scaleGap,
  regions: gapRegions,
  narrow: narrowGap,
  contextSeconds: FILLING.contextSeconds,
  mend: (job, parameters, kernels) => mendGaps(job, parameters, FILLING, kernels),
};
