import { median } from '../support/process.ts';
import type { Score } from './contest.ts';

const HEADING =
  '  limiter               ODG median   (worst)  SNR dB  gain dB   over dB   CPU s/s   first  landed';

/** One loudness: a row per limiter, then a row per piece with every grade. */
export function tabulate(scores: readonly Score[], names: readonly string[], targetLufs: number): string[] {
  const here = scores.filter(score => score.targetLufs === targetLufs);
  if (here.length === 0) return [`${targetLufs} LUFS: no piece needs a limiter`, ''];
  const pieces = [...new Set(here.map(({ piece }) => piece))];
  const best = new Map(pieces.map(piece => [piece, Math.max(...of(here, { piece }).map(({ odg }) => odg))]));
  return [
    `${targetLufs} LUFS, ${pieces.length} pieces`,
    HEADING,
    ...names.map(limiter => row(limiter, of(here, { limiter }), best)),
    `  ${'ODG'.padEnd(26)}${names.map(name => name.slice(0, 12).padStart(13)).join('')}`,
    ...pieces.map(piece => gradesOf(piece, of(here, { piece }), names)),
    '',
  ];
}

const of = (scores: readonly Score[], wanted: Partial<Score>): readonly Score[] =>
  scores.filter(score => Object.entries(wanted).every(([key, value]) => score[key as keyof Score] === value));

function row(limiter: string, scores: readonly Score[], best: ReadonlyMap<string, number>): string {
  if (scores.length === 0) return `  ${limiter.padEnd(22)} landed nowhere`;
  const middle = (key: 'odg' | 'snrDb' | 'gainDb' | 'cpuSecondsPerSecond') =>
    median(scores.map(score => score[key]));
  const worst = Math.min(...scores.map(({ odg }) => odg));
  const over = Math.max(...scores.map(({ overDb }) => overDb));
  const first = scores.filter(({ piece, odg }) => odg >= best.get(piece)! - FIRST_ODG).length;
  return [
    `  ${limiter.padEnd(22)}`,
    middle('odg').toFixed(2).padStart(10),
    `(${worst.toFixed(2)})`.padStart(10),
    middle('snrDb').toFixed(1).padStart(8),
    middle('gainDb').toFixed(2).padStart(9),
    over.toFixed(2).padStart(10),
    middle('cpuSecondsPerSecond').toFixed(4).padStart(10),
    String(first).padStart(8),
    String(scores.length).padStart(8),
  ].join('');
}

/** Grades as near as this to the best share the first place: no listener tells a twentieth of a grade. */
const FIRST_ODG = 0.05;

const gradesOf = (piece: string, scores: readonly Score[], names: readonly string[]): string =>
  `  ${piece.slice(0, 26).padEnd(26)}${names
    .map(name => of(scores, { limiter: name })[0]?.odg.toFixed(2) ?? '-')
    .map(grade => grade.padStart(13))
    .join('')}`;
