import type { Facts } from '../analyze/facts.ts';
import type { FilterKernels, SourceFormat } from '../audio/index.ts';
import { jsonNumber } from '../units/index.ts';
import { sayList } from '../units/words.ts';
import type { Brief } from './brief.ts';
import { atCentres, type Decision, type PlanContext } from './context.ts';
import { planDeliverables } from './deliverables.ts';
import { type ChosenTarget, chooseTarget } from './genre.ts';
import { describeKept, keepBounds } from './keep.ts';
import { isAlreadyMastered, planLoudness, wishLoudness } from './loudness.ts';
import { type HeardReference, makeReferenceAim, type ReferenceAim } from './match/aim.ts';
import { decideMatchedDynamics } from './match/dynamics.ts';
import { decideMatchedTone } from './match/tone.ts';
import { decideMatchedWidth } from './match/width.ts';
import type { Edit, Plan, PlannedRepair } from './plan.ts';
import type { TargetProfile } from './profile.ts';
import { decideGlue, glueWorkDb } from './stages/glue.ts';
import { decideLowCut } from './stages/low-cut.ts';
import { decideLowEnd } from './stages/low-end.ts';
import { decideMultiband } from './stages/multiband.ts';
import { decideTone } from './stages/tone.ts';
import { decideWidth } from './stages/width.ts';
import { P90_DEVIATIONS } from './targets/range.ts';
import { tonalDbOf } from './tonal-aim.ts';
import { collectWarnings } from './warnings.ts';

/** What of the compressor's work the limiter is spared: it lowers the loudness too (own estimate). */
const PEAK_RELIEF_FRACTION = 0.5;

function contextOf(
  brief: Brief,
  facts: Facts,
  format: SourceFormat,
  kernels: FilterKernels,
  chosen: ChosenTarget,
  references: readonly HeardReference[],
): PlanContext {
  const { target, label } = chosen;
  const { centresHz } = facts.spectrum;
  const reference = makeReferenceAim(references, centresHz.length);
  return {
    brief,
    keep: keepBounds(brief),
    facts,
    format,
    kernels,
    target,
    label,
    ...tonalTargetOf(chosen, centresHz, reference),
    reference,
    wishedLufs: wishLoudness(brief, facts, target, reference?.loudnessLufs ?? null),
  };
}

/** The tone that the plan works toward: the references' where they speak of it, the genre's in what they do not reach. */
function tonalTargetOf(
  chosen: ChosenTarget,
  centresHz: readonly number[],
  reference: ReferenceAim | null,
): Pick<PlanContext, 'tonalDb' | 'tonalSpreadDb' | 'toneLabel'> {
  const genreDb = tonalDbOf(chosen, centresHz);
  const genreSpreadDb = atCentres(centresHz, chosen.target.tone.spreadDb);
  const tone = reference?.tone ?? null;
  if (reference === null || tone === null) {
    return { tonalDb: genreDb, tonalSpreadDb: genreSpreadDb, toneLabel: chosen.label };
  }
  return {
    tonalDb: genreDb.map((level, band) => tone.levelDb[band] ?? level),
    tonalSpreadDb: genreSpreadDb.map((spread, band) =>
      (tone.levelDb[band] ?? null) === null ? spread : P90_DEVIATIONS * tone.doubtDb[band]!,
    ),
    toneLabel: reference.label,
  };
}

/** The stages in the order of the chain. A finished master only gets what is broken mended. */
function decideStages(context: PlanContext, isMastered: boolean): Decision[] {
  const { keep } = context;
  const mayCutLow = !isMastered && !keep.keepsTone && !keep.regions.some(({ name }) => name === 'low-end');
  const lowCut = decideLowCut(context, mayCutLow);
  if (isMastered) {
    const rest = 'Tone, dynamics and width: this is a finished master, so they stay as its maker left them.';
    return [lowCut, { stage: null, leftAlone: [rest], warnings: [] }];
  }
  const lowCutBands = lowCut.stage?.processor === 'eq' ? lowCut.stage.parameters.bands : [];
  const { tone, width, momentaryRangeLu: range } = context.reference ?? NO_AIM;
  const matched = width === null ? null : decideMatchedWidth(width, context);
  return [
    lowCut,
    tone === null
      ? decideTone(context, lowCutBands)
      : decideMatchedTone(tone, context, lowCutBands, matched?.sideGainsDb ?? null),
    ...(range === null
      ? [decideGlue(context), decideMultiband(context)]
      : [decideMatchedDynamics(range, context)]),
    ...(matched === null ? [decideWidth(context), decideLowEnd(context)] : [matched.decision]),
  ];
}

/** A record that is only named was not heard, and the client should know. */
function describeNames({ references }: Brief): string[] {
  const names = references.filter(reference => typeof reference === 'string');
  if (names.length === 0) return [];
  const isOne = names.length === 1;
  return [
    `${sayList(names.map(name => `“${name}”`))} ${isOne ? 'is a name and was' : 'are names and were'} not heard; with ${isOne ? 'its file' : 'their files'} as reference the master can come near to it.`,
  ];
}

const NOTHING_BEFORE: WorkBefore = { repairs: [], edit: null };
const NO_AIM = { tone: null, width: null, momentaryRangeLu: null };
/** What the client brings to aim at, beside the words of the brief. */
export interface BroughtAims {
  /** Records that were heard; the aspects they stand for go over the genre. */
  readonly references: readonly HeardReference[];
  /** Stands in for the genre's target; null as a rule. */
  readonly profile: TargetProfile | null;
}

const NOTHING_BROUGHT: BroughtAims = { references: [], profile: null };

/** What is done ahead of the chain. */
export interface WorkBefore {
  readonly repairs: readonly PlannedRepair[];
  readonly edit: Edit | null;
}

/**
 * Every decision of a master, with its reasons: what to do, how much, and what to leave alone.
 *
 * Pure: the same brief, facts, repairs and format give the same plan on every machine.
 * @param facts    of the mix after its repairs and cuts
 * @param kernels  filter design and response
 * @param before   what is done ahead of the chain
 * @param brought  records and a profile to aim at
 * @cost some ten milliseconds, nearly all of it the tonal fit
 */
export function makePlan(
  brief: Brief,
  facts: Facts,
  format: SourceFormat,
  kernels: FilterKernels,
  before: WorkBefore = NOTHING_BEFORE,
  brought: BroughtAims = NOTHING_BROUGHT,
): Plan {
  const { repairs, edit } = before;
  const chosen = chooseTarget(brief, facts, format.isLossy, brought.profile);
  const context = contextOf(brief, facts, format, kernels, chosen, brought.references);
  const isSilent = facts.integratedLufs === null;
  const isMastered = isAlreadyMastered(facts) && context.reference === null; // a reference is an order to move it
  const decisions = isSilent ? [] : decideStages(context, isMastered);
  const stages = decisions.flatMap(({ stage }) => (stage === null ? [] : [stage]));
  const glueDb = stages.some(({ id }) => id === 'glue') ? glueWorkDb(context) : 0; // a matched compressor bends the range, not the peaks
  return {
    version: 1,
    sampleRateHz: facts.sampleRateHz,
    channelCount: facts.channelCount,
    seed: brief.seed,
    genre: chosen.choice,
    profile: brought.profile?.name ?? null,
    references: brought.references.map(({ name, weight, aspects }) => ({ name, weight, aspects })),
    tonalTarget: {
      centresHz: facts.spectrum.centresHz,
      levelDb: context.tonalDb.map(level => jsonNumber(level, 2)!),
      toleranceDb: context.tonalSpreadDb.map(spread => jsonNumber(spread, 2)!),
      label: context.toneLabel,
    },
    repairs,
    edit,
    stages,
    loudness: planLoudness(context, isMastered, PEAK_RELIEF_FRACTION * glueDb),
    deliverables: planDeliverables(brief, facts.sampleRateHz),
    leftAlone: [
      ...describeNames(brief),
      ...(isSilent || isMastered ? [] : describeKept(context.keep)),
      ...(context.reference?.unsaid ?? []),
      ...decisions.flatMap(({ leftAlone }) => leftAlone),
    ],
    warnings: [...collectWarnings(context, isMastered), ...decisions.flatMap(({ warnings }) => warnings)],
    played: null,
  };
}
