import { type AudioBlock, type Kernels, sliceBlock } from '../audio/index.ts';
import { channelWeights, HOPS_PER_SECOND } from '../standards/index.ts';

/** The weighting filters have forgotten everything by then: their slowest pole decays by 240 dB. */
export const PRIME_SECONDS = 0.25;

/**
 * K-weighted energy of a stretch, per 10 ms hop.
 *
 * @param block        a lead-in for the filters (at least PRIME_SECONDS), then the stretch
 * @param beforeFrames frames of the lead-in
 * @param startFrame   where in the programme the stretch begins: on a whole second
 * @returns Σ of weighted squares per hop; a hop cut off by the end is dropped
 */
export function measureHopPowers(
  block: AudioBlock,
  stretch: { readonly beforeFrames: number; readonly frameCount: number; readonly startFrame: number },
  sampleRateHz: number,
  kernels: Kernels,
): Float64Array {
  const hops = kernels.makeLoudnessHops({
    sampleRateHz,
    channelWeights: channelWeights(block.channels.length),
    firstHop: Math.round((stretch.startFrame * HOPS_PER_SECOND) / sampleRateHz),
    hopCapacity: Math.ceil((stretch.frameCount * HOPS_PER_SECOND) / sampleRateHz) + 1,
  });
  hops.prime(sliceBlock(block, 0, stretch.beforeFrames));
  const hopCount = hops.process(sliceBlock(block, stretch.beforeFrames, stretch.frameCount));
  return hops.powers.slice(0, hopCount);
}
