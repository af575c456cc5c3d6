/** The real music beside the checkout, whole and planar, and chance from a seed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { accept } from '@deadwax/engine';
import { makeCodecHost } from '../../conformance/support/recordings.ts';

const FOLDER = new URL('../../../shared/audio/', import.meta.url).pathname;

/** A piece of music in memory. */
export interface Material {
  readonly name: string;
  readonly sampleRateHz: number;
  readonly channels: readonly Float32Array<ArrayBuffer>[];
}

function listFiles(folder: string, ending: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(name => name.endsWith(ending))
    .sort()
    .map(name => join(folder, name));
}

/** Paths: solo instruments, unmastered mixes, finished recordings. */
export const SOLO: readonly string[] = listFiles(join(FOLDER, 'declip-survey'), '.flac');
export const MIXES: readonly string[] = listFiles(join(FOLDER, 'mixes'), '.flac');
export const FINISHED: readonly string[] = listFiles(FOLDER, '.ogg');

/** Decodes a file; at most `seconds` from `fromSeconds` on. */
export async function loadMaterial(
  path: string,
  fromSeconds = 0,
  seconds: number = Number.POSITIVE_INFINITY,
): Promise<Material> {
  const host = makeCodecHost();
  const { kernels, makeScratch, decoders } = host.powers;
  const bytes = host.makeBytes(path, new Uint8Array(readFileSync(path)));
  const { source } = await accept(bytes, { kernels, makeScratch, watch: {} }, decoders);
  const start = Math.min(source.frameCount, Math.round(fromSeconds * source.sampleRateHz));
  const frameCount = Math.min(source.frameCount - start, Math.ceil(seconds * source.sampleRateHz));
  const channels = Array.from({ length: source.channelCount }, () => new Float32Array(frameCount));
  const block = kernels.makeBlock(source.channelCount, 65536);
  for (let done = 0; done < frameCount; done += block.frameCount) {
    block.frameCount = Math.min(65536, frameCount - done);
    source.read(start + done, block);
    channels.forEach((channel, c) => {
      channel.set(block.channels[c]!.subarray(0, block.frameCount), done);
    });
  }
  return { name: basename(path).replace(/\.\w+$/, ''), sampleRateHz: source.sampleRateHz, channels };
}

/** Chance, 0…1, from a seed: the same numbers on every machine. */
export function makeChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // mulberry32, public domain, T. Ettinger
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** 10 lg of Σ clean² over Σ (clean − other)². */
export function snrDb(clean: ArrayLike<number>, other: ArrayLike<number>): number {
  let power = 0;
  let error = 0;
  for (let n = 0; n < clean.length; n++) {
    power += clean[n]! ** 2;
    error += (clean[n]! - other[n]!) ** 2;
  }
  return 10 * Math.log10(power / error);
}

/** Mean of some numbers. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
