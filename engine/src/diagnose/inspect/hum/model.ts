import type { HumHarmonic, HumModel } from '../../../audio/index.ts';
import { exponential } from '../../../units/index.ts';
import { type Fit, powerOf } from './fit.ts';
import { HARMONIC_COUNT, harmonicOf, type Readings } from './readings.ts';

/** Readings between nodes that are tried, coarsest first: a steady network needs two nodes, a wavering tape many. */
const NODE_READINGS: readonly number[] = [1024, 512, 256, 128, 64, 32, 16, 8, 4];
/** Largest error of the curve between the nodes: −46 dB at the 16th harmonic, −70 at the first. */
const LARGEST_ERROR_TURNS = 5e-5;

/** What the repair subtracts: the lines that stand clear, and as few nodes as carry the phase track. */
export function modelOf(readings: Readings, fit: Fit, clear: readonly number[]): HumModel {
  const { phases } = fit;
  const every = NODE_READINGS.find(step => isCarried(phases, step)) ?? NODE_READINGS.at(-1)!;
  const phaseTurns = nodesOf(phases, every).map(turns => Math.round(turns * 1e6) / 1e6);
  return {
    fundamentalHz: readings.mainsHz,
    hopSeconds: every / readings.readingsPerSecond,
    phaseTurns,
    gains: gainsOf(fit, clear, every, phaseTurns.length),
    harmonics: harmonicsOf(readings, fit, clear),
  };
}

/**
 * How much of the hum is taken where its phase is not sure: what is left, E|1 − g·e^(iε)|², is least for g = exp(−σ²/2).
 * σ is that of the harmonics together, by their power.
 */
function gainsOf(fit: Fit, clear: readonly number[], every: number, count: number): number[] {
  let power = 0;
  let weighted = 0;
  for (const line of clear) {
    const part = powerOf(fit, line);
    power += part;
    weighted += part * harmonicOf(line) ** 2;
  }
  const square = (4 * Math.PI ** 2 * weighted) / power;
  return Array.from({ length: count }, (_, index) => {
    const variance = square * fit.spread[Math.min(fit.spread.length - 1, index * every)]!;
    return Math.round(1e4 * exponential(-variance / 2)) / 1e4;
  });
}

function harmonicsOf({ channelCount }: Readings, fit: Fit, clear: readonly number[]): HumHarmonic[] {
  const numbers = [...new Set(clear.map(harmonicOf))].sort((a, b) => a - b);
  return numbers.map(number => {
    const lines = Array.from({ length: channelCount }, (_, channel) => channel * HARMONIC_COUNT + number - 1);
    const part = (values: Float64Array) => lines.map(line => (clear.includes(line) ? values[line]! : 0));
    return { number, re: part(fit.re), im: part(fit.im) };
  });
}

/** Values at every n-th reading, with one node beyond the end, carried on straight. */
function nodesOf(phases: Float64Array, every: number): number[] {
  const count = Math.ceil(phases.length / every) + 1;
  const last = phases.length - 1;
  const slope = last > 0 ? phases[last]! - phases[last - 1]! : 0;
  return Array.from({ length: count }, (_, index) => {
    const k = index * every;
    return k <= last ? phases[k]! : phases[last]! + slope * (k - last);
  });
}

/** Whether a Catmull-Rom curve through every n-th reading stays close to the others. */
function isCarried(phases: Float64Array, every: number): boolean {
  const nodes = nodesOf(phases, every);
  const at = (index: number) => {
    if (index < 0) return 2 * nodes[0]! - nodes[1]!;
    if (index < nodes.length) return nodes[index]!;
    return 2 * nodes.at(-1)! - nodes.at(-2)!;
  };
  for (let k = 0; k < phases.length; k++) {
    const index = Math.floor(k / every);
    const u = k / every - index;
    const [a, b, c, d] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const curve = b + 0.5 * u * (c - a + u * (2 * a - 5 * b + 4 * c - d + u * (3 * (b - c) + d - a)));
    if (Math.abs(curve - phases[k]!) > LARGEST_ERROR_TURNS) return false;
  }
  return true;
}
