import { expect, it } from 'vitest';
import { ascii, chunk, extensible, fields, fmt, join, noiseBytes, riff } from '../../test-support/build.ts';
import { makeMemorySource } from '../../test-support/memory.ts';
import { parseWave } from './parse.ts';

const audio = noiseBytes(24000);
const data = chunk('data', audio);
const parse = (content: Uint8Array) => parseWave(makeMemorySource(content, 'song.wav'));

it.each([
  ['8-bit', fmt({ bits: 8 }), 'u8', 8, '8-bit PCM'],
  ['16-bit', fmt(), 's16le', 16, '16-bit PCM'],
  ['24-bit', fmt({ bits: 24 }), 's24le', 24, '24-bit PCM'],
  ['32-bit', fmt({ bits: 32 }), 's32le', 32, '32-bit PCM'],
  ['20 bits in 3 bytes', fmt({ bits: 20, align: 3, channels: 1 }), 's24le', 20, '20-bit PCM'],
  ['32-bit float', fmt({ tag: 3, bits: 32 }), 'f32le', null, '32-bit float'],
  ['64-bit float', fmt({ tag: 3, bits: 64 }), 'f64le', null, '64-bit float'],
  ['extensible 16-bit', extensible(), 's16le', 16, '16-bit PCM'],
  ['extensible 24 in 32', extensible({ bits: 32, validBits: 24 }), 's32le', 24, '24-bit PCM'],
  ['extensible float', extensible({ bits: 32, kind: 3 }), 'f32le', null, '32-bit float'],
] as const)('%s samples are found as they lie', (_, format, expected, depthBits, encoding) => {
  const file = parse(riff([chunk('fmt ', format), data]));
  expect(file.layout.format).toBe(expected);
  expect(file.format).toMatchObject({ depthBits, encoding, container: 'WAV', isLossy: false });
  expect(file.layout.frameCount * file.layout.frameBytes).toBe(audio.length);
});

it('the samples lie where the data chunk begins, whatever stands around it', () => {
  const list = chunk('LIST', join(ascii('INFO'), chunk('INAM', ascii('Song\0'))));
  const odd = chunk('junk', new Uint8Array(7));
  const content = riff([list, odd, chunk('fmt ', fmt()), odd, data, odd, list]);
  const { layout, tags } = parse(content);
  expect(content.subarray(layout.offsetBytes, layout.offsetBytes + audio.length)).toEqual(audio);
  expect(tags.title).toBe('Song');
});

it('a chunk of odd size without its pad byte does not hide the next one', () => {
  const unpadded = chunk('junk', new Uint8Array(7), { pad: false });
  expect(parse(riff([unpadded, chunk('fmt ', fmt()), unpadded, data])).layout.frameCount).toBe(6000);
});

it('an odd last chunk may end the file without its pad byte', () => {
  const mono = fmt({ channels: 1, bits: 8 });
  const content = riff([chunk('fmt ', mono), chunk('data', noiseBytes(3201), { pad: false })]);
  expect(parse(content).layout.frameCount).toBe(3201);
  const padded = join(content, new Uint8Array(1));
  padded.set(fields([[4, padded.length - 8]]), 4);
  expect(parse(padded).layout.frameCount).toBe(3201);
});

it('RIFX is read as big-endian', () => {
  const format = chunk('fmt ', fmt({}, true), { isBig: true });
  const file = parse(riff([format, chunk('data', audio, { isBig: true })], { magic: 'RIFX', isBig: true }));
  expect(file.layout).toMatchObject({ format: 's16be', frameCount: 6000, sampleRateHz: 8000 });
});

it.each(['RF64', 'BW64'])('%s takes its sizes from ds64', magic => {
  const ds64 = (size: number) =>
    chunk(
      'ds64',
      fields([
        [8, size],
        [8, audio.length],
        [8, 0],
        [4, 0],
      ]),
    );
  const build = (size: number) =>
    riff([ds64(size), chunk('fmt ', fmt()), chunk('data', audio, { size: 0xffffffff })], {
      magic,
      size: 0xffffffff,
    });
  const file = parse(build(build(0).length - 8));
  expect(file.layout.frameCount).toBe(6000);
  expect(file.format.container).toBe(magic);
});

it('tags come from INFO, bext, axml and id3', () => {
  const bext = new Uint8Array(602);
  bext.set(ascii('A fine mix'));
  bext.set(ascii('2024-05-06'), 320);
  const frame = (id: string, text: string) =>
    join(
      ascii(id),
      fields(
        [
          [4, text.length + 1],
          [2, 0],
        ],
        true,
      ),
      Uint8Array.of(3),
      ascii(text),
    );
  const frames = join(frame('TIT2', 'Ignored'), frame('TALB', 'Album'), frame('TRCK', '3'));
  const id3 = join(ascii('ID3'), Uint8Array.of(4, 0, 0, 0, 0, 0, frames.length), frames);
  const { tags } = parse(
    riff([
      chunk('bext', bext),
      chunk('axml', ascii('<x>ISRC:GBAYE0500001</x>')),
      chunk(
        'LIST',
        join(ascii('INFO'), chunk('INAM', ascii('Song\0')), chunk('IART', Uint8Array.of(0xc3, 0xa9, 0))),
      ),
      chunk('id3 ', id3),
      chunk('fmt ', fmt()),
      data,
    ]),
  );
  expect(tags).toEqual({
    title: 'Song',
    artist: 'é',
    album: 'Album',
    trackNumber: '3',
    date: '2024-05-06',
    comment: 'A fine mix',
    isrc: 'GBAYE0500001',
  });
});

it('INFO ISRC means "source" and counts only where it holds a recording code', () => {
  const info = (value: string) =>
    parse(riff([chunk('LIST', join(ascii('INFO'), chunk('ISRC', ascii(value)))), chunk('fmt ', fmt()), data]))
      .tags;
  expect(info('Tape 7')).toEqual({});
  expect(info('GB-AYE-05-00001')).toEqual({ isrc: 'GBAYE0500001' });
});
