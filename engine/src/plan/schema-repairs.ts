import * as z from 'zod';
import type { RepairName } from '../repair/index.ts';
import type { PlannedRepair, RepairResult } from './plan.ts';
import { fields, finiteOrNull, list, numberBetween, oneOf, text, yesOrNo } from './schema-parts.ts';
import { boundSchema, reasonSchema } from './schema-stages.ts';

const common = {
  id: text(),
  isEnabled: yesOrNo(),
  strengthFraction: numberBetween(0, 1),
  because: list(reasonSchema),
  bounds: list(boundSchema),
};

const dc = fields({
  ...common,
  repair: z.literal('dc'),
  parameters: fields({ offsets: list(numberBetween(-1, 1)) }),
});

const NAMES: readonly RepairName[] = ['dc'];

export const repairSchema: z.ZodType<PlannedRepair> = z.discriminatedUnion('repair', [dc], {
  error: `one of ${NAMES.join(', ')}`,
});

export const repairResultSchema: z.ZodType<RepairResult> = fields({
  id: text(),
  repair: oneOf(NAMES),
  isKept: yesOrNo(),
  fact: text(),
  before: finiteOrNull(),
  after: finiteOrNull(),
  unit: text(),
});
