import { repairs } from '../repair/index.ts';
import { say, sayPercent } from '../units/words.ts';
import type { Plan, PlannedRepair, Played, Stage } from './plan.ts';

const STAGE_NAMES: Readonly<Record<Stage['processor'], string>> = {
  eq: 'Tone',
  compressor: 'Compressor',
  multiband: 'Dynamics per band',
  width: 'Width',
  'low-end': 'Low end',
  saturation: 'Saturation',
};

function nameOf(stage: Stage): string {
  return stage.id === 'low-cut' ? 'Low cut' : STAGE_NAMES[stage.processor];
}

function describeRepair({ repair, isEnabled, strengthFraction, because }: PlannedRepair): string[] {
  const name = repairs[repair].label;
  if (!isEnabled || strengthFraction === 0) return [`${name}: switched off.`];
  const sentences = [...new Set(because.map(({ sentence }) => sentence))];
  return sentences.length === 0
    ? [`${name}: set by hand.`]
    : sentences.map(sentence => `${name}: ${sentence}`);
}

function describeStage(stage: Stage): string[] {
  if (!stage.isEnabled || stage.strengthFraction === 0) return [`${nameOf(stage)}: switched off.`];
  const strength =
    stage.strengthFraction === 1 ? '' : ` (at ${sayPercent(stage.strengthFraction)} of its strength)`;
  if (stage.because.length === 0) return [`${nameOf(stage)}${strength}: set by hand.`];
  return stage.because.map(({ sentence }) => `${nameOf(stage)}${strength}: ${sentence}`);
}

function describePlayed({ integratedLufs, truePeakDbtp, bound, gainReduction }: Played): string[] {
  if (integratedLufs === null) return [];
  const peak = truePeakDbtp === null ? '' : `, true peak ${say(truePeakDbtp, 'dBTP', 2)}`;
  const work =
    gainReduction.maxDb > 0
      ? ` The limiter took ${say(gainReduction.p95Db, 'dB')} or less for 95 % of the time, ${say(gainReduction.maxDb, 'dB')} at most.`
      : ' The limiter had nothing to do.';
  const stopped = bound === null ? '' : ` It stopped short of the target at this bound: ${bound}.`;
  return [`Played: ${say(integratedLufs, 'LUFS', 2)}${peak}.${work}${stopped}`];
}

/** The whole plan as plain sentences, in the order of the work. */
export function describePlan(plan: Plan): string[] {
  return [
    plan.genre.sentence,
    ...plan.repairs.flatMap(describeRepair),
    ...(plan.edit?.because ?? []).map(({ sentence }) => `Trim: ${sentence}`),
    ...plan.stages.flatMap(describeStage),
    ...plan.loudness.because.map(({ sentence }) => `Loudness: ${sentence}`),
    ...plan.deliverables.map(
      ({ id, because }) => `File ${id}: ${because.map(({ sentence }) => sentence).join(' ')}`,
    ),
    ...plan.leftAlone.map(sentence => `Left alone. ${sentence}`),
    ...plan.warnings.map(sentence => `Please note. ${sentence}`),
    ...(plan.played === null ? [] : describePlayed(plan.played)),
  ];
}
