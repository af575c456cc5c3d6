import type { StereoKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeStereoKernels(_arena: Arena): StereoKernels {
  return {} as never; // placeholder
}
