import { varianceOf } from './blocks.ts';
import type { Fit } from './fit.ts';
import { BLOCK_READINGS, type Frames } from './frames.ts';
import { type Smoothed, smoothTrack, type Walk } from './kalman.ts';
import { harmonicOf, type Readings } from './readings.ts';

/**
 * How a frequency may go: a network that holds still, one that walks, a tape that wavers; or smooth, with a rate of its own:
 * 0.3 Hz to and fro in 100 s changes its rate by 1e-3 Hz/s in a second, in 10 s by 1e-1.
 */
const WALKS: readonly Walk[] = [
  { frequency: 1e-5, rate: 0 },
  { frequency: 1e-3, rate: 0 },
  { frequency: 5e-3, rate: 0 },
  { frequency: 2e-2, rate: 0 },
  { frequency: 0, rate: 1e-4 },
  { frequency: 0, rate: 1e-3 },
  { frequency: 0, rate: 1e-2 },
  { frequency: 0, rate: 1e-1 },
];

/**
 * Sets the phase track anew from what the readings say it is off by: an extended Kalman filter and smoother,
 * for the walk under which the readings are likeliest.
 * @returns how far it moved where something is seen, turns
 */
export function smoothPhase(readings: Readings, frames: Frames, fit: Fit): number {
  const { seen, information } = seePhase(readings, frames, fit);
  let best: Smoothed | null = null;
  for (const walk of WALKS) {
    const track = smoothTrack(seen, information, 1 / readings.readingsPerSecond, walk);
    if (best === null || track.likelihood > best.likelihood) best = track;
  }
  if (best === null) return 0;
  let farthest = 0;
  for (let k = 0; k < readings.count; k++)
    if (information[k]! > 0) farthest = Math.max(farthest, wrapped(best.phases[k]! - fit.phases[k]!));
  fit.phases.set(best.phases);
  fit.spread.set(best.spread);
  return farthest;
}

/** Distance from the next whole turn. */
function wrapped(turns: number): number {
  return Math.abs(turns - Math.round(turns));
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
  const agreeing = new Float64Array(readings.count);
  for (let line = 0; line < fit.re.length; line++) {
    const a = fit.re[line]!;
    const b = fit.im[line]!;
    const power = a * a + b * b;
    // a line that is not clear of its own error tells nothing (9 dB)
    if (!(power > 8 * fit.variance[line]!)) continue;
    const turns = 2 * Math.PI * harmonicOf(line);
    const noises = noiseOf(readings, frames, fit, line, Math.sqrt(power));
    for (let k = 0; k < readings.count; k++) {
      const block = Math.floor(k / BLOCK_READINGS);
      if (readings.isSound[k] === 0) continue;
      const weight = 2 / (noises[block]! * fit.still.counts[block]!);
      seen[k]! += weight * turns * (fit.still.im[line]![k]! * a - fit.still.re[line]![k]! * b);
      information[k]! += weight * turns * turns * power;
      agreeing[k]! += weight * turns * turns * (fit.still.re[line]![k]! * a + fit.still.im[line]![k]! * b);
    }
  }
  silenceHidden(information, agreeing);
  for (let k = 0; k < readings.count; k++)
    if (information[k]! > 0) seen[k] = fit.phases[k]! + seen[k]! / information[k]!;
  return { seen, information };
}

/** Readings on either side that are taken together, as few as tell the phase: half a second … 4 s. */
const REACHES_READINGS: readonly number[] = [8, 16, 32, 64];
/** Of the phase in turns², by which a stretch must tell it: to an eighth of a turn. */
const LEAST_INFORMATION = 64;
/** Share of the hum that must stand in its phase, or the track is wrong here. */
const LEAST_AGREEMENT = 0.5;

/**
 * Where the hum lies so deep under the music that several seconds together do not tell its phase, and where they tell
 * that it is not what the track says, the readings only repeat the track that they were turned back by: they count for
 * nothing, and the track is carried over from both sides until they agree.
 */
function silenceHidden(information: Float64Array, agreeing: Float64Array): void {
  const count = information.length;
  const sums = runningSums(information);
  const agreed = runningSums(agreeing);
  for (let k = 0; k < count; k++) {
    const reach = REACHES_READINGS.find(
      n => sums[Math.min(count, k + n)]! - sums[Math.max(0, k - n)]! >= LEAST_INFORMATION,
    );
    const [from, to] = [Math.max(0, k - (reach ?? 0)), Math.min(count, k + (reach ?? 0))];
    if (agreed[to]! - agreed[from]! <= LEAST_AGREEMENT * (sums[to]! - sums[from]!)) information[k] = 0;
  }
}

function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, k) => {
    sums[k + 1] = sums[k]! + value;
  });
  return sums;
}

/** A note stands this much over what surrounds it. */
const NOTE_RATIO = 4;

/**
 * The variance of each block's mean: what surrounds the line, or what the level of its readings is off by where a note at
 * this very frequency makes that much more. The level of single readings, and not the distance: neither a wrong phase nor
 * a wrong frequency must make itself unbelievable.
 */
function noiseOf(
  readings: Readings,
  frames: Frames,
  { still }: Fit,
  line: number,
  amplitude: number,
): Float64Array {
  const off = new Float64Array(frames.count + 2);
  const [re, im] = [still.re[line]!, still.im[line]!];
  for (let k = 0; k < readings.count; k++) {
    if (readings.isSound[k] === 0) continue;
    const block = Math.floor(k / BLOCK_READINGS);
    const level = Math.sqrt(re[k]! ** 2 + im[k]! ** 2);
    off[block + 1]! += (2 * (level - amplitude) ** 2) / still.counts[block]!;
  }
  const over = new Float64Array(frames.count + 2);
  for (let block = 0; block < frames.count; block++) {
    const level = Math.sqrt(still.meanRe[line]![block]! ** 2 + still.meanIm[line]![block]! ** 2);
    over[block + 1] = 2 * Math.max(0, level - amplitude) ** 2;
  }
  return Float64Array.from({ length: frames.count }, (_, block) => {
    const more = Math.max(over[block]!, over[block + 1]!, over[block + 2]!);
    const note = Math.max(off[block]!, off[block + 1]!, off[block + 2]!);
    const variance = Math.max(more, varianceOf(frames, still, line, block));
    return note > NOTE_RATIO * frames.noise[line]![block]! ? Math.max(variance, note) : variance;
  });
}
