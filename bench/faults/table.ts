import type { Row } from './tally.ts';

/** How many misses and wrong findings a class shows. */
const FEW = 5;

/** Share of what was told that is right, of the plants of this class and of the clean excerpts; of places where places are counted. */
export function precisionOf(row: Row): number {
  return row.foundCount / (row.foundCount + ownWrongsOf(row).length);
}

/** The same with all that was told in the plants of every other class, twenty-five times as many: a class that is told once in fifty of them falls to two thirds. */
export function precisionOverAllOf({ foundCount, wrongs }: Row): number {
  return foundCount / (foundCount + wrongs.length);
}

function ownWrongsOf({ recipe, wrongs }: Row): Row['wrongs'] {
  return wrongs.filter(
    ({ source }) => source.startsWith('clean ') || source.startsWith(`${recipe.name} --seed`),
  );
}

/** Share of what was planted that was told. */
export function recallOf({ foundCount, wantedCount }: Row): number {
  return foundCount / wantedCount;
}

/** The table, a line for each class. */
export function formatTable(rows: readonly Row[]): string {
  const head = [
    'class',
    'plants',
    'wanted',
    'recall',
    'precision',
    'over all',
    'bar',
    'wrong',
    'of clean',
    'own plants',
    'already',
    'no carrier',
  ];
  const body = rows.map(row => {
    const isHarmless = row.recipe.kinds.length === 0;
    const ofClean = row.wrongs.filter(({ source }) => source.startsWith('clean ')).length;
    return [
      row.recipe.name,
      row.plantCount,
      isHarmless ? '–' : row.wantedCount,
      isHarmless ? '–' : share(recallOf(row)),
      isHarmless ? '–' : share(precisionOf(row)),
      isHarmless ? '–' : share(precisionOverAllOf(row)),
      row.recipe.bar ?? '–',
      isHarmless ? '–' : row.wrongs.length,
      isHarmless ? '–' : ofClean,
      isHarmless ? '–' : ownWrongsOf(row).length - ofClean,
      row.alreadyCount,
      row.impossibleCount,
    ].map(String);
  });
  const widths = head.map((name, column) =>
    Math.max(name.length, ...body.map(cells => cells[column]!.length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ');
  return [line(head), ...body.map(line)].join('\n');
}

/** What was missed and what was wrong in one class, with the seeds that bring it back. */
export function formatDetails(row: Row, isVerbose: boolean): string {
  const lines = [`${row.recipe.name}: ${row.recipe.range}`];
  const shapes = [...row.byShape].filter(([, { wanted }]) => wanted > 0);
  if (shapes.length > 1 && (isVerbose || shapes.length <= 6))
    lines.push(
      `  by shape: ${shapes.map(([name, { wanted, found }]) => `${name} ${found}/${wanted}`).join(' · ')}`,
    );
  const misses = isVerbose ? row.misses : row.misses.slice(0, FEW);
  for (const { plant, missedCount, told } of misses) {
    const heard = told.length > 0 ? `told ${[...new Set(told)].join(', ')}` : 'told nothing';
    lines.push(
      `  missed ${missedCount}: --seed ${plant.seed}, ${plant.recording}, ${JSON.stringify(plant.parameters)}; ${heard}`,
    );
    if (isVerbose)
      lines.push(
        `    ${plant.where.map(({ startSeconds, endSeconds, channel }) => `${startSeconds.toFixed(4)}–${endSeconds.toFixed(4)} s${channel === null ? '' : ` (${channel})`}`).join(', ')}`,
      );
  }
  if (misses.length < row.misses.length)
    lines.push(`  … and ${row.misses.length - misses.length} plants more`);
  const wrongs = isVerbose ? row.wrongs : row.wrongs.slice(0, FEW);
  for (const { kind, place, source } of wrongs)
    lines.push(
      `  wrong: ${kind} at ${place.startSeconds.toFixed(3)}–${place.endSeconds.toFixed(3)} s in ${source}`,
    );
  if (wrongs.length < row.wrongs.length) lines.push(`  … and ${row.wrongs.length - wrongs.length} more`);
  for (const failure of row.failures.slice(0, FEW)) lines.push(`  could not be heard: ${failure}`);
  return lines.join('\n');
}

function share(fraction: number): string {
  return Number.isNaN(fraction) ? '–' : fraction.toFixed(3);
}
