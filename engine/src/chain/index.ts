export * from './chain.ts';
export * from './processor.ts';
export * from './processors.ts';
