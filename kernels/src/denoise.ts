import type { DenoiseKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeDenoiseKernels(_arena: Arena): DenoiseKernels {
  return {};
}
