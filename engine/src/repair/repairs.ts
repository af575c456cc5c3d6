import { dc } from './dc.ts';
import { dehum } from './dehum.ts';
import { denoise } from './denoise.ts';
import type { RepairName, RepairSpec } from './spec.ts';

/** Every repair of the house, by name, in the order of the work. */
export const repairs: { readonly [Name in RepairName]: RepairSpec<Name> } = {
  dc,
  dehum,
  denoise,
};

/** The names in the order of the work. */
export const REPAIR_NAMES: readonly RepairName[] = Object.keys(repairs) as RepairName[];
