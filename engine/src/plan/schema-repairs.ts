import * as z from 'zod';
import { REPAIR_NAMES, type RepairName, type RepairParameters } from '../repair/index.ts';
import type { PlannedRepair, RepairResult } from './plan.ts';
import {
  fields,
  finite,
  finiteOrNull,
  list,
  numberBetween,
  oneOf,
  text,
  wholeBetween,
  yesOrNo,
} from './schema-parts.ts';
import { boundSchema, reasonSchema } from './schema-stages.ts';

const frame = wholeBetween(0, Number.MAX_SAFE_INTEGER);
const frequency = numberBetween(1, 192000, 'Hz');
const range = numberBetween(0, 60, 'dB');
const level = numberBetween(-200, 24, 'dBFS');

/** A clip level, ±1 full scale; above that in float audio. */
const clipLevels = list(numberBetween(0, 1000).nullable());

const gaps = fields({
  places: list(fields({ channel: wholeBetween(0, 7), startFrame: frame, endFrame: frame })),
  amountFraction: numberBetween(0, 1),
});

/** The parameters of every repair, as a plan may hold them. */
const PARAMETERS: { readonly [Name in RepairName]: z.ZodType<RepairParameters[Name]> } = {
  declip: fields({
    mode: oneOf(['quality', 'fast']),
    regions: list(
      fields({ startFrame: frame, endFrame: frame, positiveGains: clipLevels, negativeGains: clipLevels }),
    ),
  }),
  dropout: gaps,
  declick: gaps,
  dc: fields({ offsets: list(numberBetween(-1, 1)) }),
  align: fields({
    invertChannel: wholeBetween(0, 7).nullable(),
    delayFrames: list(numberBetween(0, 96000, 'frames')),
    gainsDb: list(numberBetween(-24, 24, 'dB')),
  }),
  dehum: fields({
    fundamentalHz: frequency,
    hopSeconds: numberBetween(0.001, 36000, 'seconds'),
    phaseTurns: list(finite()),
    gains: list(numberBetween(0, 1000)),
    harmonics: list(
      fields({
        number: wholeBetween(1, 1000),
        re: list(numberBetween(-1000, 1000)),
        im: list(numberBetween(-1000, 1000)),
      }),
    ),
  }),
  denoise: fields({
    print: fields({
      centresHz: list(frequency),
      densityDb: list(numberBetween(-400, 60, 'dB').nullable()),
    }),
    reductionDb: range,
  }),
  plosive: fields({
    frequencyHz: frequency,
    bursts: list(fields({ startFrame: frame, endFrame: frame, cutDb: range })),
  }),
  resonance: fields({
    rings: list(fields({ frequencyHz: frequency, q: numberBetween(0.1, 1000), maxCutDb: range })),
  }),
  deess: fields({
    frequencyHz: frequency,
    thresholdDb: numberBetween(-120, 120, 'dB'),
    rangeDb: range,
    floorDbfs: level,
  }),
  fade: fields({
    fades: list(
      fields({
        startFrame: frame,
        frameCount: frame,
        direction: oneOf(['in', 'out']),
        curve: oneOf(['equal-power', 's']),
        silentFrames: frame,
      }),
    ),
  }),
};

function plannedSchema(name: RepairName) {
  return fields({
    id: text(),
    repair: z.literal(name),
    isEnabled: yesOrNo(),
    strengthFraction: numberBetween(0, 1),
    parameters: PARAMETERS[name],
    because: list(reasonSchema),
    bounds: list(boundSchema),
  });
}

const [first, ...others] = REPAIR_NAMES.map(plannedSchema);

export const repairSchema: z.ZodType<PlannedRepair> = z.discriminatedUnion('repair', [first!, ...others], {
  error: `one of ${REPAIR_NAMES.join(', ')}`,
}) as unknown as z.ZodType<PlannedRepair>; // name and parameters come out of the same row of the table
export const repairResultSchema: z.ZodType<RepairResult> = fields({
  id: text(),
  repair: oneOf(REPAIR_NAMES),
  isKept: yesOrNo(),
  fact: text(),
  before: finiteOrNull(),
  after: finiteOrNull(),
  unit: text(),
});
