import type { FindingKind, Place } from '@deadwax/engine';
import type { Told } from './assess.ts';
import type { Plant, Recipe, TruePlace } from './plant/index.ts';

/** A place that is told may be this much longer than the one that was planted: a finding of everything finds nothing. */
const LONGER_SECONDS = 0.5;
/** Bands meet when their edges are no further apart than a third of an octave. */
const BAND_RATIO = 2 ** (1 / 3);

/** A finding that is wrong. */
export interface FalseAlarm {
  readonly kind: FindingKind;
  readonly place: Place;
}

/** How one planted excerpt was judged. */
export interface Judgement {
  /** Planted things that count: places, or 1 for a plant that is one thing. 0 where the clean excerpt already has the fault. */
  readonly wantedCount: number;
  readonly foundCount: number;
  /** Planted places that nobody told. */
  readonly missed: readonly TruePlace[];
  readonly falseAlarms: readonly FalseAlarm[];
  /** Findings that the clean excerpt has as well: counted there, not here. */
  readonly knownCount: number;
}

/** What a judge knows of the excerpt without the fault. */
export interface Clean {
  readonly told: readonly Told[];
  /** Kinds that are true of it. */
  readonly own: readonly FindingKind[];
}

/** Recipes by the kind that they plant: how findings of this kind are to be counted. */
export type RecipesByKind = ReadonlyMap<FindingKind, Recipe>;

/** Which recipe scores each kind. */
export function recipesByKind(recipes: readonly Recipe[]): RecipesByKind {
  return new Map(recipes.flatMap(recipe => recipe.kinds.map(kind => [kind, recipe] as const)));
}

/** Holds what was told of a planted excerpt against what was planted. */
export function judgePlant(
  plant: Plant,
  told: readonly Told[],
  clean: Clean,
  kinds: RecipesByKind,
): Judgement {
  const recipe = plant.kinds.length > 0 ? kinds.get(plant.kinds[0]!)! : null;
  const right = told.filter(finding => plant.kinds.includes(finding.kind) && bandsMeet(finding, plant.band));
  const known = shifted(clean.told, plant.shiftSeconds);
  const { falseAlarms, knownCount } = countFalse(told, { plant, recipe, known, own: clean.own, kinds });
  const base = { falseAlarms, knownCount };
  if (recipe === null) return { ...base, wantedCount: 0, foundCount: 0, missed: [] };
  if (recipe.scoring === 'places') {
    const isTold = (place: TruePlace) =>
      right.some(finding =>
        placesOf(finding).some(found => isNear(found, place, recipe.toleranceSeconds, true)),
      );
    const missed = plant.where.filter(place => !isTold(place));
    const wantedCount = plant.where.length;
    return { ...base, wantedCount, foundCount: wantedCount - missed.length, missed };
  }
  if (isKnown(plant, known, recipe)) return { ...base, wantedCount: 0, foundCount: 0, missed: [] };
  const isFound = right.some(finding => touches(finding, plant, recipe.toleranceSeconds));
  return { ...base, wantedCount: 1, foundCount: isFound ? 1 : 0, missed: isFound ? [] : plant.where };
}

/** What is wrong of what was told of an excerpt without a fault. */
export function judgeClean({ told, own }: Clean, kinds: RecipesByKind): readonly FalseAlarm[] {
  return told
    .filter(({ kind }) => kinds.has(kind) && !own.includes(kind))
    .flatMap(finding => countedPlaces(finding, kinds).map(place => ({ kind: finding.kind, place })));
}

interface Grounds {
  readonly plant: Plant;
  readonly recipe: Recipe | null;
  readonly known: readonly Told[];
  readonly own: readonly FindingKind[];
  readonly kinds: RecipesByKind;
}

function countFalse(told: readonly Told[], { plant, recipe, known, own, kinds }: Grounds) {
  const falseAlarms: FalseAlarm[] = [];
  let knownCount = 0;
  for (const finding of told) {
    const { kind } = finding;
    if (!kinds.has(kind) || own.includes(kind) || plant.alsoTrue.includes(kind)) continue;
    const toleranceSeconds = kinds.get(kind)!.toleranceSeconds;
    for (const place of countedPlaces(finding, kinds)) {
      if (isPlanted(finding, place, plant, recipe)) continue;
      const isOld = known.some(
        other =>
          other.kind === kind &&
          bandsMeet(finding, bandOf(other)) &&
          placesOf(other).some(old => isNear(place, old, toleranceSeconds, false)),
      );
      if (isOld) knownCount += 1;
      else falseAlarms.push({ kind, place });
    }
  }
  return { falseAlarms, knownCount };
}

function isPlanted(finding: Told, place: Place, plant: Plant, recipe: Recipe | null): boolean {
  if (recipe === null || !plant.kinds.includes(finding.kind)) return false;
  if (recipe.scoring === 'any')
    return bandsMeet(finding, plant.band) && touches(finding, plant, recipe.toleranceSeconds);
  return plant.where.some(planted => isNear(place, planted, recipe.toleranceSeconds, true));
}

/** The clean excerpt has the fault that was to be planted: nothing can be learned. */
function isKnown(plant: Plant, known: readonly Told[], { toleranceSeconds }: Recipe): boolean {
  return known.some(
    finding =>
      plant.kinds.includes(finding.kind) &&
      bandsMeet(finding, plant.band) &&
      touches(finding, plant, toleranceSeconds),
  );
}

function touches(finding: Told, { where }: Plant, toleranceSeconds: number): boolean {
  return (
    where.length === 0 ||
    placesOf(finding).some(place => where.some(planted => isNear(place, planted, toleranceSeconds, false)))
  );
}

function isNear(a: Place, b: TruePlace, toleranceSeconds: number, isExact: boolean): boolean {
  if (a.channel !== null && b.channel !== null && a.channel !== b.channel) return false;
  const isLong = a.endSeconds - a.startSeconds > b.endSeconds - b.startSeconds + LONGER_SECONDS;
  if (isExact && isLong) return false;
  return (
    a.startSeconds <= b.endSeconds + toleranceSeconds && a.endSeconds >= b.startSeconds - toleranceSeconds
  );
}

/** Where it says that it is; the whole programme where it names no places. */
function placesOf({ places, where }: Told): readonly Place[] {
  return places.length > 0 ? places : [where];
}

/** Each place counts where places are planted one by one; otherwise a finding counts once. */
function countedPlaces(finding: Told, kinds: RecipesByKind): readonly Place[] {
  return kinds.get(finding.kind)!.scoring === 'places' ? placesOf(finding) : [finding.where];
}

const bandOf = ({ fromHz, toHz }: Told): Plant['band'] =>
  fromHz === null || toHz === null ? null : { fromHz, toHz };

function bandsMeet(finding: Told, band: Plant['band']): boolean {
  const own = bandOf(finding);
  if (own === null || band === null) return true;
  return own.fromHz <= band.toHz * BAND_RATIO && own.toHz * BAND_RATIO >= band.fromHz;
}

function shifted(told: readonly Told[], seconds: number): readonly Told[] {
  if (seconds === 0) return told;
  const move = (place: Place): Place => ({
    ...place,
    startSeconds: place.startSeconds + seconds,
    endSeconds: place.endSeconds + seconds,
  });
  return told.map(finding => ({ ...finding, where: move(finding.where), places: finding.places.map(move) }));
}
