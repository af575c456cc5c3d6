import type { DitherKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeDitherKernels(_arena: Arena): DitherKernels {
  return {} as never; // placeholder
}
