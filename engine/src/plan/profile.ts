import type { Facts } from '../analyze/facts.ts';
import { dbToPower, jsonNumber, powerToDb } from '../units/index.ts';
import { momentaryRangeLu } from './momentary-range.ts';
import { GENRE_TARGETS, type GenreTarget } from './targets/genres.ts';
import { P90_DEVIATIONS, type Range, range } from './targets/range.ts';
import { CENTRES_HZ, meanOfMiddle } from './targets/third-octaves.ts';
import { totalLevels } from './tone-deviation.ts';
import { readWidths } from './widths.ts';

/** A target learned from records: what a genre's table holds, from the client's own shelf. */
export interface TargetProfile {
  readonly version: 1;
  readonly name: string;
  readonly records: readonly LearnedRecord[];
  readonly target: GenreTarget;
}

/** A record that a profile was learned from. */
export interface LearnedRecord {
  readonly name: string;
  readonly sha256: string;
  readonly durationSeconds: number;
}

/** What few records cannot tell is taken from all records: they count as this many more. */
const PRIOR_RECORDS = 2;
const GENERAL: GenreTarget = GENRE_TARGETS.unlabelled;

/** Middle and spread of some figures, their spread drawn toward that of all records in so far as they are few. */
function learnRange(values: readonly number[], general: Range): Range {
  if (values.length === 0) return general;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = (general.p90 - general.p10) / (2 * P90_DEVIATIONS);
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const variance = (PRIOR_RECORDS * deviation * deviation + squares) / (PRIOR_RECORDS + values.length);
  const half = P90_DEVIATIONS * Math.sqrt(variance);
  const [low, middle, high] = [mean - half, mean, mean + half].map(value => jsonNumber(value, 2)!);
  return range(low!, middle!, high!);
}

function learnFrom(records: readonly Facts[], pick: (facts: Facts) => number | null, general: Range): Range {
  return learnRange(
    records.map(pick).filter((value): value is number => value !== null),
    general,
  );
}

/** Level-free levels at CENTRES_HZ; null above a record's own upper end. */
function toneOf(facts: Facts): (number | null)[] {
  const { centresHz } = facts.spectrum;
  const levels = totalLevels(facts);
  const middle = meanOfMiddle(
    centresHz,
    levels.map(level => level ?? Number.NaN),
  );
  return CENTRES_HZ.map((hz, band) => {
    const level = levels[band] ?? null;
    return level === null || hz > (facts.upperCutoffHz ?? Number.POSITIVE_INFINITY) ? null : level - middle;
  });
}

function learnTone(records: readonly Facts[]): GenreTarget['tone'] {
  const tones = records.map(toneOf);
  const { levelDb, spreadDb } = GENERAL.tone;
  let beyondDb = 0; // where no record reaches, the slope of all records goes on from the last known third
  const thirds = CENTRES_HZ.map((_, band) => {
    const known = tones.flatMap(tone => (tone[band] === null ? [] : [tone[band]!]));
    const [general, spread] = [levelDb[band]!, spreadDb[band]!];
    if (known.length === 0)
      return range(general + beyondDb - spread, general + beyondDb, general + beyondDb + spread);
    const learned = learnRange(known, range(general - spread, general, general + spread));
    beyondDb = learned.p50 - general;
    return learned;
  });
  return {
    levelDb: thirds.map(({ p50 }) => jsonNumber(p50, 2)!),
    spreadDb: thirds.map(({ p10, p50 }) => jsonNumber(p50 - p10, 2)!),
  };
}

function crestDb({ channels, samplePeakDbfs }: Facts): number | null {
  const powers = channels.flatMap(({ rmsDbfs }) => (rmsDbfs === null ? [] : [dbToPower(rmsDbfs)]));
  if (samplePeakDbfs === null || powers.length === 0) return null;
  return samplePeakDbfs - powerToDb(powers.reduce((sum, power) => sum + power, 0) / powers.length);
}

function sideMidDb(facts: Facts, band: number): number | null {
  const { mid, side } = readWidths(facts)[band]!;
  return facts.stereo === null || mid === 0 || side === 0 ? null : powerToDb(side / mid);
}

/**
 * What some records have in common, as a target: tone, width, dynamics and loudness with their spread.
 *
 * Pure: the same records give the same profile, in whatever order.
 * @param records  at least one
 */
export function learnProfile(
  name: string,
  records: readonly (LearnedRecord & { readonly facts: Facts })[],
): TargetProfile {
  const ordered = [...records].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  const facts = ordered.map(record => record.facts);
  const { dynamics } = GENERAL;
  return {
    version: 1,
    name,
    records: ordered.map(({ facts: _, ...record }) => record),
    target: {
      tone: learnTone(facts),
      dynamics: {
        integratedLufs: learnFrom(facts, one => one.integratedLufs, dynamics.integratedLufs),
        plrDb: learnFrom(facts, one => one.plrDb, dynamics.plrDb),
        crestDb: learnFrom(facts, crestDb, dynamics.crestDb),
        momentaryRangeLu: learnFrom(facts, momentaryRangeLu, dynamics.momentaryRangeLu),
      },
      sideMidDb: GENERAL.sideMidDb.map((general, band) =>
        learnFrom(facts, one => sideMidDb(one, band), general),
      ),
      deliveredLufs: learnFrom(facts, one => one.integratedLufs, GENERAL.deliveredLufs),
    },
  };
}
