import { rotate } from '../../../units/index.ts';
import { type Still, varianceOf } from './blocks.ts';
import type { Frames } from './frames.ts';
import { harmonicOf } from './readings.ts';

/** Phases tried within a turn: at the 16th harmonic a quarter of its turn apart. */
const PHASES = 64;
/** How fast a network's frequency may walk: 0.02 Hz in a second, as a drift of ±0.3 Hz in 60 s does. */
const WALK_HZ = 0.02;

interface Reference {
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly weight: Float64Array;
}

/**
 * A first phase for every block, turns, from the clearest one outwards: each block is turned until its harmonics agree
 * best with the mean of those before it.
 */
export function alignBlocks(frames: Frames, still: Still): Float64Array {
  const count = still.counts.length;
  const phases = new Float64Array(count);
  const start = clearestBlock(frames, still);
  const reference = makeReference(still.meanRe.length);
  learn(reference, frames, still, start, 0);
  walk(start, count, 1, phases, reference, frames, still);
  walk(start, -1, -1, phases, reference, frames, still);
  return phases;
}

function makeReference(lineCount: number): Reference {
  return {
    re: new Float64Array(lineCount),
    im: new Float64Array(lineCount),
    weight: new Float64Array(lineCount),
  };
}

function clearestBlock(frames: Frames, still: Still): number {
  let best = 0;
  let most = -1;
  for (let block = 0; block < still.counts.length; block++) {
    let sum = 0;
    for (let line = 0; line < still.meanRe.length; line++) {
      const variance = varianceOf(frames, still, line, block);
      const power = still.meanRe[line]![block]! ** 2 + still.meanIm[line]![block]! ** 2;
      sum += Math.max(0, power / variance - 1);
    }
    if (sum > most) {
      most = sum;
      best = block;
    }
  }
  return best;
}

/** Takes a block into the reference, turned by its phase. */
function learn(reference: Reference, frames: Frames, still: Still, block: number, phase: number): void {
  const angle = { cosine: 1, sine: 0 };
  for (let line = 0; line < reference.re.length; line++) {
    const weight = 1 / varianceOf(frames, still, line, block);
    if (weight === 0) continue;
    rotate(-harmonicOf(line) * phase, angle);
    const re = still.meanRe[line]![block]!;
    const im = still.meanIm[line]![block]!;
    const sum = reference.weight[line]! + weight;
    const share = weight / sum;
    reference.re[line]! += share * (re * angle.cosine - im * angle.sine - reference.re[line]!);
    reference.im[line]! += share * (re * angle.sine + im * angle.cosine - reference.im[line]!);
    reference.weight[line] = sum;
  }
}

/** Kalman filter of phase and its slope per block. */
function walk(
  start: number,
  end: number,
  step: number,
  phases: Float64Array,
  reference: Reference,
  frames: Frames,
  still: Still,
): void {
  let phase = phases[start]!;
  let slope = 0;
  const q = WALK_HZ ** 2;
  let pp = 1e-4;
  let ps = 0;
  let ss = q;
  for (let block = start + step; block !== end; block += step) {
    phase += slope;
    pp += 2 * ps + ss + q / 3;
    ps += ss + q / 2;
    ss += q;
    const seen = matchPhase(reference, frames, still, block, phase, pp);
    const gain = 1 / (pp + seen.variance);
    const error = seen.phase - phase;
    phase += pp * gain * error;
    slope += ps * gain * error;
    ss -= ps * ps * gain;
    ps -= ps * pp * gain;
    pp -= pp * pp * gain;
    phases[block] = phase;
    learn(reference, frames, still, block, phase);
  }
}

/** The phase near `expected` at which a block agrees best with the reference, and how sure that is. */
function matchPhase(
  reference: Reference,
  frames: Frames,
  still: Still,
  block: number,
  expected: number,
  spread: number,
): { phase: number; variance: number } {
  let best = expected;
  let most = Number.NEGATIVE_INFINITY;
  const reach = Math.min(0.5, 3 * Math.sqrt(spread) + 1 / PHASES);
  const stepTurns = Math.min(1 / PHASES, reach / 8);
  const steps = Math.ceil(reach / stepTurns);
  const products = makeProducts(reference, frames, still, block);
  for (let i = -steps; i <= steps; i++) {
    const phase = expected + i * stepTurns;
    const score = agreement(products, phase) - (phase - expected) ** 2 / (2 * spread);
    if (score > most) {
      most = score;
      best = phase;
    }
  }
  return { phase: best, variance: 1 / Math.max(products.information, 1e-9) };
}

interface Products {
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** Of the phase, 1/turns². */
  readonly information: number;
}

/** Per line: block · conj(reference) over the noise of both. */
function makeProducts(reference: Reference, frames: Frames, still: Still, block: number): Products {
  const lineCount = reference.re.length;
  const re = new Float64Array(lineCount);
  const im = new Float64Array(lineCount);
  let information = 0;
  for (let line = 0; line < lineCount; line++) {
    const variance = varianceOf(frames, still, line, block) + 1 / reference.weight[line]!;
    if (!(variance > 0 && variance < Number.POSITIVE_INFINITY)) continue;
    const a = reference.re[line]!;
    const b = reference.im[line]!;
    // what may be noise in the reference gives no information
    const power = Math.max(0, a * a + b * b - 1 / reference.weight[line]!);
    if (power === 0) continue;
    const x = still.meanRe[line]![block]!;
    const y = still.meanIm[line]![block]!;
    re[line] = (2 * (x * a + y * b)) / variance;
    im[line] = (2 * (y * a - x * b)) / variance;
    information += (2 * (2 * Math.PI * harmonicOf(line)) ** 2 * power) / variance;
  }
  return { re, im, information };
}

function agreement({ re, im }: Products, phase: number): number {
  const angle = { cosine: 1, sine: 0 };
  let sum = 0;
  for (let line = 0; line < re.length; line++) {
    if (re[line] === 0 && im[line] === 0) continue;
    rotate(harmonicOf(line) * phase, angle);
    sum += re[line]! * angle.cosine + im[line]! * angle.sine;
  }
  return sum;
}
