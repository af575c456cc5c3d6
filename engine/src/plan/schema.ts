import * as z from 'zod';
import type { DitherName } from '../audio/index.ts';
import type { Brief } from './brief.ts';
import { defaultBrief } from './default-brief.ts';
import { KEEP_NAMES } from './keep.ts';
import type { Plan, Played } from './plan.ts';
import { fileFormatSchema, rateSchema, tagsSchema } from './schema-format.ts';
import {
  atMost,
  eachOnce,
  fields,
  finite,
  finiteOrNull,
  lineOfText,
  list,
  numberBetween,
  oneOf,
  text,
  texts,
  textUpTo,
  wholeBetween,
} from './schema-parts.ts';
import { aspectsSchema, pathText, referencesSchema, weightSchema } from './schema-references.ts';
import { repairResultSchema, repairSchema } from './schema-repairs.ts';
import { reasonSchema, stageSchema } from './schema-stages.ts';
import { GENRE_NAMES } from './targets/genres.ts';

const DITHERS: readonly DitherName[] = [
  'none',
  'tpdf',
  'modified-e',
  'wannamaker-3',
  'lipshitz',
  'f-weighted',
  'improved-e',
];
const CHOSEN_BY = ['brief', 'auto'] as const;

const version = z.literal(1, { error: '1' });
const loudness = numberBetween(-60, 0, 'LUFS');
const ceiling = numberBetween(-20, 0, 'dBTP');
const seed = wholeBetween(0, 4294967295);
const fraction = numberBetween(0, 1);
const genreName = oneOf(GENRE_NAMES);

/** 'auto', 'source' or a number, told as one sentence. */
function wordOr<Word extends string>(
  word: Word,
  other: z.ZodNumber,
  allowed: string,
): z.ZodType<Word | number> {
  return z.union([z.literal(word), other], { error: allowed });
}

const targetAllowed = '"auto" or a number from −40 to −3 LUFS';
const target = z
  .number({ error: targetAllowed })
  .min(-40, { error: targetAllowed })
  .max(-3, { error: targetAllowed });

/** Names and free words of a client: one line, not empty. */
const shortText = lineOfText(120);
const LONGEST_NOTES = 4000;
const FULLEST_LIST = 50;

const lean = numberBetween(-1, 1).default(0);

const characterSchema: z.ZodType<Brief['character']> = fields({
  warmBright: lean,
  punchySmooth: lean,
  wideFocused: lean,
  intimateBig: lean,
});

const answerSchema: z.ZodType<Brief['answers'][number]> = fields({
  question: shortText,
  answer: oneOf(['intended', 'repair', 'leave']),
});

const orderSchema: z.ZodType<Brief['deliverables'][number]> = fields({
  format: fileFormatSchema,
  sampleRateHz: wordOr('source', rateSchema, '"source" or a rate from 8000 to 384000 Hz').default('source'),
  dither: oneOf(['auto', ...DITHERS]).default('auto'),
});

/** A brief; what it does not say is as in `defaultBrief`. */
export const briefSchema: z.ZodType<Brief> = fields({
  version: version.default(1),
  genre: oneOf([...GENRE_NAMES, 'auto']).default(defaultBrief.genre),
  targetLufs: wordOr('auto', target, targetAllowed).default(defaultBrief.targetLufs),
  loudnessWish: oneOf(['auto', 'open', 'balanced', 'loud']).default(defaultBrief.loudnessWish),
  ceilingDbtp: ceiling.default(defaultBrief.ceilingDbtp),
  deliverables: list(orderSchema)
    .min(1, { error: 'at least one deliverable' })
    .default([...defaultBrief.deliverables]),
  trim: oneOf(['none', 'silence']).default(defaultBrief.trim),
  tags: tagsSchema.default(defaultBrief.tags),
  references: referencesSchema.default([]),
  profile: pathText.nullable().default(defaultBrief.profile),
  destinations: atMost(FULLEST_LIST, shortText).default([]),
  character: characterSchema.default(defaultBrief.character),
  keep: eachOnce(oneOf(KEEP_NAMES)).default([]),
  answers: list(answerSchema).default([]),
  notes: textUpTo(LONGEST_NOTES).default(defaultBrief.notes),
  seed: seed.default(defaultBrief.seed),
});

const playedSchema: z.ZodType<Played> = fields({
  repairs: list(repairResultSchema).default([]), // plans from before there were repairs have none
  driveDb: finite(),
  inputLufs: finiteOrNull(),
  integratedLufs: finiteOrNull(),
  truePeakDbtp: finiteOrNull(),
  bound: oneOf(['limiter-budget', 'true-peak-ceiling', 'limiter-saturated', 'gain-limit']).nullable(),
  gainReduction: fields({
    medianDb: finite(),
    p95Db: finite(),
    maxDb: finite(),
    timelineDb: list(finite()),
  }),
  rounds: wholeBetween(0, 10000),
});

const loudnessSchema: z.ZodType<Plan['loudness']> = fields({
  method: oneOf(['limit', 'gain', 'none']),
  targetLufs: loudness.nullable(),
  chosenBy: oneOf(CHOSEN_BY),
  ceilingDbtp: ceiling,
  limiter: fields({
    lookaheadSeconds: numberBetween(0, 0.1, 'seconds'),
    releaseSeconds: numberBetween(0.001, 5, 'seconds'),
    slowReleaseSeconds: numberBetween(0.001, 20, 'seconds'),
    cancelledPeaksDb: numberBetween(0, 40, 'dB').default(0), // plans from before peaks were cancelled leave all to the gain
  }),
  reductionBudgetDb: numberBetween(0, 60, 'dB'),
  because: list(reasonSchema),
});

const genreSchema: z.ZodType<Plan['genre']> = fields({
  name: genreName,
  chosenBy: oneOf(CHOSEN_BY),
  confidenceFraction: fraction,
  weights: list(fields({ name: genreName, weightFraction: fraction })),
  sentence: text(),
});

const deliverableSchema: z.ZodType<Plan['deliverables'][number]> = fields({
  id: text(),
  format: fileFormatSchema,
  sampleRateHz: rateSchema,
  dither: oneOf(DITHERS),
  because: list(reasonSchema),
});

const frame = wholeBetween(0, Number.MAX_SAFE_INTEGER);

const editSchema: z.ZodType<NonNullable<Plan['edit']>> = fields({
  startFrame: frame,
  endFrame: frame,
  because: list(reasonSchema),
});

export const planSchema: z.ZodType<Plan> = fields({
  version,
  sampleRateHz: rateSchema,
  channelCount: wholeBetween(1, 64),
  seed,
  genre: genreSchema,
  profile: text().nullable().default(null),
  references: list(fields({ name: text(), weight: weightSchema, aspects: aspectsSchema })).default([]),
  tonalTarget: fields({
    centresHz: list(finite()),
    levelDb: list(finite()),
    toleranceDb: list(numberBetween(0, 120, 'dB')),
    label: text().default(''), // plans from before there were references have neither this nor the next two
  }),
  repairs: list(repairSchema).default([]),
  edit: editSchema.nullable().default(null),
  stages: list(stageSchema),
  loudness: loudnessSchema,
  deliverables: list(deliverableSchema),
  leftAlone: texts(),
  warnings: texts(),
  played: playedSchema.nullable(),
});
