import type { Facts } from '../../analyze/facts.ts';
import type { ReportInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import {
  clockTime,
  counted,
  duration,
  figure,
  frequency,
  level,
  NOTHING,
  percent,
  prose,
  setting,
  signed,
} from './text.ts';
import { describeCertainty } from './verdict.ts';

/** What the house made of the mix before it touched anything. */
export function heard(input: ReportInput): Markup {
  const notable = notableFacts(input);
  return html`${genre(input)}
<dl class="facts">${mixFacts(input).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${notable.length === 0 ? html`<p class="notable">Nothing in the file itself calls for attention.</p>` : html`<ul class="notable">${notable.map(sentence => html`<li>${sentence}</li>`)}</ul>`}`;
}

function genre({ plan }: ReportInput): Markup {
  const { name, chosenBy, confidenceFraction, weights, sentence } = plan.genre;
  const how =
    chosenBy === 'brief'
      ? 'as the brief asks'
      : `chosen from the facts, ${describeCertainty(confidenceFraction)}`;
  const bars = weights
    .slice(0, 5)
    .map(
      weight =>
        html`<li${weight.name === name ? html` class="chosen"` : null}><span>${weight.name}</span><svg aria-hidden="true"><rect width="100%" height="5"/><rect class="part" width="${percentWidth(weight.weightFraction)}" height="5"/></svg><span class="n">${percent(weight.weightFraction)}</span></li>`,
    );
  return html`<div class="genre"><div><p class="lead">Heard as <em>${name}</em>, ${how}.</p><p>${prose(sentence)}</p></div>${bars.length === 0 ? null : html`<ul class="weights" aria-label="Genres weighed">${bars}</ul>`}</div>`;
}

function percentWidth(fraction: number): string {
  return `${Math.round(Math.min(1, Math.max(0, fraction)) * 100)}%`;
}

function mixFacts({ source, brief, format }: ReportInput): [string, string][] {
  const { targetLufs, ceilingDbtp } = brief;
  const wished = brief.loudnessWish === 'auto' ? 'level as it suits' : brief.loudnessWish;
  const asked = targetLufs === 'auto' ? wished : level(targetLufs, 'LUFS');
  const depth = source.effectiveDepthBits;
  const loudest = source.loudestSection;
  return [
    [
      'Asked for',
      `${brief.genre === 'auto' ? 'any genre' : brief.genre}, ${asked}, ceiling ${setting(ceilingDbtp, 'dBTP')}`,
    ],
    ...(brief.keep.length === 0 ? [] : [['Not to be touched', brief.keep.join(', ')] as [string, string]]),
    ['Stored as', format.isLossy ? `${format.encoding}, lossy` : format.encoding],
    ['Depth in use', depth === null ? NOTHING : depth > 32 ? 'no integer grid' : counted(depth, 'bit')],
    ['Upper cutoff', source.upperCutoffHz === null ? 'none found' : frequency(source.upperCutoffHz)],
    ['Clipped runs', clippedRuns(source)],
    ['Dynamic range', level(source.dynamicRangeDb, 'dB (DR)')],
    [
      'Loudest passage',
      `${clockTime(loudest.startSeconds)}–${clockTime(loudest.endSeconds)}, ${level(loudest.loudnessLufs, 'LUFS')}`,
    ],
    [
      'Silence',
      `${duration(source.headSilenceSeconds)} before, ${duration(source.tailSilenceSeconds)} after`,
    ],
  ];
}

function clippedRuns({ clipping }: Facts): string {
  if (clipping.runCount === 0) return 'none';
  return `${clipping.runCount}, the longest ${counted(clipping.longestRunFrames, 'frame')}`;
}

/** Facts of the file that a client should hear in words, each with its figure; nothing is inferred. */
function notableFacts({ source, format }: ReportInput): string[] {
  const found: string[] = [];
  const { clipping, stereo, effectiveDepthBits: depth } = source;
  const declared = format.depthBits;
  const offset = source.channels.reduce((most, { dcOffset }) => Math.max(most, Math.abs(dcOffset)), 0);
  if (source.integratedLufs === null)
    found.push('No passage is loud enough to be measured: the programme is silent or nearly so.');
  if (clipping.runCount > 0) {
    found.push(
      `${counted(clipping.runCount, 'run')} of clipped samples, the first at ${clockTime(clipping.runs[0]?.startSeconds ?? 0)}.`,
    );
  }
  if ((source.truePeakDbtp ?? -1) > 0)
    found.push(`The true peak stands above full scale: ${signed(source.truePeakDbtp, 2)} dBTP.`);
  if (declared !== null && depth !== null && depth < declared)
    found.push(`The file declares ${declared} bits; its samples use ${depth}.`);
  if (source.upperCutoffHz !== null) found.push(`There is nothing above ${frequency(source.upperCutoffHz)}.`);
  if (offset >= 0.0005) found.push(`A constant offset (DC) of ${figure(offset * 100, 2)} % of full scale.`);
  if (stereo !== null && Math.abs(stereo.balanceDb ?? 0) >= 1) {
    found.push(
      `The ${(stereo.balanceDb ?? 0) > 0 ? 'right' : 'left'} channel carries ${figure(Math.abs(stereo.balanceDb ?? 0))} dB more.`,
    );
  }
  if (stereo !== null && (stereo.correlation ?? 1) <= -0.1)
    found.push(`Left and right work against each other: correlation ${figure(stereo.correlation, 2)}.`);
  return found;
}
