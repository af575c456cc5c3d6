import type { DynamicsKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeDynamicsKernels(_arena: Arena): DynamicsKernels {
  return {} as never; // placeholder
}
