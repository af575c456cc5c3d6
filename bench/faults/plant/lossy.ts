import { spawnSync } from 'node:child_process';
import { oneOf } from './draw.ts';
import { keepHeadroom } from './levels.ts';
import type { Recipe } from './types.ts';

/** Codecs as music is handed on, and ffmpeg's names for them. */
const CODECS = [
  { codec: 'mp3', encoder: 'libmp3lame', container: 'mp3' },
  { codec: 'mp3', encoder: 'libmp3lame', container: 'mp3' },
  { codec: 'aac', encoder: 'aac', container: 'adts' },
  { codec: 'vorbis', encoder: 'libvorbis', container: 'ogg' },
] as const;
const RATES_KBPS = [96, 112, 128, 160, 192] as const;

/** Where ffmpeg is absent this class is skipped and counted. */
export const hasFfmpeg: boolean = spawnSync('ffmpeg', ['-version']).status === 0;

/** A lossy file that was decoded and sold as a master. */
export const lossyOrigin: Recipe = {
  name: 'lossy-origin',
  kinds: ['lossy-origin'],
  alsoTrue: ['dull', 'inter-sample-overs'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: 0.85,
  range:
    'MP3 (LAME), AAC (ffmpeg) and Vorbis at 96 to 192 kb/s, decoded, on music that was never coded before: above, codecs leave little trace and stores accept the sound',
  make(excerpt, random) {
    const { codec, encoder, container } = oneOf(random, CODECS);
    const kbps = oneOf(random, RATES_KBPS);
    if (!hasFfmpeg || excerpt.origin === 'lossy') return null;
    const raw = ['-f', 'f32le', '-ar', String(excerpt.sampleRateHz), '-ac', '2'];
    const coded = run(
      [...raw, '-i', 'pipe:0', '-c:a', encoder, '-b:a', `${kbps}k`, '-f', container, 'pipe:1'],
      interleave(excerpt.channels),
    );
    // ADTS is called aac where it is read
    const decoded = run(
      ['-f', container === 'adts' ? 'aac' : container, '-i', 'pipe:0', ...raw, 'pipe:1'],
      coded,
    );
    const channels = separate(decoded);
    keepHeadroom(channels);
    return { channels, parameters: { codec, kbps } };
  },
};

function run(flags: readonly string[], input: Uint8Array): Buffer {
  const result = spawnSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-bitexact', ...flags], {
    input,
    maxBuffer: 1 << 28,
  });
  if (result.status !== 0) throw new Error(`ffmpeg ${flags.join(' ')}: ${result.stderr}`);
  return result.stdout;
}

function interleave(channels: readonly Float32Array[]): Uint8Array {
  const [left, right] = channels;
  const both = new Float32Array(2 * left!.length);
  for (let n = 0; n < left!.length; n++) {
    both[2 * n] = left![n]!;
    both[2 * n + 1] = right![n]!;
  }
  return new Uint8Array(both.buffer);
}

function separate(bytes: Buffer): Float32Array[] {
  const frameCount = Math.floor(bytes.length / 8);
  return [0, 1].map(c =>
    Float32Array.from({ length: frameCount }, (_, n) => bytes.readFloatLE(8 * n + 4 * c)),
  );
}
