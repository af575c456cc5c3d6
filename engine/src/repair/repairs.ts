import { dc } from './dc.ts';
import { declick } from './declick.ts';
import { dropout } from './dropout.ts';
import type { RepairName, RepairSpec } from './spec.ts';

/** Every repair of the house, by name, in the order of the work. */
export const repairs: { readonly [Name in RepairName]: RepairSpec<Name> } = {
  dc,
  dropout,
  declick,
};

/** The names in the order of the work. */
export const REPAIR_NAMES: readonly RepairName[] = Object.keys(repairs) as RepairName[];
