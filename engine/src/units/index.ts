export * from './decibels.ts';
export * from './errors.ts';
export * from './turns.ts';
