import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDecoders, makeEncoders } from '@deadwax/codecs';
import { expect, it } from 'vitest';
import { freshKernels } from '../../../kernels/test/kernels.ts';
import { decodeWhole } from '../../test-support/decode.ts';
import { encodeWhole, gridNoise } from '../../test-support/encode.ts';
import { hasTool, run, temporaryFolder } from '../../test-support/tools.ts';

const kernels = freshKernels();
const decoders = makeDecoders();
const encoder = makeEncoders().find(candidate => candidate.container === 'flac')!;
const FRAMES = 44100;

it.each([
  [16, 1],
  [16, 2],
  [24, 1],
  [24, 2],
  [24, 6],
] as const)('%i bits in %i channels come back bit for bit', async (depthBits, channelCount) => {
  const channels = gridNoise(channelCount, FRAMES, depthBits);
  const format = { container: 'flac', depthBits, isFloat: false } as const;
  const content = await encodeWhole(encoder, channels, { format, sampleRateHz: 44100 }, kernels);
  const back = await decodeWhole(content, decoders, kernels, 'song.flac');
  expect(back.opened.format).toEqual({
    container: 'FLAC',
    encoding: `${depthBits}-bit FLAC`,
    isLossy: false,
    depthBits,
    isFloat: false,
  });
  expect(back.channels).toEqual(channels);
});

it.each([8000, 44100, 48000, 96000, 192000, 384000])('%i Hz is kept', async sampleRateHz => {
  const channels = gridNoise(2, 20000, 24);
  const format = { container: 'flac', depthBits: 24, isFloat: false } as const;
  const content = await encodeWhole(encoder, channels, { format, sampleRateHz }, kernels);
  const { opened } = await decodeWhole(content, decoders, kernels, 'song.flac');
  expect(opened.source).toMatchObject({ sampleRateHz, frameCount: 20000 });
});

it('tags come back, the length and the MD5 stand in the header', async () => {
  const channels = gridNoise(2, FRAMES, 16);
  const tags = {
    title: 'Söng',
    artist: 'A',
    album: 'B',
    albumArtist: 'C',
    trackNumber: '4',
    date: '2024',
    genre: 'D',
    composer: 'E',
    comment: 'F',
    copyright: 'G',
    isrc: 'GBAYE0500001',
  };
  const format = { container: 'flac', depthBits: 16, isFloat: false } as const;
  const content = await encodeWhole(encoder, channels, { format, sampleRateHz: 44100, tags }, kernels);
  const { opened } = await decodeWhole(content, decoders, kernels, 'song.flac');
  expect(opened.tags).toEqual(tags);
  // RFC 9639 clause 8.2: MD5 of the interleaved little-endian samples
  const interleaved = Int16Array.from({ length: 2 * FRAMES }, (_, i) => 32768 * channels[i % 2]![i >> 1]!);
  const digest = createHash('md5').update(new Uint8Array(interleaved.buffer)).digest('hex');
  expect(Buffer.from(content.subarray(26, 42)).toString('hex')).toBe(digest);
  expect(new DataView(content.buffer).getUint32(22)).toBe(FRAMES);
});

it('the same audio gives the same bytes, twice', async () => {
  const channels = gridNoise(2, FRAMES, 24);
  const format = { container: 'flac', depthBits: 24, isFloat: false } as const;
  const write = () => encodeWhole(encoder, channels, { format, sampleRateHz: 44100 }, kernels);
  expect(Buffer.compare(await write(), await write())).toBe(0);
});

it('a full disk while writing is the error of the disk, not of libav', async () => {
  const { MasteringError } = await import('@deadwax/engine/ports');
  const full = new MasteringError('disk-full', 'no space');
  const sink = {
    byteCount: 0,
    append() {
      throw full;
    },
    patch() {
      throw full;
    },
  };
  const format = { container: 'flac', depthBits: 24, isFloat: false } as const;
  const description = { format, sampleRateHz: 44100, channelCount: 1, frameCount: 400_000, tags: {} };
  const powers = { kernels, makeScratch: () => expect.unreachable(), watch: {} };
  const mark = kernels.mark();
  const block = kernels.makeBlock(1, 400_000);
  const write = async () => {
    const stream = await encoder.start(description, sink, powers);
    await stream.write(block);
    await stream.finish();
  };
  await expect(write()).rejects.toBe(full);
  kernels.release(mark);
});

it.skipIf(!hasTool('flac'))('the flac tool finds nothing wrong with ours', async () => {
  const path = join(temporaryFolder(), 'ours.flac');
  for (const depthBits of [16, 24] as const) {
    const channels = gridNoise(2, FRAMES + depthBits, depthBits);
    const format = { container: 'flac', depthBits, isFloat: false } as const;
    writeFileSync(path, await encodeWhole(encoder, channels, { format, sampleRateHz: 48000 }, kernels));
    run('flac', '-t', '-w', '-s', path);
  }
});

it.skipIf(!hasTool('flac') || !hasTool('sox'))(
  'files of the flac tool decode bit for bit at every level',
  async () => {
    const folder = temporaryFolder();
    const wave = join(folder, 'in.wav');
    for (const bits of ['16', '24']) {
      run(
        'sox',
        '-R',
        '-n',
        '-r',
        '44100',
        '-b',
        bits,
        '-c',
        '2',
        wave,
        'synth',
        '3',
        'pinknoise',
        'gain',
        '-3',
      );
      const plain = await decodeWhole(new Uint8Array(readFileSync(wave)), decoders, kernels, 'in.wav');
      for (const level of ['-0', '-5', '-8']) {
        const path = join(folder, `out${level}.flac`);
        run('flac', '-s', '-f', level, wave, '-o', path);
        const coded = await decodeWhole(new Uint8Array(readFileSync(path)), decoders, kernels, 'out.flac');
        expect(coded.channels).toEqual(plain.channels);
      }
    }
  },
);
