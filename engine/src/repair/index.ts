export type { AlignParameters } from './align.ts';
export type { DcParameters } from './dc.ts';
export type { ClippedRegion, DeclipParameters } from './declip.ts';
export type { DeessParameters } from './deess.ts';
export type { Fade, FadeParameters } from './fade.ts';
export type { Burst, PlosiveParameters } from './plosive.ts';
export * from './repairs.ts';
export type { ResonanceParameters } from './resonance.ts';
export * from './spec.ts';
