export type { DcParameters } from './dc.ts';
export * from './repairs.ts';
export * from './spec.ts';
