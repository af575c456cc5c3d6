/** Adapters refuse in the words of the house. */
export { assert, type ErrorCode, MasteringError } from '../units/errors.ts';
export * from './block.ts';
export * from './bytes.ts';
export * from './codec.ts';
export * from './crew.ts';
export * from './kernels/index.ts';
export * from './outputs.ts';
export * from './passage.ts';
export * from './pcm.ts';
export * from './powers.ts';
export * from './processor.ts';
export * from './progress.ts';
export * from './segments.ts';
export * from './source.ts';
