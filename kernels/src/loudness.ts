import type { LoudnessKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeLoudnessKernels(_arena: Arena): LoudnessKernels {
  return {} as never; // placeholder
}
