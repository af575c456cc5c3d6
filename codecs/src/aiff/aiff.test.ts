import { expect, it } from 'vitest';
import { freshKernels } from '../../../kernels/test/kernels.ts';
import { ascii, chunk, comm, form, noiseBytes, ssnd } from '../../test-support/build.ts';
import { makeMemoryPowers, makeMemoryScratch, makeMemorySource } from '../../test-support/memory.ts';
import { makeAiffDecoder } from './decoder.ts';
import { makeAiffEncoder } from './encoder.ts';
import { formatExtended, parseExtended } from './extended.ts';
import { parseAiff } from './parse.ts';

const audio = noiseBytes(40000);
const parse = (content: Uint8Array) => parseAiff(makeMemorySource(content, 'song.aif'));
const big = (id: string, payload: Uint8Array) => chunk(id, payload, { isBig: true });

it.each([
  ['AIFF', undefined, 8, 's8'],
  ['AIFF', undefined, 16, 's16be'],
  ['AIFF', undefined, 24, 's24be'],
  ['AIFF', undefined, 20, 's24be'],
  ['AIFF', undefined, 32, 's32be'],
  ['AIFC', 'NONE', 16, 's16be'],
  ['AIFC', 'twos', 24, 's24be'],
  ['AIFC', 'sowt', 16, 's16le'],
  ['AIFC', 'sowt', 24, 's24le'],
  ['AIFC', 'raw ', 8, 'u8'],
  ['AIFC', 'in24', 24, 's24be'],
  ['AIFC', 'in32', 32, 's32be'],
  ['AIFC', 'fl32', 32, 'f32be'],
  ['AIFC', 'FL32', 32, 'f32be'],
  ['AIFC', 'fl64', 64, 'f64be'],
] as const)('%s %s %i is %s', (kind, type, bits, expected) => {
  const width = Math.ceil(bits / 8);
  const frames = 40000 / width - ((40000 / width) % 1);
  const payload = comm({ bits, frames, ...(type === undefined ? {} : { type }) });
  const content = form([big('COMM', payload), ssnd(audio.subarray(0, frames * width))], kind);
  const { layout, format } = parse(content);
  expect(layout).toMatchObject({
    format: expected,
    frameCount: frames,
    sampleRateHz: 44100,
    frameBytes: width,
  });
  expect(format.depthBits).toBe(expected.startsWith('f') ? null : bits);
  expect(content[layout.offsetBytes]).toBe(audio[0]);
});

it('the offset in SSND moves the samples', () => {
  const payload = new Uint8Array(8 + 6 + 40000);
  payload[3] = 6;
  payload.set(audio, 14);
  const content = form([big('COMM', comm()), big('SSND', payload)]);
  expect(content[parse(content).layout.offsetBytes]).toBe(audio[0]);
});

it('text chunks become tags', () => {
  const texts = [big('NAME', ascii('Song')), big('AUTH', ascii('Someone')), big('(c) ', ascii('2024'))];
  const { tags } = parse(form([...texts, big('COMM', comm()), ssnd(audio)]));
  expect(tags).toEqual({ title: 'Song', artist: 'Someone', copyright: '2024' });
});

it('sample rates survive the 80-bit form', () => {
  for (const rate of [1, 8000, 11025, 22050, 44100, 48000, 88200, 96000, 192000, 384000]) {
    expect(parseExtended(new DataView(formatExtended(rate).buffer as ArrayBuffer), 0)).toBe(rate);
  }
  const known = Uint8Array.of(0x40, 0x0e, 0xac, 0x44, 0, 0, 0, 0, 0, 0);
  expect(formatExtended(44100)).toEqual(known);
});

it.each([16, 24, 32] as const)('%i bits are written and come back exactly', async depthBits => {
  const kernels = freshKernels();
  const powers = makeMemoryPowers(kernels);
  const block = kernels.makeBlock(2, 20001);
  block.channels.forEach((channel, c) => {
    for (let i = 0; i < channel.length; i++) channel[i] = (((i * 7919 + c * 13) % 65536) - 32768) / 32768;
  });
  const sink = makeMemoryScratch();
  const stream = await makeAiffEncoder().start(
    {
      format: { container: 'aiff', depthBits, isFloat: false },
      sampleRateHz: 48000,
      channelCount: 2,
      frameCount: 20001,
      tags: { title: 'Odd' },
    },
    sink,
    powers,
  );
  await stream.write(block);
  await stream.finish();
  const { source, tags } = await makeAiffDecoder().open(makeMemorySource(sink.content()), powers);
  const back = kernels.makeBlock(2, 20001);
  source.read(0, back);
  expect(source.sampleRateHz).toBe(48000);
  expect(tags).toEqual({ title: 'Odd' });
  back.channels.forEach((channel, c) => {
    expect(Buffer.compare(Buffer.from(channel), Buffer.from(block.channels[c]!))).toBe(0);
  });
});
