import { naturalLog as logOf } from '../../../units/index.ts';
import { varianceOf } from './blocks.ts';
import type { Fit } from './fit.ts';
import { BLOCK_READINGS, type Frames } from './frames.ts';
import { harmonicOf, type Readings } from './readings.ts';

/** How fast a frequency may walk, Hz per √s: a network that holds still, one that drifts, a tape that wavers. */
const WALKS_HZ: readonly number[] = [1e-5, 1e-3, 5e-3, 2e-2];

/**
 * Sets the phase track anew from what the readings say it is off by: an extended Kalman filter of phase and frequency with the
 * smoother of Rauch, Tung and Striebel (1965), for the walk under which the readings are likeliest.
 */
export function smoothPhase(readings: Readings, frames: Frames, fit: Fit): void {
  const seen = seePhase(readings, frames, fit);
  let best = run(seen, readings.readingsPerSecond, WALKS_HZ[0]!);
  for (const walkHz of WALKS_HZ.slice(1)) {
    const other = run(seen, readings.readingsPerSecond, walkHz);
    if (other.likelihood > best.likelihood) best = other;
  }
  fit.phases.set(best.phases);
  fit.spread.set(best.spread);
}

interface Seen {
  /** Where the readings put the phase, turns. */
  readonly seen: Float64Array;
  /** 1/turns²; 0 where nothing is seen. */
  readonly information: Float64Array;
}

/** The phase of every reading, from all lines together. */
function seePhase(readings: Readings, frames: Frames, fit: Fit): Seen {
  const seen = new Float64Array(readings.count);
  const information = new Float64Array(readings.count);
  for (let line = 0; line < fit.re.length; line++) {
    const a = fit.re[line]!;
    const b = fit.im[line]!;
    const power = a * a + b * b;
    // a line that is not clear of its own error tells nothing (9 dB)
    if (!(power > 8 * fit.variance[line]!)) continue;
    const turns = 2 * Math.PI * harmonicOf(line);
    const noises = noiseOf(frames, fit, line, Math.sqrt(power));
    for (let k = 0; k < readings.count; k++) {
      const block = Math.floor(k / BLOCK_READINGS);
      if (readings.isSound[k] === 0) continue;
      const weight = 2 / (noises[block]! * fit.still.counts[block]!);
      seen[k]! += weight * turns * (fit.still.im[line]![k]! * a - fit.still.re[line]![k]! * b);
      information[k]! += weight * turns * turns * power;
    }
  }
  for (let k = 0; k < readings.count; k++)
    if (information[k]! > 0) seen[k] = fit.phases[k]! + seen[k]! / information[k]!;
  return { seen, information };
}

/**
 * The variance of each block's mean: what surrounds the line, or what the level of the line is off by where that is more
 * (a note at this very frequency). The level, and not the distance: a wrong phase must not make itself unbelievable.
 */
function noiseOf(frames: Frames, { still, re, im }: Fit, line: number, amplitude: number): Float64Array {
  const off = new Float64Array(frames.count + 2);
  for (let block = 0; block < frames.count; block++) {
    const along = still.meanRe[line]![block]! * re[line]! + still.meanIm[line]![block]! * im[line]!;
    off[block + 1] = 2 * (along / amplitude - amplitude) ** 2;
  }
  return Float64Array.from({ length: frames.count }, (_, block) =>
    Math.max(varianceOf(frames, still, line, block), off[block]!, off[block + 1]!, off[block + 2]!),
  );
}

function run(
  { seen, information }: Seen,
  readingsPerSecond: number,
  walkHz: number,
): Smoothed & { likelihood: number } {
  const count = seen.length;
  const dt = 1 / readingsPerSecond;
  const q = walkHz * walkHz * dt;
  const filtered = new Float64Array(5 * count);
  // nothing is known: any phase, and any frequency within half a hertz
  let phase = 0;
  let slope = 0;
  let pp = 1e6;
  let ps = 0;
  let ss = 0.25;
  let likelihood = 0;
  for (let k = 0; k < count; k++) {
    if (information[k]! > 0) {
      const variance = pp + 1 / information[k]!;
      const error = seen[k]! - phase;
      likelihood -= error ** 2 / variance + logOf(variance);
      const gain = 1 / variance;
      phase += pp * gain * error;
      slope += ps * gain * error;
      ss -= ps * ps * gain;
      ps -= ps * pp * gain;
      pp -= pp * pp * gain;
    }
    filtered.set([phase, slope, pp, ps, ss], 5 * k);
    phase += slope * dt;
    pp += 2 * ps * dt + ss * dt * dt + (q * dt * dt) / 3;
    ps += ss * dt + (q * dt) / 2;
    ss += q;
  }
  return { ...smoothBack(filtered, count, dt, q), likelihood };
}

interface Smoothed {
  readonly phases: Float64Array;
  /** Variance of each phase, turns². */
  readonly spread: Float64Array;
}

/** Backwards: x̂ₖ = xₖ + C (x̂ₖ₊₁ − F xₖ), P̂ₖ = Pₖ + C (P̂ₖ₊₁ − P⁻ₖ₊₁) Cᵀ, C = Pₖ Fᵀ P⁻ₖ₊₁⁻¹. */
function smoothBack(filtered: Float64Array, count: number, dt: number, q: number): Smoothed {
  const phases = new Float64Array(count);
  const spread = new Float64Array(count);
  const at = (k: number, part: number) => filtered[5 * k + part]!;
  let [phase, slope, vpp, vps, vss] = [0, 0, 0, 0, 0];
  for (let k = count - 1; k >= 0; k--) {
    const [x, v, pp, ps, ss] = [at(k, 0), at(k, 1), at(k, 2), at(k, 3), at(k, 4)];
    const nextPp = pp + 2 * ps * dt + ss * dt * dt + (q * dt * dt) / 3;
    const nextPs = ps + ss * dt + (q * dt) / 2;
    const nextSs = ss + q;
    const determinant = nextPp * nextSs - nextPs * nextPs;
    if (k === count - 1 || !(determinant > 0)) {
      [phase, slope, vpp, vps, vss] = [x, v, pp, ps, ss];
    } else {
      const [a, b] = [pp + ps * dt, ps + ss * dt];
      const c11 = (a * nextSs - ps * nextPs) / determinant;
      const c12 = (ps * nextPp - a * nextPs) / determinant;
      const c21 = (b * nextSs - ss * nextPs) / determinant;
      const c22 = (ss * nextPp - b * nextPs) / determinant;
      const [offPhase, offSlope] = [phase - (x + v * dt), slope - v];
      phase = x + c11 * offPhase + c12 * offSlope;
      slope = v + c21 * offPhase + c22 * offSlope;
      const [d11, d12, d22] = [vpp - nextPp, vps - nextPs, vss - nextSs];
      vpp = pp + c11 * c11 * d11 + 2 * c11 * c12 * d12 + c12 * c12 * d22;
      vps = ps + c11 * c21 * d11 + (c11 * c22 + c12 * c21) * d12 + c12 * c22 * d22;
      vss = ss + c21 * c21 * d11 + 2 * c21 * c22 * d12 + c22 * c22 * d22;
    }
    phases[k] = phase;
    spread[k] = Math.max(0, vpp);
  }
  return { phases, spread };
}
