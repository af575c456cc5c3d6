import type { FilterKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeFilterKernels(_arena: Arena): FilterKernels {
  return {} as never; // placeholder
}
