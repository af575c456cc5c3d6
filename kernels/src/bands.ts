import type { BandKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeBandKernels(_arena: Arena): BandKernels {
  return {} as never; // placeholder
}
