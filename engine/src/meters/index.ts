export * from './dynamic-range.ts';
export * from './hop-powers.ts';
export * from './loudness.ts';
export * from './loudness-range.ts';
export * from './peak-to-loudness.ts';
export * from './percentile.ts';
