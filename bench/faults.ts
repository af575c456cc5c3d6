/**
 * Planted faults: how many the house finds, and how much it finds that is not there.
 *
 * `bench/faults.ts [--class clicks] [--count 40] [--others 4] [--seed 7] [--threads 2] [--verbose]`
 * --class    only this class, with a few of all others beside it for its precision; may be given as a part of the name
 * --count    plants per class, 200 unless told; a quarter of it for what only looks like a fault
 * --others   plants of every other class beside --class, a tenth of --count unless told
 * --seed     plants of this seed alone, each as it was in the run that named it
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Job, runJobs } from './faults/jobs.ts';
import { readMaterial } from './faults/material.ts';
import { RECIPES, type Recipe } from './faults/plant/index.ts';
import { hasFfmpeg } from './faults/plant/lossy.ts';
import { formatDetails, formatTable, precisionOf, recallOf } from './faults/table.ts';
import { type Heard, mapClean, tally } from './faults/tally.ts';

const { values } = parseArgs({
  options: {
    class: { type: 'string' },
    count: { type: 'string', default: '200' },
    others: { type: 'string' },
    seed: { type: 'string' },
    threads: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    verbose: { type: 'boolean', default: false },
  },
});
const started = performance.now();
const count = Number(values.count);
const chosen = RECIPES.filter(({ name }) => name.includes(values.class ?? ''));
if (chosen.length === 0)
  throw new TypeError(
    `no class is called ${values.class}; there are ${RECIPES.map(({ name }) => name).join(', ')}`,
  );
const others = Number(values.others ?? (values.seed === undefined ? Math.ceil(count / 10) : 0));

const excerpts = await readMaterial();
const plants = RECIPES.flatMap(recipe => seedsOf(recipe).map(seed => ({ recipe, seed })));
const jobs: Job[] = [
  ...excerpts.map((_, excerpt): Job => ({ kind: 'clean', excerpt })),
  ...plants.map(({ recipe, seed }): Job => ({ kind: 'plant', recipe: recipe.name, seed })),
];
const outcomes = await runJobs(jobs, excerpts, Number(values.threads), doneCount => {
  if (doneCount % 100 === 0) process.stderr.write(`${doneCount} of ${jobs.length}\r`);
});
const heard = plants.map(
  (plant, index): Heard => ({ ...plant, outcome: outcomes[excerpts.length + index]! }),
);
const rows = tally(RECIPES, heard, mapClean(excerpts, outcomes)).filter(({ recipe }) =>
  chosen.includes(recipe),
);
report();

function seedsOf(recipe: Recipe): number[] {
  if (values.seed !== undefined) return chosen.includes(recipe) ? [Number(values.seed)] : [];
  const wanted = chosen.includes(recipe) ? count : others;
  // what only looks like a fault is there for precision, and a few of it do
  const length = recipe.kinds.length > 0 ? wanted : Math.ceil(wanted / 4);
  return Array.from({ length }, (_, seed) => seed);
}

function report(): void {
  const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
  const busySeconds = outcomes.reduce((sum, outcome) => sum + outcome.busySeconds, 0);
  const failed = rows.filter(
    row =>
      row.recipe.bar !== null && !(recallOf(row) >= row.recipe.bar && precisionOf(row) >= row.recipe.bar),
  );
  const write = (text: string) => process.stdout.write(`${text}\n`);
  write(formatTable(rows));
  write('');
  for (const row of rows) write(formatDetails(row, values.verbose));
  write('');
  if (!hasFfmpeg) write('lossy-origin: skipped, there is no ffmpeg');
  write(
    `faults: ${plants.length} plants in ${excerpts.length} excerpts, ${(seconds / busySeconds).toFixed(0)}× real time by processor time, ${((performance.now() - started) / 1000).toFixed(0)} s; ${failed.length} classes below their bar${failed.length > 0 ? `: ${failed.map(({ recipe }) => recipe.name).join(', ')}` : ''}`,
  );
}
