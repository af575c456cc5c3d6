import type { DeclipMode } from '../audio/index.ts';
import type { Region, RegionRepairSpec } from './spec.ts';

/** A place with clipped samples, and the levels that they are clipped at there. */
export interface ClippedRegion extends Region {
  /** Per channel: samples at or above count as clipped; null where the positive side is whole. */
  readonly positiveGains: readonly (number | null)[];
  /** Per channel: samples at or below the negative of it count as clipped; null where that side is whole. */
  readonly negativeGains: readonly (number | null)[];
}

/** Parameters of declipping. */
export interface DeclipParameters {
  readonly mode: DeclipMode;
  /** Ascending and apart. */
  readonly regions: readonly ClippedRegion[];
}

/** A restored peak stands at most this far above the level it was clipped at: more is invention. */
const MOST_OVER_GAIN = 8;

/** Clipped samples found again from the audio around them; every other sample keeps its bits. */
export const declip: RegionRepairSpec<'declip'> = {
  kind: 'regions',
  name: 'declip',
  label: 'Declip',
  parameters: [],
  isNeutral: ({ regions }) => regions.every(isWhole),
  scale: (parameters, strengthFraction) =>
    strengthFraction > 0 ? parameters : { ...parameters, regions: [] },
  regions: ({ regions }) => regions.filter(region => !isWhole(region)),
  narrow: (parameters, { startFrame, endFrame }) => ({
    ...parameters,
    regions: parameters.regions.filter(
      region => region.endFrame > startFrame && region.startFrame < endFrame,
    ),
  }),
  contextSeconds: 0.75,
  mend({ block, fromFrame, toFrame, startFrame, sampleRateHz }, { mode, regions }, kernels) {
    const first = startFrame + fromFrame;
    const region = regions.find(({ startFrame: start, endFrame }) => start <= first && first < endFrame);
    if (region === undefined) return;
    block.channels.forEach((samples, channel) => {
      const positive = region.positiveGains[channel] ?? null;
      const negative = region.negativeGains[channel] ?? null;
      if (positive === null && negative === null) return;
      kernels.declip(samples, {
        sampleRateHz,
        frameCount: block.frameCount,
        fromFrame,
        toFrame,
        positiveGain: positive ?? Number.POSITIVE_INFINITY,
        negativeGain: negative ?? Number.POSITIVE_INFINITY,
        maximumGain: MOST_OVER_GAIN * Math.max(positive ?? 0, negative ?? 0),
        mode,
      });
    });
  },
};

function isWhole({ positiveGains, negativeGains }: ClippedRegion): boolean {
  return [...positiveGains, ...negativeGains].every(gain => gain === null);
}
