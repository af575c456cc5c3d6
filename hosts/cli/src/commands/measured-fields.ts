import type { Facts } from '@deadwax/engine';

/** The figures of the contract that stand at the top level of every machine-readable document. */
const FIELDS = [
  'integratedLufs',
  'loudnessRangeLu',
  'maxMomentaryLufs',
  'maxShortTermLufs',
  'truePeakDbtp',
  'samplePeakDbfs',
  'plrDb',
  'minPsrDb',
  'durationSeconds',
  'sampleRateHz',
  'channelCount',
] as const;

export type MeasuredFields = Pick<Facts, (typeof FIELDS)[number]>;

export function measuredFields(facts: Facts): MeasuredFields {
  return Object.fromEntries(FIELDS.map(field => [field, facts[field]])) as MeasuredFields;
}
