import { type LevelLine, levelAxis, levelLines, timeAxis } from '../axes.ts';
import { pictured } from '../figure.ts';
import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { decimate } from '../series.ts';
import { areaPath, linePath, type Point, plot, shape } from '../svg.ts';
import { figure, level } from '../text.ts';

const HEIGHT_PIXELS = 170;
const POINT_LIMIT = 700;

/** The limiter's gain over time, hanging from 0 dB, with the share of the programme behind each depth. */
export function drawReduction({ plan, source }: ReportInput): Markup {
  if (plan.played === null) return html`<p class="quiet">The plan has not been rendered.</p>`;
  const reduction = plan.played.gainReduction;
  if (reduction.timelineDb.length === 0 || plan.loudness.method !== 'limit') {
    return html`<p class="quiet">The limiter did not work on this master: no gain was reduced.</p>`;
  }
  if (reduction.maxDb < 0.05) {
    return html`<p class="quiet">The limiter stood ready and took nothing: no peak asked for it.</p>`;
  }
  const budgetDb = plan.loudness.reductionBudgetDb;
  const x = timeAxis(source.durationSeconds);
  const y = levelAxis(-Math.ceil(Math.max(reduction.maxDb, budgetDb) + 0.6), 0, 6);
  const stretches = decimate(reduction.timelineDb, POINT_LIMIT);
  const at = (index: number): number => x.scale(((index + 0.5) / stretches.length) * source.durationSeconds);
  const top = stretches.map<Point>((_, index) => [at(index), 1]);
  const deepest = stretches.map<Point>((extent, index) => [at(index), y.scale(extent?.minimum ?? 0)]);
  const words = `median ${level(reduction.medianDb, 'dB')}, 95th percentile ${level(reduction.p95Db, 'dB')}, deepest ${level(reduction.maxDb, 'dB')}`;
  return pictured({
    picture: plot({
      id: 'reduction',
      title: 'Gain reduction over time',
      summary: `Gain reduction of the limiter in dB: ${words}; budget ${level(budgetDb, 'dB')} for the 95th percentile.`,
      heightPixels: HEIGHT_PIXELS,
      x,
      y,
      shapes: html`${shape(areaPath(top, deepest), 'fill copper')}${shape(linePath(deepest), 'line thin copper')}`,
      marks: levelLines(lines(reduction.p95Db, budgetDb), y.scale, HEIGHT_PIXELS),
      hasTimeLabels: true,
    }),
    legend: [
      { kind: 'area', className: 'fill copper', label: 'deepest reduction per moment' },
      { kind: 'dashed', className: 'target', label: 'budget for p95' },
    ],
    caption: `Half of the time the limiter takes ${level(reduction.medianDb, 'dB')} or less, 95 % of the time ${level(reduction.p95Db, 'dB')} or less; the deepest moment is ${level(reduction.maxDb, 'dB')}.`,
    table: {
      caption: 'Gain reduction in figures',
      head: ['', 'Median', '95th percentile', 'Deepest', 'Budget for the 95th'],
      rows: [
        [
          'Limiter',
          ...[reduction.medianDb, reduction.p95Db, reduction.maxDb, budgetDb].map(value =>
            level(value, 'dB'),
          ),
        ],
      ],
    },
  });
}

function lines(p95Db: number, budgetDb: number): LevelLine[] {
  return [
    { value: -p95Db, label: `p95 ${figure(p95Db)}`, className: 'copper' },
    { value: -budgetDb, label: `budget ${figure(budgetDb)}`, className: 'target' },
  ];
}
