import type { Facts } from '../../analyze/facts.ts';
import { drawDisc } from './charts/disc.ts';
import { folded, table } from './figure.ts';
import type { ReportInput } from './input.ts';
import { foreign, html, type Markup } from './markup.ts';
import { duration, figure, frequency, NOTHING, ratio, signed } from './text.ts';
import { collectWarnings, describeVerdict } from './verdict.ts';

interface KeyFigure {
  readonly name: string;
  readonly unit: string;
  readonly decimals: number;
  /** Where plain figures do not do. */
  readonly show?: (value: number | null) => string;
  read(facts: Facts): number | null;
}

/** The six figures a client looks for first. */
const KEY_FIGURES: readonly KeyFigure[] = [
  { name: 'Integrated', unit: 'LUFS', decimals: 1, read: facts => facts.integratedLufs },
  { name: 'Range', unit: 'LU', decimals: 1, read: facts => facts.loudnessRangeLu },
  { name: 'True peak', unit: 'dBTP', decimals: 2, read: facts => facts.truePeakDbtp },
  { name: 'PLR', unit: 'dB', decimals: 1, read: facts => facts.plrDb },
  { name: 'PSR, median', unit: 'dB', decimals: 1, read: facts => facts.medianPsrDb },
  {
    name: 'Width, side/mid',
    unit: 'dB',
    decimals: 1,
    show: ratio,
    read: facts => facts.stereo?.sideMidDb ?? null,
  },
];

const OTHER_FIGURES: readonly KeyFigure[] = [
  { name: 'Highest short-term', unit: 'LUFS', decimals: 1, read: facts => facts.maxShortTermLufs },
  { name: 'Highest momentary', unit: 'LUFS', decimals: 1, read: facts => facts.maxMomentaryLufs },
  { name: 'Sample peak', unit: 'dBFS', decimals: 2, read: facts => facts.samplePeakDbfs },
  { name: 'PSR, smallest', unit: 'dB', decimals: 1, read: facts => facts.minPsrDb },
  { name: 'Dynamic range (DR)', unit: 'dB', decimals: 1, read: facts => facts.dynamicRangeDb },
  { name: 'Correlation', unit: '', decimals: 2, read: facts => facts.stereo?.correlation ?? null },
  { name: 'Balance, right − left', unit: 'dB', decimals: 1, read: facts => facts.stereo?.balanceDb ?? null },
  { name: 'Mono fold', unit: 'dB', decimals: 1, read: facts => facts.stereo?.monoFoldDb ?? null },
];

/** Who, what, how it ended, and the key figures before and after. */
export function masthead(input: ReportInput): Markup {
  const outcome = collectWarnings(input.plan, input.verdict)[0]?.outcome ?? input.verdict.outcome;
  return html`<header class="masthead"><div class="names"><p class="house"><b>Deadwax</b> Mastering report</p>
<h1>${foreign(input.title)}</h1>${input.artist === '' ? null : html`<p class="artist">${foreign(input.artist)}</p>`}
<p class="origin">${foreign(input.sourceName)} <span>${originOf(input)}</span></p>
<p class="verdict ${outcome}">${describeVerdict(input.plan, input.verdict)}</p></div>${drawDisc(input)}</header>
${figures(input)}`;
}

/** What the file is: container, encoding, rate, channels, length. */
export function originOf({ format, source }: Pick<ReportInput, 'format' | 'source'>): string {
  const { container, encoding } = format;
  const channels = ['', 'mono', 'stereo'][source.channelCount] ?? `${source.channelCount} channels`;
  return [
    ...(encoding.includes(container) ? [] : [container]),
    ...(container.includes(encoding) ? [] : [encoding]),
    frequency(source.sampleRateHz),
    channels,
    duration(source.durationSeconds),
  ].join(' · ');
}

function figures(input: ReportInput): Markup {
  const file = input.verdict.files[0];
  const master = file?.facts ?? null;
  const note =
    file === undefined
      ? 'No master was measured.'
      : html`Small, the mix; large, the master, measured on ${foreign(file.fileName)} from its own decoded bytes.`;
  const rows = [...KEY_FIGURES, ...OTHER_FIGURES].map(item => tableRow(item, input.source, master));
  return html`<section class="key" aria-label="Key figures"><dl>${KEY_FIGURES.map(item => keyFigure(item, input.source, master))}</dl><p class="quiet">${note}</p>${folded('All figures', table({ caption: 'Mix and master in figures', head: ['', 'Mix', 'Master', 'Change'], rows }))}</section>`;
}

function keyFigure(item: KeyFigure, mix: Facts, master: Facts | null): Markup {
  const before = shown(item, item.read(mix));
  const after = master === null ? NOTHING : shown(item, item.read(master));
  return html`<div><dt>${item.name}</dt><dd><span class="before"><span class="unseen">mix </span>${before} →</span> <span class="after"><span class="unseen">master </span>${after}</span> <span class="unit">${item.unit}</span></dd></div>`;
}

function shown(item: KeyFigure, value: number | null): string {
  return item.show === undefined ? figure(value, item.decimals) : item.show(value);
}

function tableRow(item: KeyFigure, mix: Facts, master: Facts | null): string[] {
  const before = item.read(mix);
  const after = master === null ? null : item.read(master);
  const change = before === null || after === null ? null : after - before;
  return [nameOf(item), shown(item, before), shown(item, after), signed(change, item.decimals)];
}

/** The key figures of a mix alone. */
export function mixFigures(mix: Facts): Markup {
  const rows = [...KEY_FIGURES, ...OTHER_FIGURES].map(item => [nameOf(item), shown(item, item.read(mix))]);
  const all = folded('All figures', table({ caption: 'The mix in figures', head: ['', 'Mix'], rows }));
  return html`<section class="key" aria-label="Key figures"><dl>${KEY_FIGURES.map(
    item =>
      html`<div><dt>${item.name}</dt><dd><span class="after">${shown(item, item.read(mix))}</span> <span class="unit">${item.unit}</span></dd></div>`,
  )}</dl>${all}</section>`;
}

function nameOf({ name, unit }: KeyFigure): string {
  return unit === '' ? name : `${name}, ${unit}`;
}
