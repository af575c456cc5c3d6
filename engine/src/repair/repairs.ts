import { align } from './align.ts';
import { dc } from './dc.ts';
import { declick } from './declick.ts';
import { declip } from './declip.ts';
import { deess } from './deess.ts';
import { dehum } from './dehum.ts';
import { denoise } from './denoise.ts';
import { dropout } from './dropout.ts';
import { fade } from './fade.ts';
import { plosive } from './plosive.ts';
import { resonance } from './resonance.ts';
import type { RepairName, RepairSpec } from './spec.ts';

/** Every repair of the house, by name, in the order of the work. */
export const repairs: { readonly [Name in RepairName]: RepairSpec<Name> } = {
  declip, // before whatever moves the levels at which samples were clipped
  dropout,
  declick,
  dc,
  align,
  dehum,
  plosive,
  denoise,
  resonance,
  deess,
  fade,
};

/** The names in the order of the work. */
export const REPAIR_NAMES: readonly RepairName[] = Object.keys(repairs) as RepairName[];
