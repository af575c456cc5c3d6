import { jsonNumber, powerToDb } from '../../../units/index.ts';
import { varianceOf } from './blocks.ts';
import { type Fit, powerOf } from './fit.ts';
import { BLOCK_READINGS, FRAME_READINGS, type Frames } from './frames.ts';
import type { TracedHarmonic, TracedHum } from './hum.ts';
import { modelOf } from './model.ts';
import { HARMONIC_COUNT, harmonicOf, type Readings } from './readings.ts';

/** A line counts when its power is ten times the variance of its estimate: chance gives that to one line in 20 000. */
const CLEAR_RATIO = 10;
/** What a stretch needs to vote: 12 dB over what surrounds the lines, so that chance puts it off by half once in 300. */
const VOTE_RATIO = 16;
/** A stretch that needs longer does not vote: over that time a wrong track fits anything. */
const LONGEST_VOTE_BLOCKS = 16;

/** What was found, in numbers; null where nothing stands clear. */
export function describeHum(readings: Readings, frames: Frames, fit: Fit): TracedHum | null {
  const lines = fit.re.map((_, line) => line);
  const clear = [...lines].filter(line => powerOf(fit, line) > CLEAR_RATIO * fit.variance[line]!);
  if (clear.length === 0) return null;
  const { votes, agreeing } = countVotes(fit, frames, clear);
  const clearness = clear.reduce((sum, line) => sum + powerOf(fit, line) / fit.variance[line]!, 0);
  const slopes = slopesHz(fit.phases, readings);
  const meanHz = readings.mainsHz + slopes.meanHz;
  return {
    mainsHz: readings.mainsHz,
    meanHz: jsonNumber(meanHz, 4) ?? readings.mainsHz,
    lowestHz: jsonNumber(readings.mainsHz + slopes.lowestHz, 3) ?? readings.mainsHz,
    highestHz: jsonNumber(readings.mainsHz + slopes.highestHz, 3) ?? readings.mainsHz,
    levelDbfs: jsonNumber(powerToDb(loudestChannel(fit, clear, readings.channelCount) / 2), 2),
    harmonics: harmonicsOf(fit, frames, clear, meanHz),
    clearnessDb: jsonNumber(powerToDb(clearness), 1),
    voteCount: votes,
    agreementFraction: votes === 0 ? 0 : (jsonNumber(agreeing / votes, 3) ?? 0),
    model: modelOf(readings, fit, clear),
  };
}

/**
 * Votes of short stretches: consecutive blocks are put together until their lines together could show the hum at 12 dB;
 * a stretch agrees when it has at least half of the hum and at most half as much again, in its phase.
 */
function countVotes(fit: Fit, frames: Frames, lines: readonly number[]): { votes: number; agreeing: number } {
  const count = { votes: 0, agreeing: 0 };
  let sums = { re: 0, im: 0, information: 0, blocks: 0 };
  for (let block = 0; block < frames.count; block++) {
    addBlock(sums, fit, frames, lines, block);
    if (sums.information >= VOTE_RATIO) {
      const re = sums.re / sums.information;
      const im = sums.im / sums.information;
      count.votes += 1;
      if (re > 0.5 && re < 1.5 && Math.abs(im) < 0.5) count.agreeing += 1;
    }
    if (sums.information >= VOTE_RATIO || sums.blocks >= LONGEST_VOTE_BLOCKS)
      sums = { re: 0, im: 0, information: 0, blocks: 0 };
  }
  return count;
}

function addBlock(
  sums: { re: number; im: number; information: number; blocks: number },
  { still, re, im }: Fit,
  frames: Frames,
  lines: readonly number[],
  block: number,
): void {
  sums.blocks += 1;
  for (const line of lines) {
    const weight = 1 / varianceOf(frames, still, line, block);
    const x = still.meanRe[line]![block]!;
    const y = still.meanIm[line]![block]!;
    const a = re[line]!;
    const b = im[line]!;
    sums.re += weight * (x * a + y * b);
    sums.im += weight * (y * a - x * b);
    sums.information += weight * (a * a + b * b);
  }
}

function loudestChannel(fit: Fit, clear: readonly number[], channelCount: number): number {
  const sums = new Float64Array(channelCount);
  for (const line of clear) sums[Math.floor(line / HARMONIC_COUNT)]! += powerOf(fit, line);
  return Math.max(...sums);
}

function harmonicsOf(fit: Fit, frames: Frames, clear: readonly number[], meanHz: number): TracedHarmonic[] {
  const numbers = [...new Set(clear.map(harmonicOf))].sort((a, b) => a - b);
  return numbers.map(number => {
    const lines = clear.filter(line => harmonicOf(line) === number);
    const line = lines.reduce((a, b) => (powerOf(fit, b) > powerOf(fit, a) ? b : a));
    const power = powerOf(fit, line);
    const sorted = frames.noise[line]!.filter(
      (value, block) => value > 0 && fit.still.counts[block]! > 0,
    ).sort();
    const quiet = sorted[Math.floor(0.1 * sorted.length)] ?? 0;
    // a sine stands (Σw)²/Σw² = 2/3 · 64 times higher in a Hann window of 64 readings than noise of the same power
    const lineToNeighbourDb = powerToDb(((2 / 3) * FRAME_READINGS * power) / quiet);
    return {
      number,
      frequencyHz: jsonNumber(number * meanHz, 2) ?? 0,
      levelDbfs: jsonNumber(powerToDb(power / 2), 1) ?? -300,
      lineToNeighbourDb: jsonNumber(Math.min(200, lineToNeighbourDb), 1) ?? 200,
    };
  });
}

function slopesHz(
  phases: Float64Array,
  { readingsPerSecond, count }: Readings,
): { meanHz: number; lowestHz: number; highestHz: number } {
  const span = Math.min(count - 1, BLOCK_READINGS);
  if (span < 1) return { meanHz: 0, lowestHz: 0, highestHz: 0 };
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k + span < count; k += span) {
    const slope = ((phases[k + span]! - phases[k]!) * readingsPerSecond) / span;
    lowest = Math.min(lowest, slope);
    highest = Math.max(highest, slope);
  }
  const mean = ((phases[count - 1]! - phases[0]!) * readingsPerSecond) / (count - 1);
  return { meanHz: mean, lowestHz: lowest, highestHz: highest };
}
