import type { Facts } from '../analyze/facts.ts';
import { naturalLog, powerToDb } from '../units/index.ts';
import { momentaryRangeLu } from './momentary-range.ts';
import { deviationOfSpread } from './targets/blend.ts';
import type { GenreTarget } from './targets/genres.ts';
import { P90_DEVIATIONS, type Range } from './targets/range.ts';
import { CENTRES_HZ, interpolateOctaves } from './targets/third-octaves.ts';
import { compareTone } from './tone-deviation.ts';
import { type BandWidth, MONO_BELOW_DB, readWidths } from './widths.ts';

/**
 * How many independent looks each kind of fact is worth (own estimate: neighbouring thirds move together, a mix that is
 * not mastered yet says little with its peaks, and its level says nothing at all).
 */
const LOOKS = { spectrum: 7, bass: 2.5, momentaryRange: 1.5, plr: 0.3, width: 2 } as const;

/** A mix strays this much more than finished records do, most of all in the bass (own estimate), dB. */
const MIX_ALLOWANCE_DB = 2;
const BASS_ALLOWANCE_DB = 3.5;
/** An excerpt is one passage of an arrangement: below a minute the evidence counts less, down to this. */
const FULL_EVIDENCE_SECONDS = 60;
const LEAST_EVIDENCE = 0.4;
/** Neighbouring facts agree more than independent ones would: all evidence is tempered (own estimate). */
const TEMPER = 0.75;
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

/** What of the facts tells genres apart, read once for all of them. */
export interface GenreEvidence {
  readonly facts: Facts;
  readonly isLossy: boolean;
  readonly momentaryRangeLu: number | null;
  readonly widths: readonly BandWidth[];
}

export function readEvidence(facts: Facts, isLossy: boolean): GenreEvidence {
  return { facts, isLossy, momentaryRangeLu: momentaryRangeLu(facts), widths: readWidths(facts) };
}

interface ToneFit {
  readonly logDensity: number;
  /** Mean square of the deviations, in standard deviations: about 1 where the genre explains the tone. */
  readonly misfit: number;
}

function fitTone({ facts, isLossy }: GenreEvidence, target: GenreTarget): ToneFit {
  const { centresHz } = facts.spectrum;
  const level = centresHz.map(hz => interpolateOctaves(CENTRES_HZ, target.tone.levelDb, hz));
  const tone = compareTone(facts, level, isLossy);
  const sums = { bass: 0, spectrum: 0 };
  const counts = { bass: 0, spectrum: 0 };
  let squares = 0;
  centresHz.forEach((hz, index) => {
    const deviationDb = tone?.deviationDb[index] ?? null;
    const isBelowCutoff = facts.upperCutoffHz === null || hz < 0.9 * facts.upperCutoffHz;
    if (deviationDb === null || hz < 39 || hz > 13000 || !isBelowCutoff) return;
    const spread = deviationOfSpread(interpolateOctaves(CENTRES_HZ, target.tone.spreadDb, hz));
    const part = hz < 140 ? 'bass' : 'spectrum';
    const allowance = part === 'bass' ? BASS_ALLOWANCE_DB : MIX_ALLOWANCE_DB;
    const deviation = Math.sqrt(spread * spread + allowance * allowance);
    sums[part] += logDensity(deviationDb, deviation);
    squares += Math.min(LARGEST_SQUARE, (deviationDb / deviation) * (deviationDb / deviation));
    counts[part]++;
  });
  const mean = (part: 'bass' | 'spectrum'): number => (counts[part] === 0 ? 0 : sums[part] / counts[part]);
  return {
    logDensity: LOOKS.bass * mean('bass') + LOOKS.spectrum * mean('spectrum'),
    misfit: squares / Math.max(1, counts.bass + counts.spectrum),
  };
}

/** Width says something only where there is some: mono recordings exist in every genre. */
function widthLogDensity({ facts, widths }: GenreEvidence, target: GenreTarget): number {
  if (facts.stereo === null || (facts.stereo.sideMidDb ?? -300) < MONO_BELOW_DB) return 0;
  let sum = 0;
  let count = 0;
  widths.forEach(({ mid, side }, band) => {
    if (mid === 0 || side === 0) return;
    const sideMidDb = Math.max(MONO_BELOW_DB, powerToDb(side / mid));
    sum += rangeLogDensity(sideMidDb, target.sideMidDb[band]!, MIX_ALLOWANCE_DB);
    count++;
  });
  return count === 0 ? 0 : (LOOKS.width * sum) / count;
}

export interface GenreFit {
  /** Only differences between genres mean anything. */
  readonly logLikelihood: number;
  readonly misfit: number;
}

/** How well a genre's records explain these facts. */
export function fitGenre(evidence: GenreEvidence, target: GenreTarget): GenreFit {
  const { facts } = evidence;
  const tone = fitTone(evidence, target);
  let sum = tone.logDensity + widthLogDensity(evidence, target);
  if (evidence.momentaryRangeLu !== null) {
    sum +=
      LOOKS.momentaryRange *
      rangeLogDensity(evidence.momentaryRangeLu, target.dynamics.momentaryRangeLu, MIX_ALLOWANCE_DB);
  }
  if (facts.plrDb !== null) {
    sum += LOOKS.plr * rangeLogDensity(facts.plrDb, target.dynamics.plrDb, UNMASTERED_PEAKS_DB);
  }
  const weight = Math.max(LEAST_EVIDENCE, Math.min(1, facts.durationSeconds / FULL_EVIDENCE_SECONDS));
  return { logLikelihood: TEMPER * weight * sum, misfit: tone.misfit };
}
