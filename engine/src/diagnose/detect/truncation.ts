import { jsonNumber } from '../../units/index.ts';
import { sayPercent } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import { makeFinding } from '../make-finding.ts';

/** Samples that must be heard before the share means something: a dozen windows. */
const LEAST_SAMPLES = 6000;
/**
 * With triangular dither even silence changes its code in four samples of ten (0.75² + 2·0.125² = 0.59 stay); rounded
 * without, codes stay for 82 % of the samples and more.
 */
const LIMIT_FRACTION = 0.7;
/** Cutting instead of rounding moves everything down by half a step. */
const CUT_STEPS = -0.3;

/** Rounded to 16 bit without dither, where the music is quiet enough for that to be distortion. */
export const detectTruncation: Detector = ({ facts, traces, format }) => {
  const { quietSamples, quietEqualFraction, quietMeanSteps } = traces.codes;
  if (format.isLossy || quietEqualFraction === null || quietSamples < LEAST_SAMPLES) return [];
  if (quietEqualFraction < LIMIT_FRACTION) return [];
  const isCut = (quietMeanSteps ?? 0) < CUT_STEPS;
  return [
    makeFinding(facts, {
      id: 'truncation',
      kind: 'truncation',
      severity: 'note',
      evidence: [
        {
          fact: 'samples equal to the one before, where the music is within 8 steps of 16 bit',
          found: jsonNumber(100 * quietEqualFraction, 1),
          limit: 100 * LIMIT_FRACTION,
          unit: '%',
        },
        {
          fact: 'mean of these samples',
          found: jsonNumber(quietMeanSteps ?? 0, 2),
          limit: CUT_STEPS,
          unit: 'steps',
        },
      ],
      confidenceFraction: Math.min(0.97, 0.6 + (quietEqualFraction - LIMIT_FRACTION)),
      title: isCut ? 'Bits cut off' : 'Rounded without dither',
      sentence: `In its quietest ${Math.round(quietSamples / facts.channelCount / facts.sampleRateHz)} s the music moves in steps of 16 bit (${sayPercent(quietEqualFraction)} of the samples stand still): it was ${isCut ? 'cut' : 'rounded'} without dither, and fades end in distortion.`,
      proposal: 'Deadwax cannot bring back what was rounded; it dithers its own output.',
      inTheMix: 'Export at 24 bits or in 32-bit float, or switch dither on.',
    }),
  ];
};
