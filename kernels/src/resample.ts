import type { ResampleKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeResampleKernels(_arena: Arena): ResampleKernels {
  return {} as never; // placeholder
}
