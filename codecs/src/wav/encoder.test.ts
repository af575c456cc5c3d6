import type { FileFormat } from '@deadwax/engine/ports';
import { expect, it } from 'vitest';
import { freshKernels } from '../../../kernels/test/kernels.ts';
import { makeChance } from '../../test-support/build.ts';
import { makeMemoryPowers, makeMemoryScratch, makeMemorySource } from '../../test-support/memory.ts';
import { makeWaveDecoder } from './decoder.ts';
import { makeWaveEncoder } from './encoder.ts';
import { formatWaveHeader } from './header.ts';
import { parseWave } from './parse.ts';

const kernels = freshKernels();
const powers = makeMemoryPowers(kernels);
const FRAMES = 30001;

/** Noise on the grid of `depthBits`. */
function gridNoise(channelCount: number, depthBits: number) {
  const block = kernels.makeBlock(channelCount, FRAMES);
  const chance = makeChance(7);
  const scale = 2 ** (Math.min(depthBits, 24) - 1);
  for (const channel of block.channels) {
    for (let i = 0; i < FRAMES; i++) channel[i] = ((chance() % (2 * scale)) - scale) / scale;
  }
  return block;
}

async function write(format: FileFormat, channelCount: number, tags = {}) {
  const block = gridNoise(channelCount, format.depthBits);
  const sink = makeMemoryScratch();
  const description = { format, sampleRateHz: 44100, channelCount, frameCount: FRAMES, tags };
  const stream = await makeWaveEncoder().start(description, sink, powers);
  await stream.write(block);
  await stream.finish();
  return { block, content: sink.content() };
}

it.each([
  [16, false, 2],
  [24, false, 2],
  [24, false, 1],
  [32, true, 2],
  [32, false, 2],
  [16, false, 6],
] as const)(
  '%i bits (float: %s) with %i channels come back exactly',
  async (depthBits, isFloat, channelCount) => {
    const mark = kernels.mark();
    const { block, content } = await write({ container: 'wav', depthBits, isFloat }, channelCount);
    const { source, format } = await makeWaveDecoder().open(makeMemorySource(content), powers);
    const back = kernels.makeBlock(channelCount, FRAMES);
    source.read(0, back);
    expect(source.frameCount).toBe(FRAMES);
    expect(format.depthBits).toBe(isFloat ? null : depthBits);
    back.channels.forEach((channel, i) => {
      expect(Buffer.compare(Buffer.from(channel), Buffer.from(block.channels[i]!))).toBe(0);
    });
    kernels.release(mark);
  },
);

it('a stereo master is plain PCM with nothing behind its samples', async () => {
  const mark = kernels.mark();
  const tags = { title: 'Song', artist: 'Ørsted', isrc: 'GBAYE0500001', comment: 'odd' };
  const { content } = await write({ container: 'wav', depthBits: 24, isFloat: false }, 2, tags);
  const file = parseWave(makeMemorySource(content));
  const view = new DataView(content.buffer);
  expect(view.getUint32(16, true)).toBe(16);
  expect(view.getUint16(20, true)).toBe(1);
  expect(file.tags).toEqual(tags);
  expect(file.layout.offsetBytes + FRAMES * 6).toBe(content.length);
  expect(view.getUint32(4, true)).toBe(content.length - 8);
  kernels.release(mark);
});

it('an odd number of bytes is padded to an even file', async () => {
  const mark = kernels.mark();
  const { content } = await write({ container: 'wav', depthBits: 24, isFloat: false }, 1);
  expect(content.length % 2).toBe(0);
  expect(new DataView(content.buffer).getUint32(4, true)).toBe(content.length - 8);
  kernels.release(mark);
});

it('a file above 4 GiB becomes RF64, one below stays RIFF', () => {
  const describe = (frameCount: number) =>
    formatWaveHeader({
      sampleFormat: 's24le',
      sampleRateHz: 96000,
      channelCount: 2,
      frameCount,
      tags: { title: 'x' },
    });
  const frames = 800_000_000;
  const header = describe(frames);
  const whole = { ...makeMemorySource(header), byteCount: header.length + 6 * frames };
  const { layout, format } = parseWave(whole);
  expect(format.container).toBe('RF64');
  expect(layout).toMatchObject({ frameCount: frames, offsetBytes: header.length });
  expect(String.fromCharCode(...describe(700_000_000).subarray(0, 4))).toBe('RIFF');
});

it('fewer frames than announced are a broken promise', async () => {
  const stream = await makeWaveEncoder().start(
    {
      format: { container: 'wav', depthBits: 16, isFloat: false },
      sampleRateHz: 44100,
      channelCount: 2,
      frameCount: 10,
      tags: {},
    },
    makeMemoryScratch(),
    powers,
  );
  await expect(stream.finish()).rejects.toThrow(TypeError);
});
