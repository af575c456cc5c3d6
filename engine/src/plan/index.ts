export type { Brief, DeliverableOrder, GenreName } from './brief.ts';
export { defaultBrief } from './default-brief.ts';
export { planDeliverables } from './deliverables.ts';
export { describePlan } from './describe.ts';
export { isAlreadyMastered } from './loudness.ts';
export { makePlan } from './make-plan.ts';
export type * from './plan.ts';
export { ALL_REPAIRS, planRepairs, type RepairWish } from './repairs.ts';
export { makeTonalAim } from './tonal-aim.ts';
