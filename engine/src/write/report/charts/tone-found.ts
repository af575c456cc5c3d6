import type { SpectrumFacts } from '../../../analyze/facts.ts';
import type { TonalAim } from '../../../diagnose/context.ts';
import { dbToPower, powerToDb } from '../../../units/index.ts';
import { frequencyAxis, levelAxis, marginNames } from '../axes.ts';
import { pictured } from '../figure.ts';
import { html, type Markup } from '../markup.ts';
import { type Axis, areaPath, boxesPath, clamp, linePath, type Point, plot, shape, share } from '../svg.ts';
import { frequency, frequencyRange, prose, signed } from '../text.ts';
import type { NumberedFinding } from './findings.ts';

const HEIGHT_PIXELS = 230;
const FROM_HZ = 22;
const TO_HZ = 22_000;
/** A band that is narrower than this on the axis is drawn this wide. */
const LEAST_WIDTH = 0.006;

interface Third {
  readonly hertz: number;
  readonly db: number | null;
}

/** The tone of the mix over what is usual, with the bands of what was found. */
export function drawTone(
  numbered: readonly NumberedFinding[],
  spectrum: SpectrumFacts,
  aim: TonalAim,
): Markup {
  const thirds = levelFree(spectrum);
  const x = frequencyAxis(FROM_HZ, TO_HZ);
  const upper = aim.levelDb.map((db, index) => db + (aim.toleranceDb[index] ?? 0));
  const lower = aim.levelDb.map((db, index) => db - (aim.toleranceDb[index] ?? 0));
  const y = axisOf([...upper, ...lower, ...thirds.flatMap(({ db }) => db ?? [])]);
  const along = (levels: readonly number[]): Point[] =>
    levels.map((db, index) => [x.scale(aim.centresHz[index] ?? 0), clamp(y.scale(db))]);
  const curve = thirds.map<Point>(({ hertz, db }) =>
    db === null ? null : [x.scale(hertz), clamp(y.scale(db))],
  );
  const banded = numbered.filter(({ finding }) => finding.fromHz !== null && finding.toHz !== null);
  const outside = thirds.filter(third => isOutside(third, aim)).length;
  const last = thirds.findLast(({ db }) => db !== null)?.db ?? null;
  return pictured({
    picture: plot({
      id: 'found-tone',
      title: `Tone of the mix against ${aim.label}`,
      summary: `Outside what is usual in ${outside} of ${thirds.length} thirds of an octave.`,
      heightPixels: HEIGHT_PIXELS,
      x,
      y,
      shapes: html`${banded.map(one => column(one, x))}${shape(areaPath(along(upper), along(lower)), 'band')}${shape(linePath(curve), 'line master')}`,
      marks: html`${banded.map(one => number(one, x))}${marginNames(last === null ? [] : [{ value: last, label: 'mix', className: 'master' }], value => clamp(y.scale(value)), HEIGHT_PIXELS)}`,
      hasTimeLabels: true,
    }),
    legend: [
      { kind: 'line', className: 'line master', label: 'mix' },
      { kind: 'area', className: 'band', label: `usual in ${aim.label}` },
    ],
    caption: prose(
      'Long-term average of middle and sides together in thirds of an octave, in dB; 0 is the mean from 200 Hz to 2 kHz. Frequency in Hz.',
    ),
    table: {
      caption: 'Tone in figures, dB',
      head: ['Centre', 'Mix', 'Usual'],
      rows: thirds.map(({ hertz, db }) => [frequency(hertz), signed(db), usual(hertz, aim)]),
    },
  });
}

/** Middle and sides together, 0 = mean of 200 Hz … 2 kHz. */
function levelFree({ centresHz, midDb, sideDb }: SpectrumFacts): Third[] {
  const power = (db: number | null | undefined): number =>
    db === null || db === undefined ? 0 : dbToPower(db);
  const levels = centresHz.map((hertz, index) => {
    const sum = power(midDb[index]) + power(sideDb[index]);
    return { hertz, db: sum === 0 ? null : powerToDb(sum) };
  });
  const middle = levels.flatMap(({ hertz, db }) =>
    hertz >= 200 && hertz <= 2000 && db !== null ? [db] : [],
  );
  const meanDb = middle.reduce((sum, db) => sum + db, 0) / Math.max(1, middle.length);
  return levels.map(({ hertz, db }) => ({ hertz, db: db === null ? null : db - meanDb }));
}

function isOutside({ hertz, db }: Third, aim: TonalAim): boolean {
  const at = aim.centresHz.indexOf(hertz);
  return db !== null && at >= 0 && Math.abs(db - aim.levelDb[at]!) > aim.toleranceDb[at]!;
}

function usual(hertz: number, aim: TonalAim): string {
  const at = aim.centresHz.indexOf(hertz);
  if (at < 0) return '';
  return `${signed(aim.levelDb[at]! - aim.toleranceDb[at]!)} … ${signed(aim.levelDb[at]! + aim.toleranceDb[at]!)}`;
}

function axisOf(levels: readonly number[]): Axis {
  const highest = levels.reduce((a, b) => Math.max(a, b), 6);
  const lowest = levels.reduce((a, b) => Math.min(a, b), -12);
  return levelAxis(
    Math.max(-42, 6 * Math.floor(lowest / 6)),
    Math.min(30, 3 * Math.ceil((highest + 1) / 3)),
    7,
  );
}

/** The band of a finding over the whole height. */
function column({ finding }: NumberedFinding, x: Axis): Markup {
  const [from, to] = [finding.fromHz!, finding.toHz!].map(hz => clamp(x.scale(Math.max(hz, 1)))) as [
    number,
    number,
  ];
  const width = Math.max(to - from, LEAST_WIDTH);
  return shape(
    boxesPath([{ x: (from + to - width) / 2, width, y: 0, height: 1 }]),
    `tint s-${finding.severity}`,
  );
}

function number({ number: count, finding }: NumberedFinding, x: Axis): Markup {
  const middle = clamp(x.scale(Math.sqrt(Math.max(1, finding.fromHz!) * Math.max(1, finding.toHz!))));
  return html`<text class="x lane-number" x="${share(middle)}" y="0" dy="14">${count}<title>${frequencyRange(finding.fromHz!, finding.toHz!)}</title></text>`;
}
