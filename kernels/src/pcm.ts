import type { PcmKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makePcmKernels(_arena: Arena): PcmKernels {
  return {} as never; // placeholder
}
