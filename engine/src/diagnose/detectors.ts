import type { Detector } from './context.ts';
import { detectBalance } from './detect/balance.ts';
import { detectDc } from './detect/dc.ts';
import { detectPlosive } from './detect/plosive.ts';
import { detectResonance } from './detect/resonance.ts';
import { detectSibilance } from './detect/sibilance.ts';

/** Every detector, in the order in which an engineer would speak of what they find. */
export const DETECTORS: readonly Detector[] = [
  detectDc,
  detectPlosive,
  detectSibilance,
  detectResonance,
  detectBalance,
];
