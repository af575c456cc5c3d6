import * as z from 'zod';
import type { Brief, Reference, ReferenceAspect } from './brief.ts';
import { atMost, eachOnce, fields, lineOfText, numberBetween, oneOf } from './schema-parts.ts';

/** Everything that a reference may stand for. */
export const REFERENCE_ASPECTS: readonly ReferenceAspect[] = ['tone', 'dynamics', 'width', 'loudness'];

const LONGEST_PATH = 1000;
const LARGEST_WEIGHT = 100;
const SMALLEST_WEIGHT = 0.01;
const MOST_REFERENCES = 50;

/** The path of a file, or the name of a record. */
export const pathText: z.ZodString = lineOfText(LONGEST_PATH);

export const weightSchema: z.ZodNumber = numberBetween(SMALLEST_WEIGHT, LARGEST_WEIGHT);

export const aspectsSchema: z.ZodArray<z.ZodEnum<{ [Name in ReferenceAspect]: Name }>> = eachOnce(
  oneOf(REFERENCE_ASPECTS),
).min(1, { error: `at least one of ${REFERENCE_ASPECTS.join(', ')}` });

/** A reference as an object; what it does not say counts fully. */
export const referenceSchema: z.ZodType<Reference> = fields({
  path: pathText,
  weight: weightSchema.default(1),
  aspects: aspectsSchema.default([...REFERENCE_ASPECTS]),
});

/** A text, or an object with path, weight and aspects; what is wrong with an object is said of its field. */
const entrySchema = z.union([pathText, referenceSchema], {
  error: ({ input, errors }) => {
    const own = errors?.[typeof input === 'object' ? 1 : 0]?.[0];
    const field = own === undefined || own.path.length === 0 ? '' : `${own.path.join('.')}: `;
    return `${field}${own?.message ?? 'a text or an object'}`;
  },
});

export const referencesSchema: z.ZodType<Brief['references']> = atMost(MOST_REFERENCES, entrySchema);
