import type { Detector } from './context.ts';
import { detectDc } from './detect/dc.ts';
import { detectHiss } from './detect/hiss.ts';
import { detectHum } from './detect/hum.ts';
import { detectRumble } from './detect/rumble.ts';

/** Every detector, in the order in which an engineer would speak of what they find. */
export const DETECTORS: readonly Detector[] = [detectHum, detectHiss, detectRumble, detectDc];
