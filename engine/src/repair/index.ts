export type { DcParameters } from './dc.ts';
export type { DehumParameters } from './dehum.ts';
export * from './repairs.ts';
export * from './spec.ts';
