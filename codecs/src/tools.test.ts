import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDecoders } from '@deadwax/codecs';
import { describe, expect, it } from 'vitest';
import { freshKernels } from '../../kernels/test/kernels.ts';
import { decodeWhole } from '../test-support/decode.ts';
import { hasTool, run, temporaryFolder } from '../test-support/tools.ts';

const kernels = freshKernels();
const decoders = makeDecoders();
const folder = hasTool('sox') || hasTool('ffmpeg') ? temporaryFolder() : '';
const read = (path: string) => new Uint8Array(readFileSync(path));

/** ffmpeg's own reading of a file, as 32-bit float. */
function readByFfmpeg(path: string): Float32Array {
  const raw = run('ffmpeg', '-v', 'error', '-i', path, '-f', 'f32le', '-c:a', 'pcm_f32le', '-');
  return new Float32Array(raw.slice().buffer);
}

function interleave(channels: readonly Float32Array[]): Float32Array {
  const [first] = channels;
  return Float32Array.from(
    { length: first!.length * channels.length },
    (_, i) => channels[i % channels.length]![Math.floor(i / channels.length)]!,
  );
}

describe.skipIf(!hasTool('sox') || !hasTool('ffmpeg'))('files of sox', () => {
  it.each([
    ['u8.wav', ['-b', '8', '-e', 'unsigned-integer']],
    ['s16.wav', ['-b', '16']],
    ['s24.wav', ['-b', '24']],
    ['s32.wav', ['-b', '32', '-e', 'signed-integer']],
    ['f32.wav', ['-b', '32', '-e', 'floating-point']],
    ['f64.wav', ['-b', '64', '-e', 'floating-point']],
    ['s16.aif', ['-b', '16']],
    ['s24.aiff', ['-b', '24']],
    ['s8.aiff', ['-b', '8']],
    ['s16.aifc', ['-b', '16']],
    ['s24.aifc', ['-b', '24']],
  ] as const)('%s is read as ffmpeg reads it', async (name, encoding) => {
    for (const channelCount of ['1', '2']) {
      const path = join(folder, name);
      const synth = ['synth', '1', 'pinknoise', 'gain', '-3'];
      run('sox', '-R', '-D', '-n', '-r', '44100', '-c', channelCount, ...encoding, path, ...synth);
      const { channels } = await decodeWhole(read(path), decoders, kernels, name);
      expect(interleave(channels)).toEqual(readByFfmpeg(path));
    }
  });
});

describe.skipIf(!hasTool('ffmpeg'))('files of ffmpeg', () => {
  const noise = ['-f', 'lavfi', '-i', 'anoisesrc=d=1:c=pink:r=48000:seed=1:a=0.5'];

  it.each([
    ['pcm_u8', 'wav', []],
    ['pcm_s16le', 'wav', ['-metadata', 'title=Song']],
    ['pcm_s24le', 'wav', ['-write_bext', '1', '-metadata', 'description=Mix']],
    ['pcm_s32le', 'wav', []],
    ['pcm_f32le', 'wav', []],
    ['pcm_f64le', 'wav', []],
    ['pcm_s24le', 'wav', ['-rf64', 'always']],
    ['pcm_s16be', 'aiff', []],
    ['pcm_s24be', 'aiff', []],
    ['pcm_s32be', 'aiff', []],
    ['pcm_s16le', 'aiff', []],
    ['pcm_f32be', 'aiff', []],
    ['pcm_f64be', 'aiff', []],
  ] as const)('%s in %s %j is read as ffmpeg reads it', async (codec, container, more) => {
    const path = join(folder, `ffmpeg.${container}`);
    run('ffmpeg', '-v', 'error', '-y', ...noise, '-ac', '2', '-c:a', codec, ...more, path);
    const { channels } = await decodeWhole(read(path), decoders, kernels, path);
    expect(interleave(channels)).toEqual(readByFfmpeg(path));
  });

  it('a WAV written into a pipe was never finished and is refused', async () => {
    const piped = run('ffmpeg', '-v', 'error', ...noise, '-f', 'wav', '-');
    await expect(decodeWhole(piped, decoders, kernels, 'piped.wav')).rejects.toMatchObject({
      code: 'format-broken',
    });
  });

  it.each([
    ['libmp3lame', 'mp3', ['-b:a', '192k'], '44100'],
    ['libmp3lame', 'mp3', ['-q:a', '4'], '48000'],
    ['libmp3lame', 'mp3', ['-b:a', '64k', '-ac', '1'], '22050'],
    ['libmp3lame', 'mp3', ['-b:a', '128k', '-write_xing', '0'], '44100'],
    ['libmp3lame', 'mp3', ['-b:a', '128k', '-id3v2_version', '3', '-write_id3v1', '1'], '32000'],
    ['libvorbis', 'ogg', ['-q:a', '4'], '44100'],
    ['libvorbis', 'ogg', ['-q:a', '4'], '96000'],
    ['libopus', 'opus', ['-b:a', '96k'], '48000'],
    ['flac', 'ogg', [], '44100'],
  ] as const)(
    '%s in %s %j at %s Hz has the length that ffmpeg gives',
    async (codec, container, more, rate) => {
      const path = join(folder, `coded.${container}`);
      run('ffmpeg', '-v', 'error', '-y', ...noise, '-ac', '2', '-ar', rate, '-c:a', codec, ...more, path);
      const { opened, channels } = await decodeWhole(read(path), decoders, kernels, path);
      const theirs = readByFfmpeg(path);
      expect(opened.source.frameCount * opened.source.channelCount).toBe(theirs.length);
      // decoders of one stream may round differently (RFC 6716 clause 6.1 lets Opus differ most); misplaced by a frame
      // this noise would differ by tenths
      const worst = interleave(channels).reduce((most, x, i) => Math.max(most, Math.abs(x - theirs[i]!)), 0);
      expect(worst).toBeLessThan(codec === 'libopus' ? 1e-3 : 1e-4);
    },
  );
});
