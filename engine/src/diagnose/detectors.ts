import type { Detector } from './context.ts';
import { detectClicks } from './detect/clicks.ts';
import { detectDc } from './detect/dc.ts';
import { detectDropouts } from './detect/dropouts.ts';
import { detectNoiseBursts } from './detect/noise-bursts.ts';

/** Every detector, in the order in which an engineer would speak of what they find. */
export const DETECTORS: readonly Detector[] = [detectDropouts, detectNoiseBursts, detectClicks, detectDc];
