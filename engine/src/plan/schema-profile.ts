import * as z from 'zod';
import type { TargetProfile } from './profile.ts';
import { fields, lineOfText, list, numberBetween, text } from './schema-parts.ts';
import { NINE_BAND_CENTRES_HZ } from './targets/nine-bands.ts';
import type { Range } from './targets/range.ts';
import { CENTRES_HZ } from './targets/third-octaves.ts';

const decibels = numberBetween(-200, 200, 'dB');
const spread = numberBetween(0, 100, 'dB');

const rangeSchema: z.ZodType<Range> = fields({ p10: decibels, p50: decibels, p90: decibels }).refine(
  ({ p10, p50, p90 }) => p10 <= p50 && p50 <= p90,
  { error: 'p10, p50 and p90 that rise' },
);

function exactly<Item extends z.core.SomeType>(count: number, item: Item): z.ZodArray<Item> {
  return list(item).length(count, { error: `a list of ${count}` });
}

/** A profile as `learn` writes it; every field must be there. */
export const profileSchema: z.ZodType<TargetProfile> = fields({
  version: z.literal(1, { error: '1' }),
  name: lineOfText(120),
  records: list(
    fields({ name: text(), sha256: text(), durationSeconds: numberBetween(0, 1e6, 'seconds') }),
  ).min(1, { error: 'at least one record' }),
  target: fields({
    tone: fields({
      levelDb: exactly(CENTRES_HZ.length, decibels),
      spreadDb: exactly(CENTRES_HZ.length, spread),
    }),
    dynamics: fields({
      integratedLufs: rangeSchema,
      plrDb: rangeSchema,
      crestDb: rangeSchema,
      momentaryRangeLu: rangeSchema,
    }),
    sideMidDb: exactly(NINE_BAND_CENTRES_HZ.length, rangeSchema),
    deliveredLufs: rangeSchema,
  }),
});
