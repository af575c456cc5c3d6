import type { Bound, Plan, PlannedRepair, Played, Reason, Stage } from '../../plan/plan.ts';
import { repairs } from '../../repair/index.ts';
import type { ReportInput } from './input.ts';
import { type Content, html, type Markup } from './markup.ts';
import { describeParameter, parameterList, parameters } from './parameters.ts';
import {
  frequency,
  label,
  level,
  measured,
  NOTHING,
  percent,
  plain,
  prose,
  setting,
  signed,
  withUnit,
} from './text.ts';
import { describeShortfall } from './verdict.ts';

/** Every step of the plan as a card, in the order the audio met them; the level comes last. */
export function steps({ plan }: ReportInput): Markup {
  const mended = plan.repairs.map((repair, index) => repairCard(repair, plan.played, index + 1));
  const moved = plan.stages.map((stage, index) => stageCard(stage, mended.length + index + 1));
  return html`<ol class="steps">${mended}${moved}${levelCard(plan, mended.length + moved.length + 1)}</ol>`;
}

/** What was considered and not done. */
export function leftAlone({ plan }: ReportInput): Markup {
  if (plan.leftAlone.length === 0) return html`<p class="quiet">Nothing else was considered.</p>`;
  return html`<ul class="plain">${plan.leftAlone.map(sentence => html`<li>${prose(sentence)}</li>`)}</ul>`;
}

/** Reasons with what was found and what was wanted. */
export function reasons(because: readonly Reason[]): Markup {
  return html`<ul class="reasons">${because.map(
    ({ sentence, fact, found, wanted, unit }) =>
      html`<li><p>${prose(sentence)}</p><p class="evidence"><code>${fact}</code> found <b>${measured(found, unit)}</b>${wanted === null ? null : html`, wanted <b>${measured(wanted, unit)}</b>`}</p></li>`,
  )}</ul>`;
}

const PROCESSOR_NAMES: Readonly<Record<Stage['processor'], string>> = {
  eq: 'Equaliser',
  compressor: 'Compressor',
  multiband: 'Multiband compressor',
  width: 'Width by band',
  'low-end': 'Elliptical filter on the side',
  saturation: 'Saturation',
};

function stageCard(stage: Stage, number: number): Markup {
  return card({
    id: stage.id,
    number,
    name: label(stage.id),
    kind: PROCESSOR_NAMES[stage.processor],
    isEnabled: stage.isEnabled,
    strength: strength(stage),
    what: parameters(stage.parameters),
    because: stage.because,
    bounds: stage.bounds,
  });
}

function repairCard(repair: PlannedRepair, played: Played | null, number: number): Markup {
  return card({
    id: repair.id,
    number,
    name: repairs[repair.repair].label,
    kind: 'Repair',
    isEnabled: repair.isEnabled,
    strength: strength(repair),
    what: html`<p>${repairOutcome(repair, played)}</p>`,
    because: repair.because,
    bounds: [],
  });
}

/** What looking again after the repair gave. */
function repairOutcome({ id }: PlannedRepair, played: Played | null): string {
  const result = played?.repairs.find(candidate => candidate.id === id);
  if (result === undefined) return 'Not played.';
  const { fact, before, after, unit, isKept } = result;
  if (before === null || after === null) return 'Mended.';
  const change = `${label(fact)}: ${plain(before, 2)} before, ${withUnit(plain(after, 2), unit)} after`;
  return isKept ? `${change}.` : `${change}: no measurable help, so it was taken back.`;
}

function strength({ isEnabled, strengthFraction }: Pick<Stage, 'isEnabled' | 'strengthFraction'>): Markup {
  const words = isEnabled ? `strength ${percent(strengthFraction)}` : 'switched off';
  const width = `${Math.round((isEnabled ? strengthFraction : 0) * 100)}%`;
  return html`<span class="strength"><svg aria-hidden="true"><rect width="100%" height="4"/><rect class="part" width="${width}" height="4"/></svg><span>${words}</span></span>`;
}

function levelCard(plan: Plan, number: number): Markup {
  const { loudness, played } = plan;
  const facts: [string, string][] = [
    [
      'Target',
      `${level(loudness.targetLufs, 'LUFS')}${loudness.targetLufs === null ? '' : `, chosen by ${loudness.chosenBy === 'brief' ? 'the brief' : 'the house'}`}`,
    ],
    ['Ceiling', setting(loudness.ceilingDbtp, 'dBTP')],
    ['Came in at', level(played?.inputLufs ?? null, 'LUFS')],
    ['Driven by', played === null ? NOTHING : withUnit(signed(played.driveDb, 2), 'dB')],
    [
      'Landed at',
      `${level(played?.integratedLufs ?? null, 'LUFS')}, ${level(played?.truePeakDbtp ?? null, 'dBTP')}`,
    ],
    [
      'Stopped by',
      played === null
        ? NOTHING
        : played.bound === null
          ? 'nothing: the target was reached'
          : label(played.bound).toLowerCase(),
    ],
    ...Object.entries(loudness.method === 'limit' ? loudness.limiter : {}).map(
      ([name, value]): [string, string] => {
        const shown = describeParameter(name, value);
        return [shown.name, shown.value];
      },
    ),
  ];
  const shortfall = describeShortfall(plan);
  const what = html`<p>${METHOD_WORDS[loudness.method]}${shortfall === null ? null : ` ${shortfall}`}</p>${parameterList(facts)}`;
  const bounds = [
    {
      parameter: '95th percentile of gain reduction',
      minimum: 0,
      maximum: loudness.reductionBudgetDb,
      unit: 'dB',
    },
  ];
  return card({
    id: 'level',
    number,
    name: 'Level',
    kind: loudness.method === 'limit' ? 'True-peak limiter' : 'Gain',
    isEnabled: true,
    strength: null,
    what,
    because: loudness.because,
    bounds,
  });
}

const METHOD_WORDS: Readonly<Record<Plan['loudness']['method'], string>> = {
  limit: 'Driven into the true-peak limiter, toward the target.',
  gain: 'Level only: the limiter stays out, the dynamics are the mix’s own.',
  none: 'The level is left as it is.',
};

interface Card {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly kind: string;
  readonly isEnabled: boolean;
  readonly strength: Content;
  readonly what: Markup;
  readonly because: readonly Reason[];
  readonly bounds: readonly Bound[];
}

function card(step: Card): Markup {
  return html`<li class="step${step.isEnabled ? '' : ' off'}"><header><span class="number">${step.number}</span><h3>${step.name} ${step.kind === step.name ? null : html`<small>${step.kind}</small>`}</h3>${step.strength}</header>
<div class="what"><h4>What</h4>${step.what}</div><div class="why"><h4>Why</h4>${step.because.length === 0 ? html`<p class="quiet">No reason was recorded.</p>` : reasons(step.because)}</div>${boundsLine(step.bounds)}</li>`;
}

function boundsLine(bounds: readonly Bound[]): Markup | null {
  if (bounds.length === 0) return null;
  return html`<p class="bounds"><span>Kept within</span> ${bounds.map(describeBound).join('; ')}</p>`;
}

/** 'gainDb below 60 Hz', −3 … 3 as 'gain below 60 Hz −3.0 … +3.0 dB'. */
function describeBound({ parameter, minimum, maximum, unit }: Bound): string {
  const [name = '', ...rest] = parameter.split(' ');
  const words = [describeParameter(name, 0).name.toLowerCase(), ...rest].join(' ');
  const show = (value: number): string =>
    unit === 'Hz' ? frequency(value) : unit === 'dB' ? signed(value) : plain(value, 3);
  return prose(
    `${words} ${show(minimum)} … ${unit === 'Hz' ? show(maximum) : withUnit(show(maximum), unit)}`,
  );
}
