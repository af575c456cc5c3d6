import type { LoudnessPlan, Plan, Stage } from '../plan/plan.ts';
import { repairs } from '../repair/index.ts';
import { impairmentWord } from '../standards/index.ts';
import { assertNever } from '../units/index.ts';
import type { Verdict } from '../verify/verdict.ts';
import {
  clockTime,
  counted,
  figure,
  frequency,
  label,
  level,
  percent,
  prose,
  signed,
  withUnit,
} from './report/text.ts';
import { collectWarnings, describeCertainty, describeShortfall } from './report/verdict.ts';

const MOVE_LIMIT = 5;
/** Tone, dynamics, width and loudness: a reference for all of them needs no list. */
const ASPECT_COUNT = 4;
const LINE_LIMIT = 12;

/** A master in five to twelve short plain lines: what was heard, what was done, where it landed, what to know. */
export function describeMaster(plan: Plan, verdict: Verdict): string[] {
  const moves = plan.stages.filter(stage => stage.isEnabled && stage.strengthFraction > 0);
  const told = moves.slice(0, moves.length > MOVE_LIMIT ? MOVE_LIMIT - 1 : MOVE_LIMIT).map(describeMove);
  const untold = moves.slice(told.length).map(stage => label(stage.id).toLowerCase());
  const lines = [
    describeGenre(plan),
    ...describeAims(plan),
    ...describeRepairs(plan),
    ...(moves.length === 0 ? ['Tone, dynamics and width were left alone.'] : told),
    ...(untold.length === 0 ? [] : [`And ${untold.join(', ')}.`]),
    describeLevel(plan),
    describeLanding(plan, verdict),
    ...describeCost(verdict),
  ];
  return [...lines, ...describeWarnings(plan, verdict, LINE_LIMIT - lines.length)];
}

function describeGenre({ genre }: Plan): string {
  const how =
    genre.chosenBy === 'brief'
      ? 'as the brief asks'
      : `chosen from the facts, ${describeCertainty(genre.confidenceFraction)}`;
  return `Heard as ${genre.name}, ${how}.`;
}

/** What the client brought to aim at, beside the genre. */
function describeAims({ profile, references }: Plan): string[] {
  const held = profile === null ? [] : [`Held against the profile “${profile}”.`];
  if (references.length === 0) return held;
  const names = references.map(
    ({ name, aspects }) => `${name}${aspects.length === ASPECT_COUNT ? '' : ` (${aspects.join(', ')})`}`,
  );
  return [...held, `Aimed at ${names.join(', ')}.`];
}

function describeRepairs({ played }: Plan): string[] {
  const kept = (played?.repairs ?? []).filter(({ isKept }) => isKept);
  if (kept.length === 0) return [];
  const names = [...new Set(kept.map(({ repair }) => repairs[repair].label.toLowerCase()))];
  return [`Mended first: ${names.join(', ')}.`];
}

function describeMove(stage: Stage): string {
  const strength = stage.strengthFraction < 1 ? `, at ${percent(stage.strengthFraction)}` : '';
  return `${label(stage.id)}: ${describeParameters(stage)}${strength}.`;
}

function describeParameters(stage: Stage): string {
  switch (stage.processor) {
    case 'eq':
      return stage.parameters.bands.map(describeBand).join(', ');
    case 'compressor':
      return `${figure(stage.parameters.ratio)} : 1 from ${level(stage.parameters.thresholdDbfs, 'dBFS')}`;
    case 'multiband':
      return `${counted(stage.parameters.bands.length, 'band')} compressed`;
    case 'width':
      return `side ${stage.parameters.sideGainsDb.map(gainDb => signed(gainDb)).join(', ')} dB, low to high`;
    case 'low-end':
      return `mono toward the bottom, below ${frequency(stage.parameters.cornerHz)}`;
    case 'saturation':
      return `${withUnit(figure(stage.parameters.driveDb), 'dB')} of drive, ${percent(stage.parameters.mixFraction)} mixed in`;
    default:
      return assertNever(stage);
  }
}

function describeBand({
  shape,
  frequencyHz,
  gainDb,
}: {
  shape: string;
  frequencyHz: number;
  gainDb: number;
}): string {
  if (shape.endsWith('-pass')) return `${shape} at ${frequency(frequencyHz)}`;
  return `${withUnit(signed(gainDb), 'dB')} at ${frequency(frequencyHz)}`;
}

function describeLevel({ loudness, played }: Plan): string {
  if (played === null) return 'Level: not rendered.';
  const drive = withUnit(signed(played.driveDb), 'dB');
  const words: Readonly<Record<LoudnessPlan['method'], string>> = {
    limit:
      played.gainReduction.maxDb < 0.05
        ? `${drive}; the limiter has nothing to do`
        : `${drive} into the limiter, which takes ${level(played.gainReduction.p95Db, 'dB')} or less 95 % of the time`,
    gain: `${drive}, no limiting`,
    none: 'left as it was',
  };
  return `Level: ${words[loudness.method]}.`;
}

function describeLanding(plan: Plan, verdict: Verdict): string {
  const file = verdict.files[0];
  if (file === undefined) return 'No file was delivered.';
  const { integratedLufs, truePeakDbtp, loudnessRangeLu } = file.facts;
  const { targetLufs } = plan.loudness;
  const target = targetLufs === null ? '' : ` (target ${figure(targetLufs)})`;
  const shortfall = describeShortfall(plan);
  const landed = `Landed at ${level(integratedLufs, 'LUFS')}${target}, true peak ${level(truePeakDbtp, 'dBTP')}, range ${level(loudnessRangeLu, 'LU')}.`;
  return shortfall === null ? landed : `${landed} ${shortfall}`;
}

/** What drive, limiter and file cost, as a model of hearing grades it. */
function describeCost({ files }: Verdict): string[] {
  const damage = files.map(file => file.damage).find(({ odgWorst }) => odgWorst !== null);
  if (damage === undefined || damage.odgWorst === null || damage.worstSection === null) return [];
  const { odgWorst, odgMedian, mushraWorst, mushraMedian, worstSection } = damage;
  return [
    `Cost, by PEAQ: ${figure(odgWorst, 2)} at worst, at ${clockTime(worstSection.startSeconds)} (${impairmentWord(odgWorst)}), ${figure(odgMedian, 2)} in the median; by the 2f-model ${figure(mushraWorst, 0)} and ${figure(mushraMedian, 0)} of 100.`,
  ];
}

function describeWarnings(plan: Plan, verdict: Verdict, lineLimit: number): string[] {
  const warnings = collectWarnings(plan, verdict);
  const lines = warnings
    .slice(0, warnings.length > lineLimit ? lineLimit - 1 : lineLimit)
    .map(({ outcome, sentence }) => `${outcome === 'fail' ? 'Failed' : 'Warning'}: ${prose(sentence)}`);
  const rest = warnings.length - lines.length;
  if (warnings.length === 0) return ['Every check passed.'];
  return rest === 0 ? lines : [...lines, `${counted(rest, 'more warning')} in the report.`];
}
