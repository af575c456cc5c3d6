export * from './broad-bands.ts';
export * from './bs1770.ts';
export * from './dynamic-range.ts';
export * from './impairment.ts';
export * from './third-octaves.ts';
