import type { SurveyKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeSurveyKernels(_arena: Arena): SurveyKernels {
  return {} as never; // placeholder
}
