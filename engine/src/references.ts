import type { ByteSource, Powers, Watch } from './audio/index.ts';
import { listen } from './hear.ts';
import type { HeardReference, ReferenceAspect } from './plan/index.ts';
import { MasteringError } from './units/index.ts';
import { say } from './units/words.ts';
import { digestOf } from './verify/index.ts';
import type { SessionReference } from './write/index.ts';

/** A record on file that the master should come near to. */
export interface ReferenceInput {
  readonly bytes: ByteSource;
  /** How the host finds it again. */
  readonly location: string;
  readonly weight: number;
  readonly aspects: readonly ReferenceAspect[];
}

/** A passage shorter than this says more of its moment than of its record. */
export const SHORTEST_REFERENCE_SECONDS = 10;
/** Quieter than this is a recording of nothing. */
const QUIETEST_LUFS = -60;

/**
 * What a session keeps of its references, by their bytes alone.
 * @param mixSha256  digest of the mix, which cannot be its own reference
 * @throws {MasteringError} 'reference-unusable' for the mix itself
 */
export function identifyReferences(
  inputs: readonly ReferenceInput[],
  mixSha256: string,
  powers: Powers,
): readonly SessionReference[] {
  return inputs.map(({ bytes, location, weight, aspects }) => {
    const sha256 = digestOf(bytes, powers);
    if (sha256 === mixSha256) {
      throw unusable(
        bytes.name,
        'is the mix itself',
        'another record',
        'Leave it out or name the record that is meant',
      );
    }
    return { name: bytes.name, location, byteCount: bytes.byteCount, sha256, weight, aspects };
  });
}

/**
 * Hears references one after the other; nothing of their audio is kept.
 * @throws {MasteringError} 'reference-unusable' for silence, less than 10 s, more than two channels
 */
export async function hearReferences(
  inputs: readonly ReferenceInput[],
  powers: Powers,
  watch: Watch,
): Promise<readonly HeardReference[]> {
  const heard: HeardReference[] = [];
  for (const { bytes, weight, aspects } of inputs) {
    heard.push({ name: bytes.name, facts: await hearRecord(bytes, powers, watch), weight, aspects });
  }
  return heard;
}

/** Measures a record that is to be learned from or aimed at. @throws {MasteringError} 'reference-unusable' */
export async function hearRecord(
  bytes: ByteSource,
  powers: Powers,
  watch: Watch,
): Promise<HeardReference['facts']> {
  const mark = powers.kernels.mark();
  const { analysis } = await listen(bytes, powers, watch, 'reference');
  powers.kernels.release(mark);
  const { facts } = analysis;
  const { name } = bytes;
  if (facts.channelCount > 2) {
    throw unusable(name, `has ${facts.channelCount} channels`, 'mono or stereo', 'Fold it down first');
  }
  if (facts.integratedLufs === null || facts.integratedLufs < QUIETEST_LUFS) {
    const found = facts.integratedLufs === null ? 'is silent' : `has ${say(facts.integratedLufs, 'LUFS', 0)}`;
    throw unusable(name, found, `a record from ${say(QUIETEST_LUFS, 'LUFS', 0)} up`, 'Check the file');
  }
  if (facts.durationSeconds < SHORTEST_REFERENCE_SECONDS) {
    throw unusable(
      name,
      `is ${say(facts.durationSeconds, 's')} long`,
      `${SHORTEST_REFERENCE_SECONDS} s or more`,
      'Give a longer passage',
    );
  }
  return facts;
}

function unusable(name: string, found: string, allowed: string, remedy: string): MasteringError {
  return new MasteringError(
    'reference-unusable',
    `${name} ${found}; a reference must be ${allowed}. ${remedy}.`,
  );
}
