import { LOUDEST_FRACTION } from '../standards/index.ts';
import { gainToDb } from '../units/index.ts';

/** One 3 s block of one channel. */
export interface DynamicRangeBlock {
  readonly sumOfSquares: number;
  readonly peakGain: number;
  readonly frameCount: number;
}

/**
 * TT DR of one channel, unrounded.
 *
 * RMS is taken with a factor of √2, so that a full-scale sine reads 0.
 * @returns dB; −Infinity for silence
 * @source Pleasurize Music Foundation, "Measuring DR", v1.3
 */
export function dynamicRange(blocks: readonly DynamicRangeBlock[]): number {
  const powers = blocks.map(block => (2 * block.sumOfSquares) / block.frameCount).sort((a, b) => b - a);
  const peaks = blocks.map(block => block.peakGain).sort((a, b) => b - a);
  const count = Math.max(1, Math.floor(powers.length * LOUDEST_FRACTION));
  const loudest = powers.slice(0, count).reduce((sum, power) => sum + power, 0) / count;
  const peak = peaks[1] ?? peaks[0] ?? 0;
  return loudest > 0 && peak > 0 ? gainToDb(peak / Math.sqrt(loudest)) : Number.NEGATIVE_INFINITY;
}
