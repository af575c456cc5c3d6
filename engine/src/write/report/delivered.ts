import type { Deliverable } from '../../plan/plan.ts';
import { impairmentWord } from '../../standards/index.ts';
import type { Check, Damage, FileVerdict } from '../../verify/verdict.ts';
import { table } from './figure.ts';
import type { ReportInput } from './input.ts';
import { foreign, html, type Markup } from './markup.ts';
import { reasons } from './steps.ts';
import {
  byteSize,
  clockTime,
  figure,
  frequency,
  frequencyRange,
  label,
  level,
  measured,
  NOTHING,
  prose,
  signed,
  withUnit,
} from './text.ts';

const OUTCOME_WORDS: Readonly<Record<Check['outcome'], string>> = {
  pass: 'Pass',
  warn: 'Warning',
  fail: 'Fail',
};

/** Names that are more than their words. */
const CHECK_NAMES: Readonly<Record<string, string>> = {
  dc: 'DC offset',
  psr: 'PSR',
  rate: 'Sample rate',
  depth: 'Bit depth',
};

const DITHER_NAMES: Readonly<Record<Deliverable['dither'], string>> = {
  none: 'none',
  tpdf: 'TPDF',
  'modified-e': 'modified E',
  'wannamaker-3': 'Wannamaker 3',
  lipshitz: 'Lipshitz',
  'f-weighted': 'F-weighted',
  'improved-e': 'improved E',
};

/** A sign that differs in form as well as in colour, with its word for those who hear the page. */
export function outcomeSign(outcome: Check['outcome']): Markup {
  const form = {
    pass: html`<path d="M2.5 7.5l3 3 6-7"/>`,
    warn: html`<path d="M7 1.8l5.7 10.4H1.3zM7 5.6v3M7 10.2v.6"/>`,
    fail: html`<path d="M2.5 2.5l9 9M11.5 2.5l-9 9"/>`,
  }[outcome];
  return html`<span class="sign ${outcome}"><svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">${form}</svg>${OUTCOME_WORDS[outcome]}</span>`;
}

/** Every delivered file: what it is, what was measured on it, and each promise with its outcome. */
export function delivered(input: ReportInput): Markup {
  const { files } = input.verdict;
  if (files.length === 0) return html`<p class="quiet">No file was delivered.</p>`;
  const rows = files.map(file => fileRow(file, orderOf(input, file)));
  const head = [
    'File',
    'Format',
    'Rate',
    'Dither',
    'Size',
    'Length',
    'Integrated',
    'True peak',
    'Range',
    'PLR',
  ];
  return html`${table({ caption: 'Delivered files, each measured from its own decoded bytes', head, rows }, 'files stack')}${files.map(file => fileChecks(file, orderOf(input, file)))}`;
}

/** What the limiter and the last stages cost, against the level-matched chain before them. */
export function damage({ verdict }: ReportInput): Markup {
  // A file whose rate was changed cannot be compared sample by sample and has no bands.
  const file = verdict.files.find(candidate => candidate.damage.residualDb.length > 0) ?? verdict.files[0];
  if (file === undefined) return html`<p class="quiet">Nothing was measured.</p>`;
  const { residualDb, residualTotalDb, psrChangeDb } = file.damage;
  const remains =
    residualTotalDb === null
      ? html`No difference to the level-matched sound before the limiter was measured`
      : html`Against the level-matched sound before the limiter, the difference that remains is <b>${level(residualTotalDb, 'dB')}</b> of the programme’s energy`;
  const rows = residualDb.map(({ fromHz, toHz, db }) => [
    frequencyRange(fromHz, toHz),
    residualBar(db),
    level(db, 'dB'),
  ]);
  const caption = 'Difference by band, from −60 to 0 dB of the band’s energy';
  return html`<p>${remains}; the peak-to-short-term ratio changed by <b>${withUnit(signed(psrChangeDb), 'dB')}</b>.</p>
${grades(file.damage)}
${rows.length === 0 ? null : table({ caption, head: ['Band', '', 'Difference'], rows }, 'damage')}`;
}

/** How the difference sounds to a model of hearing. */
function grades({ odgWorst, odgMedian, mushraWorst, mushraMedian, worstSection }: Damage): Markup | null {
  if (odgWorst === null || worstSection === null) return null;
  const { startSeconds, endSeconds } = worstSection;
  return html`<p>At one loudness, a model of hearing (PEAQ, ITU-R BS.1387 basic: 0 imperceptible, −4 very annoying) grades the worst passage, ${clockTime(startSeconds)} to ${clockTime(endSeconds)}, <b>${figure(odgWorst, 2)}</b>, ${impairmentWord(odgWorst)}, and the median <b>${figure(odgMedian, 2)}</b>. The 2f-model, to which every move of a gain is a change, expects MUSHRA scores of ${figure(mushraWorst, 0)} and ${figure(mushraMedian, 0)} of 100.</p>`;
}

function residualBar(db: number | null): Markup {
  const width = db === null ? 0 : Math.round(Math.min(1, Math.max(0, (db + 60) / 60)) * 100);
  return html`<svg class="bar" aria-hidden="true"><rect width="100%" height="6"/><rect class="part" width="${width}%" height="6"/></svg>`;
}

function orderOf({ plan }: ReportInput, file: FileVerdict): Deliverable | null {
  return plan.deliverables.find(deliverable => deliverable.id === file.deliverableId) ?? null;
}

function fileRow(file: FileVerdict, order: Deliverable | null): (Markup | string)[] {
  const { facts } = file;
  return [
    foreign(file.fileName),
    file.format,
    frequency(facts.sampleRateHz),
    order === null ? NOTHING : DITHER_NAMES[order.dither],
    byteSize(file.byteCount),
    clockTime(facts.durationSeconds),
    level(facts.integratedLufs, 'LUFS'),
    level(facts.truePeakDbtp, 'dBTP'),
    level(facts.loudnessRangeLu, 'LU'),
    level(facts.plrDb, 'dB'),
  ];
}

function fileChecks(file: FileVerdict, order: Deliverable | null): Markup {
  const rows = file.checks.map(check => [
    CHECK_NAMES[check.name] ?? label(check.name),
    outcomeSign(check.outcome),
    measured(check.found, check.unit),
    measured(check.wanted, check.unit),
    prose(check.sentence),
  ]);
  const because = order === null || order.because.length === 0 ? null : reasons(order.because);
  return html`<section class="file"><h3>${foreign(file.fileName)}</h3><p class="hash"><span>SHA-256</span> <code>${file.sha256}</code></p>${because}${table({ caption: 'Checks', head: ['Check', 'Outcome', 'Found', 'Wanted', 'In words'], rows }, 'checks stack')}</section>`;
}
