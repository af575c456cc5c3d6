import type { DiagnoseContext } from './context.ts';
import { DETECTORS } from './detectors.ts';
import type { Finding } from './findings.ts';
import { spareMaster } from './spare-masters.ts';

/** Everything that is found in a mix, in the order in which a client would act on it. Pure. */
export function diagnose(context: DiagnoseContext): readonly Finding[] {
  const found = DETECTORS.flatMap(detect => detect(context));
  return context.isMastered ? spareMaster(found) : found;
}
