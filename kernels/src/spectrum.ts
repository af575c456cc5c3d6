import type { SpectrumKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeSpectrumKernels(_arena: Arena): SpectrumKernels {
  return {} as never; // placeholder
}
