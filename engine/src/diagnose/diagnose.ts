import type { DiagnoseContext } from './context.ts';
import { DETECTORS } from './detectors.ts';
import type { Finding } from './findings.ts';

/** Everything that is found in a mix, in the order in which a client would act on it. Pure. */
export function diagnose(context: DiagnoseContext): readonly Finding[] {
  return DETECTORS.flatMap(detect => detect(context));
}
