export type { AlignParameters } from './align.ts';
export type { DcParameters } from './dc.ts';
export type { Fade, FadeParameters } from './fade.ts';
export * from './repairs.ts';
export * from './spec.ts';
