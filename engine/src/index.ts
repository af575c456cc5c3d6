export * from './audio/index.ts';
export * from './units/index.ts';
