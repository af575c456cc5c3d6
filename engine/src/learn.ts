import type { ByteSource, Powers, Watch } from './audio/index.ts';
import { learnProfile, type TargetProfile } from './plan/index.ts';
import { hearRecord } from './references.ts';
import { MasteringError } from './units/index.ts';
import { digestOf } from './verify/index.ts';

/**
 * Hears records one after the other and keeps what they have in common.
 * @throws {MasteringError} 'reference-unusable' for a record that says nothing, or twice the same
 */
export async function learn(
  name: string,
  records: readonly ByteSource[],
  powers: Powers,
  watch: Watch,
): Promise<TargetProfile> {
  if (records.length === 0) throw new TypeError('a profile needs a record');
  const heard: Parameters<typeof learnProfile>[1][number][] = [];
  for (const bytes of records) {
    const sha256 = digestOf(bytes, powers);
    const twin = heard.find(record => record.sha256 === sha256);
    if (twin !== undefined) {
      throw new MasteringError(
        'reference-unusable',
        `${bytes.name} is the same file as ${twin.name}; each record counts once. Leave one of them out.`,
      );
    }
    const facts = await hearRecord(bytes, powers, watch);
    heard.push({ name: bytes.name, sha256, durationSeconds: facts.durationSeconds, facts });
  }
  return learnProfile(name, heard);
}
