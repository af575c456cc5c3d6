import type { FindingKind } from '@deadwax/engine';
import { rmsOf, toDb, toGain } from './levels.ts';

/** Where an offset counts as one. */
const LEAST_OFFSET = toGain(-60);
/** What may be panned on purpose and may be told. */
const LEAST_IMBALANCE_DB = 2.5;
const LEAST_SIDED_DB = 40;
const LEAST_SIDE = toGain(-60);

/**
 * What arithmetic alone proves of audio, whoever caused it: such a finding is never wrong. Uneven clipping leaves an offset,
 * so does a cut; a band may be panned to one side.
 */
export function provenOf(channels: readonly Float32Array[]): readonly FindingKind[] {
  const kinds: FindingKind[] = [];
  const [left, right] = channels;
  if (channels.some(x => Math.abs(x.reduce((sum, s) => sum + s, 0) / x.length) > LEAST_OFFSET))
    kinds.push('dc');
  const levels = [rmsOf(left!), rmsOf(right!)];
  const awayDb = Math.abs(toDb((levels[0]! + 1e-12) / (levels[1]! + 1e-12)));
  if (awayDb >= LEAST_IMBALANCE_DB) kinds.push('imbalance');
  if (awayDb >= LEAST_SIDED_DB) kinds.push('one-sided');
  let side = 0;
  for (let n = 0; n < left!.length; n++) side += (left![n]! - right![n]!) ** 2;
  if (Math.sqrt(side / left!.length) <= LEAST_SIDE * Math.max(...levels)) kinds.push('dual-mono');
  return kinds;
}
