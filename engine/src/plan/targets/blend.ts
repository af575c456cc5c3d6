import { GENRE_TARGETS, type GenreTarget, type TargetName } from './genres.ts';
import { mixRanges, P90_DEVIATIONS, type Range } from './range.ts';

export interface TargetShare {
  readonly name: TargetName;
  readonly weightFraction: number;
}

/** Shares below this do not enter a blend. */
const LEAST_SHARE = 0.02;

function mix(
  parts: readonly { weight: number; target: GenreTarget }[],
  pick: (target: GenreTarget) => Range,
): Range {
  return mixRanges(parts.map(({ weight, target }) => ({ weight, range: pick(target) })));
}

/**
 * One target out of several, by share. Where the parts disagree the spread grows, so doubt between genres means that more
 * is left alone.
 */
export function blendTargets(shares: readonly TargetShare[]): GenreTarget {
  const parts = shares
    .filter(({ weightFraction }) => weightFraction >= LEAST_SHARE)
    .map(({ name, weightFraction }) => ({ weight: weightFraction, target: GENRE_TARGETS[name] }));
  if (parts.length === 1) return parts[0]!.target;
  const tone = GENRE_TARGETS.unlabelled.tone.levelDb.map((_, index) =>
    mix(parts, ({ tone: { levelDb, spreadDb } }) => ({
      p10: levelDb[index]! - spreadDb[index]!,
      p50: levelDb[index]!,
      p90: levelDb[index]! + spreadDb[index]!,
    })),
  );
  return {
    tone: { levelDb: tone.map(({ p50 }) => p50), spreadDb: tone.map(({ p10, p90 }) => (p90 - p10) / 2) },
    dynamics: {
      integratedLufs: mix(parts, target => target.dynamics.integratedLufs),
      plrDb: mix(parts, target => target.dynamics.plrDb),
      crestDb: mix(parts, target => target.dynamics.crestDb),
      momentaryRangeLu: mix(parts, target => target.dynamics.momentaryRangeLu),
    },
    sideMidDb: GENRE_TARGETS.unlabelled.sideMidDb.map((_, band) =>
      mix(parts, target => target.sideMidDb[band]!),
    ),
    deliveredLufs: mix(parts, target => target.deliveredLufs),
  };
}

/** One standard deviation of an 80 % half-width. */
export function deviationOfSpread(spreadDb: number): number {
  return spreadDb / P90_DEVIATIONS;
}
