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

/** Parameters of the click repair. */
export type DeclickParameters = GapParameters;

/** Clicks are short: the music right around them tells enough, 46 ms on either side. */
const FILLING: GapFilling = {
  contextSeconds: 4096 / 44100,
  // Janssen, Veldhuis and Vries: three times the missing samples and two; at least what the search looked with
  orderFrames: (gapFrames, contextFrames) => Math.min(contextFrames / 4, Math.max(1024, 3 * gapFrames + 2)),
  iterationCount: 3,
};

/** Clicks replaced by what their surroundings foretell; every other sample stays bit-exact. */
export const declick: RegionRepairSpec<'declick'> = {
  kind: 'regions',
  name: 'declick',
  label: 'Clicks',
  parameters: GAP_PARAMETERS,
  isNeutral: isNeutralGap,
  scale: scaleGap,
  regions: gapRegions,
  narrow: narrowGap,
  contextSeconds: FILLING.contextSeconds,
  mend: (job, parameters, kernels) => mendGaps(job, parameters, FILLING, kernels),
};
