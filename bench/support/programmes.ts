/** Real music as planar float in memory, for benchmarks that plant something into it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MemoryHost } from '../../conformance/support/memory.ts';
import {
  makeCodecHost,
  RECORDINGS,
  type Recording,
  readExcerpt,
} from '../../conformance/support/recordings.ts';

/** A piece of music. */
export interface BenchProgramme {
  readonly name: string;
  readonly sampleRateHz: number;
  readonly channels: readonly Float32Array[];
}

const MIXES = new URL('../../../shared/audio/mixes/', import.meta.url).pathname;

/** The recordings, and the unmastered mixes beside them. */
export function listRecordings(): readonly Recording[] {
  const mixes = existsSync(MIXES) ? readdirSync(MIXES).filter(name => name.endsWith('.flac')) : [];
  return [
    ...RECORDINGS,
    ...mixes.sort().map(name => ({ name: name.replace('.flac', ''), paths: [join(MIXES, name)] })),
  ];
}

/** A passage of a recording. */
export async function loadProgramme(
  recording: Recording,
  fromFraction: number,
  seconds: number,
): Promise<BenchProgramme> {
  const host: MemoryHost = makeCodecHost();
  const source = await readExcerpt(recording, host, fromFraction, seconds);
  const { kernels } = host.powers;
  const mark = kernels.mark();
  const block = kernels.makeBlock(source.channelCount, 65536);
  const channels = Array.from({ length: source.channelCount }, () => new Float32Array(source.frameCount));
  for (let start = 0; start < source.frameCount; start += 65536) {
    block.frameCount = Math.min(65536, source.frameCount - start);
    source.read(start, block);
    channels.forEach((channel, c) => {
      channel.set(block.channels[c]!.subarray(0, block.frameCount), start);
    });
  }
  kernels.release(mark);
  return { name: recording.name, sampleRateHz: source.sampleRateHz, channels };
}

/** Chance from a seed, 0 … 1 (xorshift32). */
export function makeChance(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** One normally distributed number. */
export function normal(chance: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
}
