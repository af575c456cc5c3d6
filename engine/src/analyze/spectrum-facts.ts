import { type HopPowers, lufsToPower, windowPowers } from '../meters/index.ts';
import { HOPS_PER_SECOND, MOMENTARY_HOPS, thirdOctaves } from '../standards/index.ts';
import { jsonNumber, powerToDb } from '../units/index.ts';
import type { SpectrumFacts, StereoFacts } from './facts.ts';
import { type SpectrumWindows, spectrumHopFrames, spectrumWindowFrames } from './measure-segment.ts';

/** Mean powers per 1/3 octave over the windows that count. */
export interface GatedSpectrum {
  readonly mid: Float64Array;
  readonly side: Float64Array;
  readonly cross: Float64Array;
  /** Standard deviation over time of the 3 s means, weighted by their energy, dB. */
  readonly spreadDb: Float64Array;
  /** Mid and side together, and the mean over time of side over mid in dB, in the louder sections. */
  readonly loud: Float64Array;
  readonly loudSideMidDb: Float64Array;
}

/** The quieter third is left out where programmes are compared: breaks and intros differ most from one to the next. */
const QUIETER_FRACTION = 1 / 3;
/** Side over mid of one window counts between these: beyond is mono, or cancels, whatever the figure. */
const SIDE_MID_LIMITS_DB = [-50, 20] as const;

/** Windows whose momentary loudness is above the gate; all of them where none is. */
export function gateWindows(
  spectrum: SpectrumWindows,
  hops: HopPowers,
  gateLufs: number,
  sampleRateHz: number,
): GatedSpectrum {
  const audible = audibleWindows(spectrum.windowCount, hops, gateLufs);
  const rows =
    audible.length > 0
      ? audible.map(({ window }) => window)
      : Array.from({ length: spectrum.windowCount }, (_, window) => window);
  const loudRows = louderWindows(audible);
  return {
    loud: addRows(
      meanRows(spectrum.mid, loudRows, spectrum.bandCount),
      meanRows(spectrum.side, loudRows, spectrum.bandCount),
    ),
    loudSideMidDb: meanSideMidDb(spectrum, loudRows),
    mid: meanRows(spectrum.mid, rows, spectrum.bandCount),
    side: meanRows(spectrum.side, rows, spectrum.bandCount),
    cross: meanRows(spectrum.cross, rows, spectrum.bandCount),
    spreadDb: spreadOverTime(
      spectrum,
      rows,
      Math.round((3 * sampleRateHz) / spectrumHopFrames(sampleRateHz)),
    ),
  };
}

interface AudibleWindow {
  readonly window: number;
  /** K-weighted mean power of the 400 ms around its middle. */
  readonly power: number;
}

/** A window counts where the 400 ms around its middle are above the gate. */
function audibleWindows(windowCount: number, hops: HopPowers, gateLufs: number): AudibleWindow[] {
  const { sampleRateHz } = hops;
  const gate = lufsToPower(gateLufs);
  const momentary = windowPowers(hops, MOMENTARY_HOPS, 1);
  const rows: AudibleWindow[] = [];
  for (let window = 0; window < windowCount; window++) {
    const centreFrame = window * spectrumHopFrames(sampleRateHz) + spectrumWindowFrames(sampleRateHz) / 2;
    const centreHop = Math.floor((centreFrame * HOPS_PER_SECOND) / sampleRateHz);
    const first = Math.max(0, Math.min(centreHop - MOMENTARY_HOPS / 2, momentary.length - 1));
    const power = momentary[first] ?? 0;
    if (power > gate) rows.push({ window, power });
  }
  return rows;
}

/** In the order of the audio, so that sums do not depend on how a sort treats equals. */
function louderWindows(audible: readonly AudibleWindow[]): number[] {
  const powers = audible.map(({ power }) => power).sort((a, b) => a - b);
  const least = powers[Math.floor(QUIETER_FRACTION * powers.length)] ?? 0;
  return audible.filter(({ power }) => power >= least).map(({ window }) => window);
}

/** Mean over time in dB: steadier than the ratio of the means, which a few loud sounds decide. NaN where there is nothing. */
function meanSideMidDb({ mid, side, bandCount }: SpectrumWindows, rows: readonly number[]): Float64Array {
  const [lowest, highest] = SIDE_MID_LIMITS_DB;
  return Float64Array.from({ length: bandCount }, (_, band) => {
    let sum = 0;
    let count = 0;
    for (const row of rows) {
      const at = row * bandCount + band;
      if (mid[at]! + side[at]! === 0) continue;
      sum += Math.min(highest, Math.max(lowest, powerToDb(side[at]! / mid[at]!)));
      count++;
    }
    return sum / count;
  });
}

function addRows(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, band) => value + b[band]!);
}

function meanRows(values: Float32Array, rows: readonly number[], bandCount: number): Float64Array {
  const mean = new Float64Array(bandCount);
  for (const row of rows) {
    for (let band = 0, at = row * bandCount; band < bandCount; band++, at++) mean[band]! += values[at]!;
  }
  return mean.map(sum => sum / Math.max(1, rows.length));
}

/** Weighted by energy: how much a band changes while it plays, not how often it is silent. */
function spreadOverTime(
  spectrum: SpectrumWindows,
  rows: readonly number[],
  groupWindows: number,
): Float64Array {
  const { bandCount } = spectrum;
  const [weights, sums, squares] = [0, 1, 2].map(() => new Float64Array(bandCount));
  let groups = 0;
  for (let from = 0; from + groupWindows <= rows.length; from += groupWindows) {
    groups += 1;
    meanRows(spectrum.mid, rows.slice(from, from + groupWindows), bandCount).forEach((power, band) => {
      const db = powerToDb(power + 1e-14);
      weights![band]! += power;
      sums![band]! += power * db;
      squares![band]! += power * db * db;
    });
  }
  if (groups < 2) return new Float64Array(bandCount).fill(Number.NaN);
  return weights!.map((weight, band) => {
    const mean = sums![band]! / weight;
    return Math.sqrt(Math.max(0, squares![band]! / weight - mean * mean));
  });
}

/** The long-term average spectrum of what is heard. */
export function spectrumFacts(gated: GatedSpectrum, sampleRateHz: number): SpectrumFacts {
  const levels = (powers: Float64Array) => Array.from(powers, power => jsonNumber(powerToDb(power), 2));
  return {
    centresHz: thirdOctaves(sampleRateHz).centresHz,
    midDb: levels(gated.mid),
    sideDb: levels(gated.side),
    spreadDb: Array.from(gated.spreadDb, db => jsonNumber(db, 2)),
    loudDb: levels(gated.loud),
    loudSideMidDb: Array.from(gated.loudSideMidDb, db => jsonNumber(db, 2)),
    correlation: Array.from(gated.mid, (_, band) => stereoOf(gated, band, band + 1).correlation),
  };
}

/** Stereo figures of the whole. */
export function stereoFacts(gated: GatedSpectrum): StereoFacts {
  return stereoOf(gated, 0, gated.mid.length);
}

/**
 * Stereo figures of bands [from, to), from mid, side and their product: L² = (M² + S²)/2 + M·S, R² likewise with −M·S,
 * and L·R = (M² − S²)/2.
 */
export function stereoOf(gated: GatedSpectrum, from: number, to: number): StereoFacts {
  const total = (powers: Float64Array) => powers.subarray(from, to).reduce((sum, power) => sum + power, 0);
  const [mid, side, cross] = [total(gated.mid), total(gated.side), total(gated.cross)];
  const left = Math.max(0, (mid + side) / 2 + cross);
  const right = Math.max(0, (mid + side) / 2 - cross);
  return {
    correlation: jsonNumber((mid - side) / 2 / Math.sqrt(left * right)),
    balanceDb: jsonNumber(powerToDb(right / left), 2),
    sideMidDb: jsonNumber(powerToDb(side / mid), 2),
    monoFoldDb: jsonNumber(powerToDb(mid / (mid + side)), 2),
  };
}

/** An edge is a fall of this much … */
const EDGE_DB = 18;
/** … within this width … */
const EDGE_WIDTH_HZ = 600;
/** … above this frequency, never rising again above it. */
const LOWEST_EDGE_HZ = 5000;

/** Where the spectrum ends: the lowest steep edge above which nothing comes back; null where there is none. */
export function upperCutoffHz(spectrum: SpectrumWindows, sampleRateHz: number): number | null {
  const stepHz = 100;
  const levels = bandLevels(spectrum.binPowers, sampleRateHz, stepHz);
  const half = EDGE_WIDTH_HZ / 2 / stepHz;
  let maximumAbove = Number.NEGATIVE_INFINITY;
  let edge: number | null = null;
  for (let step = levels.length - 1 - half; step - half >= LOWEST_EDGE_HZ / stepHz; step--) {
    maximumAbove = Math.max(maximumAbove, levels[step + half]!);
    if (levels[step - half]! - maximumAbove >= EDGE_DB) edge = step * stepHz;
    else if (edge !== null) break;
  }
  return edge !== null && edge < 0.98 * (sampleRateHz / 2) ? edge : null;
}

/** Mean power of every `stepHz`, in dB. */
function bandLevels(binPowers: Float64Array, sampleRateHz: number, stepHz: number): Float64Array {
  const binHz = sampleRateHz / 2 / (binPowers.length - 1);
  const levels = new Float64Array(Math.floor(sampleRateHz / 2 / stepHz));
  for (let step = 0; step < levels.length; step++) {
    const from = Math.round((step * stepHz) / binHz);
    const to = Math.max(from + 1, Math.round(((step + 1) * stepHz) / binHz));
    levels[step] = powerToDb(
      binPowers.subarray(from, to).reduce((sum, power) => sum + power, 0) / (to - from) + 1e-18,
    );
  }
  return levels;
}
