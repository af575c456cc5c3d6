import type { Detector } from './context.ts';
import { detectClipping } from './detect/clipping.ts';
import { detectDc } from './detect/dc.ts';

/** Every detector, in the order in which an engineer would speak of what they find. */
export const DETECTORS: readonly Detector[] = [detectClipping, detectDc];
