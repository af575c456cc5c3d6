import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDecoders, makeEncoders } from '@deadwax/codecs';
import { type AudioSource, accept, makeSpillSink } from '@deadwax/engine';
import { type MemoryHost, makeMemoryHost } from './memory.ts';

/** Real music that stands beside a developer's checkout; it is never part of the repository. */
const FOLDER = new URL('../../../shared/audio/', import.meta.url).pathname;

/** Where it is absent, tests that need it are skipped and counted. */
export const hasRecordings: boolean = existsSync(FOLDER);

/** A piece of real music: one file, or stems that make one mix. */
export interface Recording {
  readonly name: string;
  readonly paths: readonly string[];
}

/** Their names, so that each is counted where it is absent. */
const WHOLE: readonly string[] = [
  'acoustic-nature',
  'folk-traveling-minstrels',
  'jazz-vibe-ace',
  'latin-hacienda',
  'orchestral-weight-of-revenge',
  'rock-hedgewars',
  'trance-calling-bogus',
  'vocal-lets-go-fishin',
];
const STEMS: readonly string[] = ['metal-armygeddon-stem-band', 'metal-armygeddon-stem-guitar'];

/** Where a recording or a stem lies. */
export const pathOf = (name: string): string => join(FOLDER, `${name}.ogg`);

/** Every recording, the two stems of the metal mix as one. */
export const RECORDINGS: readonly Recording[] = [
  ...WHOLE.map(name => ({ name, paths: [pathOf(name)] })),
  { name: 'metal mix of two stems', paths: STEMS.map(pathOf) },
];

/** A host with every codec. */
export function makeCodecHost(): MemoryHost {
  return makeMemoryHost({ decoders: makeDecoders({ ffmpeg: null }), encoders: makeEncoders() });
}

/**
 * A passage of a recording as 32-bit float PCM in a host's memory; stems are summed at −6.02 dB each.
 * @param fromFraction where it begins, as a fraction of the whole
 */
export async function readExcerpt(
  recording: Recording,
  host: MemoryHost,
  fromFraction: number,
  seconds: number,
): Promise<AudioSource> {
  const { powers } = host;
  const sources: AudioSource[] = [];
  for (const path of recording.paths) {
    const bytes = host.makeBytes(path, new Uint8Array(readFileSync(path)));
    const context = { kernels: powers.kernels, makeScratch: powers.makeScratch, watch: {} };
    sources.push((await accept(bytes, context, powers.decoders)).source);
  }
  const first = sources[0]!;
  const frameCount = Math.min(first.frameCount, Math.round(seconds * first.sampleRateHz));
  const start = Math.round(fromFraction * (first.frameCount - frameCount));
  const sink = makeSpillSink(powers.makeScratch(), first, powers.kernels);
  const mark = powers.kernels.mark();
  const block = powers.kernels.makeBlock(first.channelCount, 65536);
  const other = powers.kernels.makeBlock(first.channelCount, 65536);
  for (let done = 0; done < frameCount; done += block.frameCount) {
    block.frameCount = Math.min(65536, frameCount - done);
    other.frameCount = block.frameCount;
    first.read(start + done, block);
    for (const source of sources.slice(1)) addInto(source, start + done, block, other);
    if (sources.length > 1) scale(block.channels, block.frameCount, 1 / sources.length);
    sink.write(block);
  }
  powers.kernels.release(mark);
  return sink.toSource();
}

type Block = ReturnType<MemoryHost['powers']['kernels']['makeBlock']>;

function addInto(source: AudioSource, start: number, block: Block, other: Block): void {
  source.read(start, other);
  block.channels.forEach((channel, index) => {
    for (let frame = 0; frame < block.frameCount; frame++) channel[frame]! += other.channels[index]![frame]!;
  });
}

function scale(channels: readonly Float32Array[], frameCount: number, gain: number): void {
  for (const channel of channels) for (let frame = 0; frame < frameCount; frame++) channel[frame]! *= gain;
}
