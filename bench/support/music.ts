import { existsSync, readdirSync } from 'node:fs';
import type { AudioSource } from '@deadwax/engine';
import type { MemoryHost } from '../../conformance/support/memory.ts';
import { RECORDINGS, type Recording, readExcerpt } from '../../conformance/support/recordings.ts';

/** Unmastered mixes that stand beside a developer's checkout; never part of the repository. */
const MIXES = new URL('../../../shared/audio/mixes/', import.meta.url).pathname;

/** Planar audio in ordinary memory. */
export interface Music {
  readonly name: string;
  readonly channels: readonly Float32Array[];
  readonly sampleRateHz: number;
}

/** Every recording and every mix beside the checkout. */
export function everyMusic(): readonly Recording[] {
  const mixes = existsSync(MIXES) ? readdirSync(MIXES).filter(file => file.endsWith('.flac')) : [];
  return [
    ...RECORDINGS,
    ...mixes.sort().map(file => ({ name: file.replace('.flac', ''), paths: [MIXES + file] })),
  ];
}

/** A passage as planar floats. @param fromFraction where it begins, as a fraction of the whole */
export async function readMusic(
  recording: Recording,
  host: MemoryHost,
  fromFraction: number,
  seconds: number,
): Promise<Music> {
  const source = await readExcerpt(recording, host, fromFraction, seconds);
  return { name: recording.name, channels: readAll(source, host), sampleRateHz: source.sampleRateHz };
}

function readAll(source: AudioSource, host: MemoryHost): Float32Array[] {
  const { kernels } = host.powers;
  const mark = kernels.mark();
  const block = kernels.makeBlock(source.channelCount, 65536);
  const channels = block.channels.map(() => new Float32Array(source.frameCount));
  for (let start = 0; start < source.frameCount; start += block.frameCount) {
    block.frameCount = Math.min(65536, source.frameCount - start);
    source.read(start, block);
    channels.forEach((channel, c) => {
      channel.set(block.channels[c]!.subarray(0, block.frameCount), start);
    });
  }
  kernels.release(mark);
  return channels;
}
