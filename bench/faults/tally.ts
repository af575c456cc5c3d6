import type { FindingKind } from '@deadwax/engine';
import type { Outcome } from './jobs.ts';
import type { Excerpt, Plant, Recipe } from './plant/index.ts';
import { type Clean, type FalseAlarm, judgeClean, judgePlant, recipesByKind } from './score.ts';

/** A plant that was not wholly found. */
export interface Miss {
  readonly plant: Plant;
  readonly missedCount: number;
  readonly told: readonly FindingKind[];
}

/** A finding that was wrong, and in what. */
export interface Wrong extends FalseAlarm {
  readonly source: string;
}

/** One row of the table. */
export interface Row {
  readonly recipe: Recipe;
  readonly plantCount: number;
  /** Seeds for which no excerpt could carry the fault. */
  readonly impossibleCount: number;
  /** Plants whose clean excerpt already has the fault. */
  readonly alreadyCount: number;
  readonly wantedCount: number;
  readonly foundCount: number;
  /** Found of wanted, by the shape of the fault. */
  readonly byShape: ReadonlyMap<string, { wanted: number; found: number }>;
  readonly misses: readonly Miss[];
  /** Findings of this class's kinds where there is no such fault. */
  readonly wrongs: readonly Wrong[];
  readonly failures: readonly string[];
}

/** A planted excerpt with the seed that made it. */
export interface Heard {
  readonly recipe: Recipe;
  readonly seed: number;
  readonly outcome: Outcome;
}

/** Clean excerpts with what was told of them, by name. */
export type CleanByName = ReadonlyMap<string, Clean>;

/** What was told of each clean excerpt. */
export function mapClean(excerpts: readonly Excerpt[], outcomes: readonly Outcome[]): CleanByName {
  return new Map(excerpts.map(({ name, own }, index) => [name, { told: outcomes[index]!.told, own }]));
}

/** Counts what was found and what was told wrongly, a row for each recipe. */
export function tally(recipes: readonly Recipe[], heard: readonly Heard[], clean: CleanByName): Row[] {
  const kinds = recipesByKind(recipes);
  const wrongs: Wrong[] = [];
  for (const [name, excerpt] of clean)
    wrongs.push(...judgeClean(excerpt, kinds).map(alarm => ({ ...alarm, source: `clean ${name}` })));
  const rows = recipes.map(recipe => {
    const mine = heard.filter(entry => entry.recipe === recipe);
    return countRow(recipe, mine, (plant, outcome) => {
      const judgement = judgePlant(plant, outcome.told, clean.get(plant.recording)!, kinds);
      const source = `${plant.fault} --seed ${plant.seed}, ${plant.recording}`;
      wrongs.push(...judgement.falseAlarms.map(alarm => ({ ...alarm, source })));
      return judgement;
    });
  });
  return rows.map(row => ({ ...row, wrongs: wrongs.filter(({ kind }) => row.recipe.kinds.includes(kind)) }));
}

function countRow(
  recipe: Recipe,
  heard: readonly Heard[],
  judge: (plant: Plant, outcome: Outcome) => ReturnType<typeof judgePlant>,
): Row {
  const row = { impossibleCount: 0, alreadyCount: 0, wantedCount: 0, foundCount: 0 };
  const byShape = new Map<string, { wanted: number; found: number }>();
  const misses: Miss[] = [];
  const failures: string[] = [];
  for (const { outcome, seed } of heard) {
    const { plant, failure, told } = outcome;
    if (failure !== null) failures.push(`--seed ${seed}: ${failure}`);
    if (plant === null) {
      row.impossibleCount += 1;
      continue;
    }
    const { wantedCount, foundCount } = judge(plant, outcome);
    if (recipe.kinds.length > 0 && wantedCount === 0) row.alreadyCount += 1;
    row.wantedCount += wantedCount;
    row.foundCount += foundCount;
    const shape = String(
      plant.parameters['shape'] ?? plant.parameters['codec'] ?? plant.parameters['bits'] ?? '',
    );
    const part = byShape.get(shape) ?? { wanted: 0, found: 0 };
    byShape.set(shape, { wanted: part.wanted + wantedCount, found: part.found + foundCount });
    if (foundCount < wantedCount)
      misses.push({ plant, missedCount: wantedCount - foundCount, told: told.map(({ kind }) => kind) });
  }
  return {
    recipe,
    plantCount: heard.length - row.impossibleCount,
    ...row,
    byShape,
    misses,
    wrongs: [],
    failures,
  };
}
