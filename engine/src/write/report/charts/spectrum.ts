import type { SpectrumFacts } from '../../../analyze/facts.ts';
import type { Plan } from '../../../plan/plan.ts';
import { frequencyAxis, type LevelLine, levelAxis, marginNames } from '../axes.ts';
import { pictured } from '../figure.ts';
import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { type Axis, areaPath, clamp, linearScale, linePath, type Point, plot, shape } from '../svg.ts';
import { figure, frequency, NOTHING, prose, signed } from '../text.ts';

const HEIGHT_PIXELS = 300;
const EQUALISER_HEIGHT_PIXELS = 130;

type Levels = readonly { readonly hertz: number; readonly db: number | null }[];

/** Balance of mix and master against the target band, and beneath it the equaliser that was played. */
export function drawSpectrum(input: ReportInput): Markup {
  const { plan, source, equaliserCurve } = input;
  const mix = levelFree(source.spectrum);
  const master = levelFree(input.verdict.files[0]?.facts.spectrum ?? null);
  const x = frequencyAxis(22, 22_000);
  return pictured({
    picture: html`${balancePlot(x, mix, master, plan.tonalTarget)}<h3>Equaliser, as played (dB)</h3>${equaliserPlot(x, equaliserCurve)}`,
    legend: [
      { kind: 'line', className: 'line source', label: 'mix' },
      { kind: 'line', className: 'line master', label: 'master' },
      {
        kind: 'area',
        className: 'band',
        label: `target band, ${plan.tonalTarget.label === '' ? plan.genre.name : plan.tonalTarget.label}`,
      },
      { kind: 'line', className: 'line copper', label: 'equaliser' },
    ],
    caption: prose(
      'Long-term average of the mid channel in thirds of an octave, in dB, level-free: 0 is each programme’s own mean from 200 Hz to 2 kHz. Frequency in Hz.',
    ),
    table: {
      caption: 'Balance in figures, dB',
      head: ['Centre', 'Mix', 'Master', 'Target', 'Tolerance'],
      rows: mix.map(({ hertz, db }, index) => {
        const at = plan.tonalTarget.centresHz.indexOf(hertz);
        return [
          frequency(hertz),
          signed(db),
          signed(master[index]?.db ?? null),
          signed(plan.tonalTarget.levelDb[at] ?? null),
          at < 0 ? NOTHING : `±${figure(plan.tonalTarget.toleranceDb[at] ?? null)}`,
        ];
      }),
    },
  });
}

/** Levels relative to their mean from 200 Hz to 2 kHz, as the tonal target has them. */
function levelFree(spectrum: SpectrumFacts | null): Levels {
  if (spectrum === null) return [];
  const levels = spectrum.centresHz.map((hertz, index) => ({ hertz, db: spectrum.midDb[index] ?? null }));
  const middle = levels.flatMap(({ hertz, db }) =>
    hertz >= 200 && hertz <= 2000 && db !== null ? [db] : [],
  );
  const meanDb = middle.reduce((sum, db) => sum + db, 0) / Math.max(1, middle.length);
  return levels.map(({ hertz, db }) => ({ hertz, db: db === null ? null : db - meanDb }));
}

function balancePlot(x: Axis, mix: Levels, master: Levels, target: Plan['tonalTarget']): Markup {
  const upper = target.levelDb.map((db, index) => db + (target.toleranceDb[index] ?? 0));
  const lower = target.levelDb.map((db, index) => db - (target.toleranceDb[index] ?? 0));
  const y = balanceAxis([...upper, ...lower, ...[...mix, ...master].flatMap(({ db }) => db ?? [])]);
  const curve = (levels: readonly number[]): Point[] =>
    levels.map((db, index) => [x.scale(target.centresHz[index] ?? 0), y.scale(db)]);
  const points = (levels: Levels): Point[] =>
    levels.map(({ hertz, db }) => (db === null ? null : [x.scale(hertz), y.scale(db)]));
  return plot({
    id: 'balance',
    title: 'Tonal balance against the target band',
    summary: `Mix ${outside(mix, target)}. Master ${outside(master, target)}.`,
    heightPixels: HEIGHT_PIXELS,
    x,
    y,
    shapes: html`${shape(areaPath(curve(upper), curve(lower)), 'band')}${shape(linePath(points(mix)), 'line source')}${shape(linePath(points(master)), 'line master')}`,
    marks: marginNames(ends(mix, master, target), value => clamp(y.scale(value)), HEIGHT_PIXELS),
    hasTimeLabels: true,
  });
}

/** What each curve is called, at the height where it ends. */
function ends(mix: Levels, master: Levels, target: Plan['tonalTarget']): LevelLine[] {
  const last = (levels: Levels): number | null => levels.findLast(({ db }) => db !== null)?.db ?? null;
  return [
    { value: last(mix), label: 'mix', className: 'source' },
    { value: last(master), label: 'master', className: 'master' },
    { value: target.levelDb.at(-1) ?? null, label: 'target', className: 'target' },
  ].flatMap(({ value, ...name }) => (value === null ? [] : [{ value, ...name }]));
}

function balanceAxis(levels: readonly number[]): Axis {
  const highest = levels.reduce((a, b) => Math.max(a, b), 6);
  const lowest = levels.reduce((a, b) => Math.min(a, b), -12);
  return levelAxis(
    Math.max(-42, 6 * Math.floor(lowest / 6)),
    Math.min(30, 3 * Math.ceil((highest + 1) / 3)),
    8,
  );
}

/** In words: in how many of the bands the programme stands outside the target. */
function outside(levels: Levels, target: Plan['tonalTarget']): string {
  const judged = levels.flatMap(({ hertz, db }) => {
    const at = target.centresHz.indexOf(hertz);
    if (db === null || at < 0) return [];
    return [Math.abs(db - (target.levelDb[at] ?? 0)) > (target.toleranceDb[at] ?? 0)];
  });
  return `outside the band in ${judged.filter(Boolean).length} of ${judged.length} thirds of an octave`;
}

function equaliserPlot(x: Axis, curve: ReportInput['equaliserCurve']): Markup {
  const highest = curve.gainDb.reduce((a, db) => Math.max(a, db), 0);
  // A low cut falls without end: the picture stops where its depth no longer says anything.
  const lowest = Math.max(
    -9,
    curve.gainDb.reduce((a, db) => Math.min(a, db), 0),
  );
  const edge = Math.max(3, Math.ceil(Math.max(highest, -lowest) + 0.3));
  const y: Axis = { ...levelAxis(-edge, edge, 6), scale: linearScale(-edge, edge) };
  const points = curve.gainDb.map<Point>((db, index) => [
    x.scale(curve.frequenciesHz[index] ?? 0),
    y.scale(Math.max(-3 * edge, db)),
  ]);
  const zero = points.map<Point>(point => point && [point[0], y.scale(0)]);
  return plot({
    id: 'equaliser',
    title: 'Response of the equaliser',
    summary:
      highest === 0 && lowest === 0
        ? 'No equaliser was played.'
        : `From ${signed(lowest)} to ${signed(highest)} dB.`,
    heightPixels: EQUALISER_HEIGHT_PIXELS,
    x,
    y,
    shapes: html`${shape(areaPath(points, zero), 'fill copper')}${shape(linePath(points), 'line copper')}`,
    marks: null,
    hasTimeLabels: true,
  });
}
