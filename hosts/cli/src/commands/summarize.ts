import { relative } from 'node:path';
import { type Check, describeMaster } from '@deadwax/engine';
import { formatDuration, formatLevel, formatNumber, formatTable, makePaint, type Paint } from '../text.ts';
import type { Delivered } from './master.ts';

const MARKS = {
  pass: ['green', '✓'],
  warn: ['yellow', '!'],
  fail: ['red', '✗'],
} as const;

/** The result of a master, for people: what was delivered, what it measures, what to know, where it is. */
export function summarize(file: string, { result, paths, folder, seconds }: Delivered): string {
  const paint = makePaint(process.stdout);
  const { plan, verdict } = result;
  const [first] = verdict.files;
  const durationSeconds = first?.facts.durationSeconds ?? 0;
  const speed = seconds > 0 ? `, ${Math.round(durationSeconds / seconds)}× real time` : '';
  const table = formatTable(
    verdict.files.map(({ fileName, facts }) => [
      fileName,
      formatLevel(facts.integratedLufs, 'LUFS'),
      formatLevel(facts.truePeakDbtp, 'dBTP'),
      formatLevel(facts.loudnessRangeLu, 'LU range'),
      formatDuration(facts.durationSeconds),
    ]),
  );
  return [
    `${mark(paint, verdict.outcome)} ${paint('bold', file)} mastered for ${plan.genre.name} in ${formatNumber(seconds)} s${paint('dim', speed)}`,
    '',
    ...describeMaster(plan, verdict).map(line => `  ${line}`),
    '',
    ...table.map(row => `  ${row}`),
    '',
    `  ${paint('dim', 'in')} ${shortPath(folder)}`,
    `  ${paint('dim', 'report')} ${shortPath(paths.get('report.html') ?? folder)}`,
    '',
  ].join('\n');
}

function mark(paint: Paint, outcome: Check['outcome']): string {
  const [style, sign] = MARKS[outcome];
  return paint(style, sign);
}

/** Relative to where the user is, when that is shorter. */
function shortPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near !== '' && near.length < path.length ? near : path;
}
