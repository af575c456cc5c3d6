import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDecoders } from '@deadwax/codecs';
import { describe, expect, it } from 'vitest';
import { freshKernels } from '../../kernels/test/kernels.ts';
import { decodeWhole, distanceFromSine, openWhole } from '../test-support/decode.ts';
import { fixture, fixturePath, hasTool, makeRunFfmpeg, run } from '../test-support/tools.ts';

const kernels = freshKernels();
const decoders = makeDecoders();

// lengths as ffmpeg 5.1 and libsndfile tell them; the tone is 44100 frames, Vorbis and AAC encoders cut or padded it
it.each([
  ['tone.mp3', 44100, 44100, 'MP3', 'MP3'],
  ['tone.ogg', 43972, 44100, 'Ogg Vorbis', 'Vorbis'],
  ['tone.opus', 48000, 48000, 'Ogg Opus', 'Opus'],
])(
  '%s gives exactly its %i frames of the tone, in phase',
  async (name, frames, sampleRateHz, container, encoding) => {
    const { opened, channels } = await decodeWhole(fixture(name), decoders, kernels, name);
    expect(opened.source).toMatchObject({ frameCount: frames, sampleRateHz, channelCount: 2 });
    expect(opened.format).toEqual({ container, encoding, isLossy: true, depthBits: null, isFloat: false });
    expect(opened.tags.title).toBe('Tone');
    // a frame of misplacement is 0.06 at 880 Hz, half scale; coding noise at these rates stays below half of it
    const right = distanceFromSine(channels[1]!, { frequencyHz: 880, sampleRateHz, gain: 0.5 }, 4000);
    expect(right).toBeLessThan(0.03);
  },
);

it('an MP3 that decodes above full scale is not clipped', async () => {
  const { channels } = await decodeWhole(fixture('hot.mp3'), decoders, kernels, 'hot.mp3');
  const peak = channels[0]!.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  expect(peak).toBeGreaterThan(1.05); // a square wave at 0.99 overshoots once its upper harmonics are gone (Gibbs)
});

describe.skipIf(!hasTool('ffmpeg'))('through the user’s ffmpeg', () => {
  it.each([
    ['tone-aac.m4a', 45056, 'M4A', 'AAC', null],
    ['tone-alac.m4a', 22050, 'M4A', '24-bit ALAC', 24],
    ['tone.aac', 46080, 'AAC', 'AAC', null],
  ])('%s gives the %i frames that ffmpeg gives', async (name, frames, container, encoding, depthBits) => {
    const withFfmpeg = makeDecoders({ ffmpeg: makeRunFfmpeg(fixturePath(name)) });
    const { opened } = await decodeWhole(fixture(name), withFfmpeg, kernels, name);
    expect(opened.source).toMatchObject({ frameCount: frames, sampleRateHz: 44100 });
    expect(opened.format).toMatchObject({ container, encoding, depthBits });
    expect(opened.tags.title).toBe(container === 'M4A' ? 'Tone' : undefined);
  });
});

it('without ffmpeg an M4A says what to do', async () => {
  await expect(decodeWhole(fixture('tone-alac.m4a'), decoders, kernels, 'song.m4a')).rejects.toMatchObject({
    code: 'format-unsupported',
    message:
      'song.m4a: ALAC audio; reading it needs ffmpeg, and none was found on PATH. Install ffmpeg, or export WAV or FLAC.',
  });
});

const music = join(import.meta.dirname, '../../../shared/audio');
const songs = existsSync(music) ? readdirSync(music).filter(name => name.endsWith('.ogg')) : [];
describe.skipIf(songs.length === 0 || !hasTool('ffprobe'))('real music', () => {
  it('has the length that ffprobe tells, to the frame', { timeout: 300_000 }, async () => {
    for (const name of songs) {
      const path = join(music, name);
      const told = run(
        'ffprobe',
        '-v',
        'error',
        '-select_streams',
        'a:0',
        '-show_entries',
        'stream=duration_ts',
        '-of',
        'csv=p=0',
        path,
      );
      const opened = await openWhole(new Uint8Array(readFileSync(path)), decoders, kernels, name);
      expect(opened.source.frameCount, name).toBe(Number.parseInt(Buffer.from(told).toString(), 10));
    }
    expect(songs.length).toBeGreaterThan(0);
  });
});
