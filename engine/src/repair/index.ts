export type { DcParameters } from './dc.ts';
export type { DeclickParameters } from './declick.ts';
export type { DropoutParameters } from './dropout.ts';
export type { GapParameters, GapPlace } from './gap-places.ts';
export * from './repairs.ts';
export * from './spec.ts';
