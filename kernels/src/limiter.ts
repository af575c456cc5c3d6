import type { LimiterKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeLimiterKernels(_arena: Arena): LimiterKernels {
  return {} as never; // placeholder
}
