import type { Facts } from '../analyze/facts.ts';
import { naturalLog } from '../units/index.ts';
import { momentaryRangeLu } from './momentary-range.ts';
import { nineBandIndex } from './targets/band-index.ts';
import { deviationOfSpread } from './targets/blend.ts';
import type { GenreTarget } from './targets/genres.ts';
import { P90_DEVIATIONS, type Range } from './targets/range.ts';
import { CENTRES_HZ, interpolateOctaves } from './targets/third-octaves.ts';
import { compareTone } from './tone-deviation.ts';

/**
 * How many independent looks each kind of fact is worth (own estimate: neighbouring thirds move together, a mix that is
 * not mastered yet says little with its peaks, and its level says nothing at all).
 */
const LOOKS = { spectrum: 7, bass: 2.5, momentaryRange: 1.5, plr: 0.3, width: 2 } as const;

/** A mix strays this much more than finished records do (own estimate), dB. */
const MIX_ALLOWANCE_DB = 2;
/** Peaks of a mix that no limiter has met stand about this much higher, and nobody knows for which mix (own estimate), dB. */
const UNMASTERED_PEAKS_DB = 4;
/** One odd third must not decide: deviations count up to three standard deviations. */
const LARGEST_SQUARE = 9;

/** Log density of a value under a normal law, the constant left out. */
function logDensity(distance: number, deviation: number): number {
  const z = distance / deviation;
  return -0.5 * Math.min(LARGEST_SQUARE, z * z) - naturalLog(deviation);
}

function rangeLogDensity(value: number, limits: Range, allowance: number): number {
  const half = value > limits.p50 ? limits.p90 - limits.p50 : limits.p50 - limits.p10;
  const deviation = half / P90_DEVIATIONS;
  return logDensity(value - limits.p50, Math.sqrt(deviation * deviation + allowance * allowance));
}

function toneLogDensity(facts: Facts, target: GenreTarget, isLossy: boolean): number {
  const { centresHz } = facts.spectrum;
  const level = centresHz.map(hz => interpolateOctaves(CENTRES_HZ, target.tone.levelDb, hz));
  const tone = compareTone(facts, level, isLossy);
  if (tone === null) return 0;
  const sums = { bass: 0, spectrum: 0 };
  const counts = { bass: 0, spectrum: 0 };
  centresHz.forEach((hz, index) => {
    const deviationDb = tone.deviationDb[index] ?? null;
    const isBelowCutoff = facts.upperCutoffHz === null || hz < 0.9 * facts.upperCutoffHz;
    if (deviationDb === null || hz < 39 || hz > 13000 || !isBelowCutoff) return;
    const spread = deviationOfSpread(interpolateOctaves(CENTRES_HZ, target.tone.spreadDb, hz));
    const part = hz < 140 ? 'bass' : 'spectrum';
    sums[part] += logDensity(deviationDb, Math.sqrt(spread * spread + MIX_ALLOWANCE_DB * MIX_ALLOWANCE_DB));
    counts[part]++;
  });
  const mean = (part: 'bass' | 'spectrum'): number => (counts[part] === 0 ? 0 : sums[part] / counts[part]);
  return LOOKS.bass * mean('bass') + LOOKS.spectrum * mean('spectrum');
}

function widthLogDensity(facts: Facts, target: GenreTarget): number {
  let sum = 0;
  let count = 0;
  for (const band of facts.bands) {
    if (facts.stereo === null || band.sideMidDb === null || band.levelDb === null) continue;
    const level = Math.max(-40, band.sideMidDb); // narrower than that is mono to every ear
    sum += rangeLogDensity(level, target.sideMidDb[nineBandIndex(band)]!, MIX_ALLOWANCE_DB);
    count++;
  }
  return count === 0 ? 0 : (LOOKS.width * sum) / count;
}

/** How well a genre's records explain these facts, as a log likelihood; only differences between genres mean anything. */
export function genreLogLikelihood(facts: Facts, target: GenreTarget, isLossy: boolean): number {
  let sum = toneLogDensity(facts, target, isLossy) + widthLogDensity(facts, target);
  const momentaryRange = momentaryRangeLu(facts);
  if (momentaryRange !== null) {
    sum +=
      LOOKS.momentaryRange *
      rangeLogDensity(momentaryRange, target.dynamics.momentaryRangeLu, MIX_ALLOWANCE_DB);
  }
  if (facts.plrDb !== null) {
    sum += LOOKS.plr * rangeLogDensity(facts.plrDb, target.dynamics.plrDb, UNMASTERED_PEAKS_DB);
  }
  return sum;
}
