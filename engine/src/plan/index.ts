export type {
  Brief,
  Character,
  DeliverableOrder,
  GenreName,
  KeepName,
  LoudnessWish,
  Reference,
  ReferenceAspect,
} from './brief.ts';
export { defaultBrief } from './default-brief.ts';
export { planDeliverables } from './deliverables.ts';
export { describePlan } from './describe.ts';
export { decideEdit } from './edit.ts';
export { KEEP_NAMES, type KeepBounds, type KeptRegion, keepBounds } from './keep.ts';
export { respectKept } from './keep-findings.ts';
export { isAlreadyMastered } from './loudness.ts';
export { type BroughtAims, makePlan, type WorkBefore } from './make-plan.ts';
export type { HeardReference } from './match/aim.ts';
export type * from './plan.ts';
export { type LearnedRecord, learnProfile, type TargetProfile } from './profile.ts';
export { ALL_REPAIRS, planRepairs, type RepairWish } from './repairs.ts';
export { makeTonalAim } from './tonal-aim.ts';
