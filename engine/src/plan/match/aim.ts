import type { Facts } from '../../analyze/facts.ts';
import type { ReferenceAspect } from '../brief.ts';
import { momentaryRangeLu } from '../momentary-range.ts';
import { meanOfMiddle } from '../targets/third-octaves.ts';

/** A reference that was heard. */
export interface HeardReference {
  readonly name: string;
  readonly facts: Facts;
  readonly weight: number;
  readonly aspects: readonly ReferenceAspect[];
}

/** A course over the mix's thirds and how sure it is: the standard deviation, dB. */
export interface Course {
  readonly levelDb: readonly (number | null)[];
  readonly doubtDb: readonly number[];
}

/** What the references ask for; null where none speaks of it. */
export interface ReferenceAim {
  /** What sentences call them: 'the reference', 'the references'. */
  readonly label: string;
  readonly isOne: boolean;
  /** Loud sections, level-free: 0 = mean of 200 Hz … 2 kHz. */
  readonly tone: Course | null;
  /** Side over mid. */
  readonly width: Course | null;
  readonly loudnessLufs: number | null;
  readonly momentaryRangeLu: number | null;
  readonly medianPsrDb: number | null;
  /** What no reference could say, as sentences. */
  readonly unsaid: readonly string[];
}

/** A look every three seconds, of which neighbours say the same: half of them count (own estimate). */
const SECONDS_PER_LOOK = 6;
/** Two records never agree better than this in a third, nor in the width of one (own estimate from songs against themselves), dB. */
const LEAST_TONE_DOUBT_DB = 1.5;
const LEAST_WIDTH_DOUBT_DB = 1;
/** What a band without a spread over time counts as. */
const UNKNOWN_SPREAD_DB = 6;

/** How well a programme knows its own mean in each third: what it strays over time, by the number of looks, dB. */
export function ownDoubtDb({ spectrum, durationSeconds }: Facts): number[] {
  const looks = Math.max(1, durationSeconds / SECONDS_PER_LOOK);
  return spectrum.centresHz.map(
    (_, band) => (spectrum.spreadDb[band] ?? UNKNOWN_SPREAD_DB) / Math.sqrt(looks),
  );
}

/** Loud sections with 0 = mean of 200 Hz … 2 kHz; null above the programme's own upper end, where an encoder or a rate speaks. */
export function levelFree({ spectrum, upperCutoffHz }: Facts): (number | null)[] {
  const { centresHz, loudDb } = spectrum;
  const middle = meanOfMiddle(
    centresHz,
    loudDb.map(level => level ?? Number.NaN),
  );
  return loudDb.map((level, band) =>
    level === null || centresHz[band]! > (upperCutoffHz ?? Number.POSITIVE_INFINITY) ? null : level - middle,
  );
}

/**
 * Side over mid: half what is usual over time, half what the energies say, dB. The first is steadier, the second is what
 * a meter of the whole reads; over halves of songs the two together stray least where either strays most.
 */
export function widthOf({ spectrum }: Facts): (number | null)[] {
  return spectrum.loudSideMidDb.map((usual, band) => {
    const [mid, side] = [spectrum.midDb[band] ?? null, spectrum.sideDb[band] ?? null];
    return usual === null || mid === null || side === null ? usual : (usual + side - mid) / 2;
  });
}

interface Weighted {
  readonly weight: number;
  readonly values: readonly (number | null)[];
  readonly doubtDb: readonly number[];
}

/** Weighted mean per band; where references disagree, the doubt grows by how much. */
function joinCourses(parts: readonly Weighted[], bandCount: number, leastDoubtDb: number): Course {
  const levelDb: (number | null)[] = [];
  const doubtDb: number[] = [];
  for (let band = 0; band < bandCount; band++) {
    const known = parts.filter(({ values }) => (values[band] ?? null) !== null);
    const total = known.reduce((sum, { weight }) => sum + weight, 0);
    const mean = known.reduce((sum, { weight, values }) => sum + (weight / total) * values[band]!, 0);
    let variance = leastDoubtDb * leastDoubtDb;
    for (const { weight, values, doubtDb: own } of known) {
      const share = weight / total;
      const distance = values[band]! - mean;
      variance += share * distance * distance + share * share * own[band]! * own[band]!;
    }
    levelDb.push(known.length === 0 ? null : mean);
    doubtDb.push(Math.sqrt(variance));
  }
  return { levelDb, doubtDb };
}

function weightedMean(
  references: readonly HeardReference[],
  pick: (facts: Facts) => number | null,
): number | null {
  const known = references.flatMap(({ facts, weight }) => {
    const value = pick(facts);
    return value === null ? [] : [{ value, weight }];
  });
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? null : known.reduce((sum, { value, weight }) => sum + (weight / total) * value, 0);
}

/**
 * What references ask of a mix, aspect by aspect, each weighted among those that speak of it.
 * @param bandCount  thirds of the mix; a reference of a lower rate says nothing of the highest
 */
export function makeReferenceAim(
  references: readonly HeardReference[],
  bandCount: number,
): ReferenceAim | null {
  if (references.length === 0) return null;
  const speaking = (aspect: ReferenceAspect) => references.filter(({ aspects }) => aspects.includes(aspect));
  const courseOf = (
    heard: readonly HeardReference[],
    values: (facts: Facts) => readonly (number | null)[],
    leastDoubtDb: number,
  ): Course | null =>
    heard.length === 0
      ? null
      : joinCourses(
          heard.map(({ facts, weight }) => ({ weight, values: values(facts), doubtDb: ownDoubtDb(facts) })),
          bandCount,
          leastDoubtDb,
        );
  const stereo = speaking('width').filter(({ facts }) => facts.channelCount === 2);
  const mono = speaking('width').filter(({ facts }) => facts.channelCount === 1);
  const dynamic = speaking('dynamics');
  return {
    label: references.length === 1 ? 'the reference' : 'the references',
    isOne: references.length === 1,
    tone: courseOf(speaking('tone'), levelFree, LEAST_TONE_DOUBT_DB),
    width: courseOf(stereo, widthOf, LEAST_WIDTH_DOUBT_DB),
    loudnessLufs: weightedMean(speaking('loudness'), facts => facts.integratedLufs),
    momentaryRangeLu: weightedMean(dynamic, momentaryRangeLu),
    medianPsrDb: weightedMean(dynamic, facts => facts.medianPsrDb),
    unsaid: mono.map(({ name }) => `The reference ${name} is mono, so it says nothing of width.`),
  };
}
