import type { BandFacts } from '../../../analyze/facts.ts';
import { legend, table } from '../figure.ts';
import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { clamp, linearScale, type Scale, share } from '../svg.ts';
import { figure, frequencyRange, NOTHING, ratio } from '../text.ts';

interface Column {
  readonly name: string;
  readonly hint: string;
  readonly from: number;
  readonly to: number;
  show(value: number | null): string;
  /** A place on the axis worth a line. */
  readonly mark: number;
  read(facts: StereoReading): number | null;
}

type StereoReading = Pick<BandFacts, 'sideMidDb' | 'correlation' | 'monoFoldDb'>;

const COLUMNS: readonly Column[] = [
  {
    name: 'Width',
    hint: 'side over mid, −40…+6 dB',
    from: -40,
    to: 6,
    show: ratio,
    mark: 0,
    read: facts => facts.sideMidDb,
  },
  {
    name: 'Correlation',
    hint: '−1…+1',
    from: -1,
    to: 1,
    show: value => figure(value, 2),
    mark: 0,
    read: facts => facts.correlation,
  },
  {
    name: 'Mono fold',
    hint: 'what remains, −6…0 dB',
    from: -6,
    to: 0,
    show: ratio,
    mark: -3,
    read: facts => facts.monoFoldDb,
  },
];

/** Width, correlation and mono fold per band, mix against master: a table whose cells are pictures. */
export function drawStereo(input: ReportInput): Markup {
  const master = input.verdict.files[0]?.facts ?? null;
  if (input.source.stereo === null) {
    return html`<p class="quiet">One channel: there is no stereo image to show.</p>`;
  }
  const rows = input.source.bands.map((band, index) =>
    row(frequencyRange(band.fromHz, band.toHz), band, master?.bands[index] ?? null),
  );
  const whole = row('Whole programme', input.source.stereo, master?.stereo ?? null);
  const head = ['Band', ...COLUMNS.map(column => html`${column.name}<small>${column.hint}</small>`)];
  return html`<figure>${table({ caption: 'Stereo image by band, mix → master', head, rows: [whole, ...rows] }, 'stereo')}<figcaption>${legend(
    [
      { kind: 'dot', className: 'dot source', label: 'mix' },
      { kind: 'dot', className: 'dot master', label: 'master' },
    ],
  )}<p>The fine line in each cell stands at equal energy of side and mid, at a correlation of 0, and at a mono fold of −3 dB (uncorrelated channels); further left, content cancels in mono.</p></figcaption></figure>`;
}

function row(name: string, before: StereoReading, after: StereoReading | null): (Markup | string)[] {
  return [
    name,
    ...COLUMNS.map(column => cell(column, column.read(before), after === null ? null : column.read(after))),
  ];
}

function cell(column: Column, before: number | null, after: number | null): Markup {
  const scale = linearScale(column.from, column.to);
  const words = `${column.show(before)} →\u00a0${column.show(after)}`;
  if (before === null && after === null) return html`<span class="n">${NOTHING}</span>`;
  return html`<svg class="pair" aria-hidden="true"><line class="grid" x2="100%" y1="8" y2="8"/><line class="grid" x1="${share(scale(column.mark))}" x2="${share(scale(column.mark))}" y1="2" y2="14"/>${link(scale, before, after)}${dot(scale, before, 'source')}${dot(scale, after, 'master')}</svg><span class="n">${words}</span>`;
}

function link(scale: Scale, before: number | null, after: number | null): Markup | null {
  if (before === null || after === null) return null;
  return html`<line class="link" x1="${share(clamp(scale(before)))}" x2="${share(clamp(scale(after)))}" y1="8" y2="8"/>`;
}

function dot(scale: Scale, value: number | null, kind: string): Markup | null {
  if (value === null) return null;
  const radius = kind === 'source' ? 4.5 : 3.5;
  return html`<circle class="dot ${kind}" cx="${share(clamp(scale(value)))}" cy="8" r="${radius}"/>`;
}
