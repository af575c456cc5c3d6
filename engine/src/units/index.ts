export * from './decibels.ts';
export * from './errors.ts';
