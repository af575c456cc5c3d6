import type { Detector } from './context.ts';
import { detectBalance } from './detect/balance.ts';
import { detectClicks } from './detect/clicks.ts';
import { detectClipping } from './detect/clipping.ts';
import { detectCountIn } from './detect/count-in.ts';
import { detectCutOffEnd } from './detect/cut-off-end.ts';
import { detectCutOffStart } from './detect/cut-off-start.ts';
import { detectDc } from './detect/dc.ts';
import { detectDelay } from './detect/delay.ts';
import { detectDropouts } from './detect/dropouts.ts';
import { detectDualMono } from './detect/dual-mono.ts';
import { detectHiss } from './detect/hiss.ts';
import { detectHum } from './detect/hum.ts';
import { detectImbalance } from './detect/imbalance.ts';
import { detectInterSampleOvers } from './detect/inter-sample-overs.ts';
import { detectLimiter } from './detect/limiter.ts';
import { detectLongSilence } from './detect/long-silence.ts';
import { detectLossyOrigin } from './detect/lossy-origin.ts';
import { detectMonoFold } from './detect/mono-fold.ts';
import { detectNoiseBursts } from './detect/noise-bursts.ts';
import { detectOneSided } from './detect/one-sided.ts';
import { detectOverCompression } from './detect/over-compression.ts';
import { detectPaddedDepth } from './detect/padded-depth.ts';
import { detectPlosive } from './detect/plosive.ts';
import { detectPolarity } from './detect/polarity.ts';
import { detectPumping } from './detect/pumping.ts';
import { detectResonance } from './detect/resonance.ts';
import { detectRumble } from './detect/rumble.ts';
import { detectSibilance } from './detect/sibilance.ts';
import { detectTruncation } from './detect/truncation.ts';
import { detectUpsampled } from './detect/upsampled.ts';
import { detectWideBass } from './detect/wide-bass.ts';

/** Every detector, in the order in which an engineer would speak of what they find. */
export const DETECTORS: readonly Detector[] = [
  detectClipping,
  detectDropouts,
  detectNoiseBursts,
  detectClicks,
  detectHum,
  detectHiss,
  detectRumble,
  detectDc,
  detectPolarity,
  detectDelay,
  detectOneSided,
  detectDualMono,
  detectImbalance,
  detectMonoFold,
  detectWideBass,
  detectLimiter,
  detectOverCompression,
  detectPumping,
  detectInterSampleOvers,
  detectCutOffStart,
  detectCutOffEnd,
  detectCountIn,
  detectLongSilence,
  detectLossyOrigin,
  detectUpsampled,
  detectPaddedDepth,
  detectTruncation,
  detectPlosive,
  detectSibilance,
  detectResonance,
  detectBalance,
];
