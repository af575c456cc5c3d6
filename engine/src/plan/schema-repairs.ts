import * as z from 'zod';
import type { RepairName } from '../repair/index.ts';
import type { PlannedRepair, RepairResult } from './plan.ts';
import {
  fields,
  finiteOrNull,
  list,
  numberBetween,
  oneOf,
  text,
  wholeBetween,
  yesOrNo,
} from './schema-parts.ts';
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

/** A clip level, ±1 full scale; above that in float audio. */
const levels = list(numberBetween(0, 1000).nullable());

const declip = fields({
  ...common,
  repair: z.literal('declip'),
  parameters: fields({
    mode: oneOf(['quality', 'fast']),
    regions: list(
      fields({
        startFrame: wholeBetween(0, Number.MAX_SAFE_INTEGER),
        endFrame: wholeBetween(0, Number.MAX_SAFE_INTEGER),
        positiveGains: levels,
        negativeGains: levels,
      }),
    ),
  }),
});

const NAMES: readonly RepairName[] = ['declip', 'dc'];

export const repairSchema: z.ZodType<PlannedRepair> = z.discriminatedUnion('repair', [declip, dc], {
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
