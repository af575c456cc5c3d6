export type { DcParameters } from './dc.ts';
export type { ClippedRegion, DeclipParameters } from './declip.ts';
export * from './repairs.ts';
export * from './spec.ts';
