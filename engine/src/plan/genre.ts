import type { Facts } from '../analyze/facts.ts';
import { exponential, jsonNumber } from '../units/index.ts';
import { sayPercent } from '../units/words.ts';
import type { Brief, GenreName } from './brief.ts';
import { fitGenre, readEvidence } from './genre-fit.ts';
import type { GenreChoice } from './plan.ts';
import type { TargetProfile } from './profile.ts';
import { blendTargets, type TargetShare } from './targets/blend.ts';
import { GENRE_NAMES, GENRE_TARGETS, type GenreTarget, type TargetName } from './targets/genres.ts';

/** The chosen genre with the target that the plan works toward. */
export interface ChosenTarget {
  readonly choice: GenreChoice;
  readonly target: GenreTarget;
  /** What sentences call the target: 'rock records', or 'records like this' in doubt. */
  readonly label: string;
}

/** Sureness from which sentences name one genre. */
const SURE_FRACTION = 0.3;
/** The middle of all records starts with the weight of this many genres: it wins where nothing fits well. */
const MIDDLE_PRIOR = 1.5;
/** Deviations a little over one standard deviation are a mix; from here on, nothing explains it well (own estimate). */
const EXPLAINED_MISFIT = 1.1;
const DOUBT_PER_MISFIT = 0.6;
const MOST_DOUBT = 0.85;

function recordsLabel(name: GenreName): string {
  return name === 'spoken' ? 'spoken-word recordings' : `${name} records`;
}

/**
 * Shares of all genres and of the middle. Where even the best genre explains the tone badly, the middle takes what it
 * does not explain.
 */
function weighAll(facts: Facts, isLossy: boolean): TargetShare[] {
  const names: readonly TargetName[] = [...GENRE_NAMES, 'unlabelled'];
  const evidence = readEvidence(facts, isLossy);
  const fits = names.map(name => fitGenre(evidence, GENRE_TARGETS[name]));
  const best = fits.reduce((a, b) => (b.logLikelihood > a.logLikelihood ? b : a));
  const raw = names.map(
    (name, index) =>
      exponential(fits[index]!.logLikelihood - best.logLikelihood) *
      (name === 'unlabelled' ? MIDDLE_PRIOR : 1),
  );
  const total = raw.reduce((sum, value) => sum + value, 0);
  const doubt = Math.min(MOST_DOUBT, Math.max(0, (best.misfit - EXPLAINED_MISFIT) * DOUBT_PER_MISFIT));
  return names.map((name, index) => ({
    name,
    weightFraction: jsonNumber((1 - doubt) * (raw[index]! / total) + (name === 'unlabelled' ? doubt : 0), 4)!,
  }));
}

function autoSentence(named: readonly TargetShare[], middle: number, sureness: number): string {
  const [first, second] = named;
  const rest =
    second!.weightFraction < 0.05 ? '' : `, then ${second!.name} (${sayPercent(second!.weightFraction)})`;
  const doubt = middle > 0.02 ? `; ${sayPercent(middle)} of the target is the middle of all records` : '';
  if (sureness >= SURE_FRACTION) {
    return `It sounds most like ${first!.name} (${sayPercent(first!.weightFraction)})${rest}${doubt}.`;
  }
  return `No single genre stands out: ${first!.name} fits best (${sayPercent(first!.weightFraction)})${rest}${doubt}. The target is a blend and leaves more alone.`;
}

function briefChoice(name: GenreName): ChosenTarget {
  return {
    choice: {
      name,
      chosenBy: 'brief',
      confidenceFraction: 1,
      weights: [{ name, weightFraction: 1 }],
      sentence: `The brief says ${name}, so ${recordsLabel(name)} are the measure.`,
    },
    target: GENRE_TARGETS[name],
    label: recordsLabel(name),
  };
}

/** The music is still of some genre; what it is held against is the profile. */
function profileChoice(profile: TargetProfile, { choice }: ChosenTarget): ChosenTarget {
  const { name, records, target } = profile;
  const count = records.length === 1 ? 'one record' : `${records.length} records`;
  return {
    choice: {
      ...choice,
      sentence: `The brief brings a profile, “${name}”, learned from ${count}: that is the measure, whatever the genre.`,
    },
    target,
    label: `the records of “${name}”`,
  };
}

/**
 * The target of the profile, of the brief, or a blend of all genres by how well their records explain the facts.
 *
 * The weights of the choice add up to less than 1: the rest is the middle of all records.
 */
export function chooseTarget(
  brief: Brief,
  facts: Facts,
  isLossy: boolean,
  profile: TargetProfile | null = null,
): ChosenTarget {
  if (profile !== null) return profileChoice(profile, chooseTarget(brief, facts, isLossy));
  if (brief.genre !== 'auto') return briefChoice(brief.genre);
  const shares = weighAll(facts, isLossy);
  const middle = shares.find(({ name }) => name === 'unlabelled')!.weightFraction;
  const named = shares
    .filter((share): share is { name: GenreName; weightFraction: number } => share.name !== 'unlabelled')
    .sort((a, b) => b.weightFraction - a.weightFraction);
  const sureness = Math.max(0, named[0]!.weightFraction - Math.max(named[1]!.weightFraction, middle));
  return {
    choice: {
      name: named[0]!.name,
      chosenBy: 'auto',
      confidenceFraction: jsonNumber(sureness, 4)!,
      weights: named,
      sentence: autoSentence(named, middle, sureness),
    },
    target: blendTargets(shares),
    label: sureness >= SURE_FRACTION ? recordsLabel(named[0]!.name) : 'comparable records',
  };
}
