import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { base64, encodePng } from './png.ts';

interface Chunk {
  readonly name: string;
  readonly data: Buffer;
  readonly crc: number;
}

/** The oracle: Node's own inflater and a table of chunks. */
function readChunks(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at < png.length; ) {
    const count = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    chunks.push({ name, data: png.subarray(at + 8, at + 8 + count), crc: png.readUInt32BE(at + 8 + count) });
    at += 12 + count;
  }
  return chunks;
}

const picture = {
  widthPixels: 300,
  heightPixels: 240,
  pixels: Uint8Array.from({ length: 300 * 240 }, (_, at) => (at * 7) % 5),
  palette: [
    [0, 0, 0],
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 255],
  ] as const,
};

describe('a PNG', () => {
  const png = Buffer.from(encodePng(picture));
  const chunks = readChunks(png);

  it('begins with the signature and has its chunks in order', () => {
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(chunks.map(({ name }) => name)).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
    expect(chunks[0]!.data.readUInt32BE(0)).toBe(300);
    expect(chunks[0]!.data.readUInt32BE(4)).toBe(240);
  });

  it('gives its pixels back, over more than one stored block', () => {
    const rows = inflateSync(chunks[2]!.data); // checks Adler-32
    expect(rows.length).toBe(301 * 240);
    for (const row of [0, 1, 239]) {
      expect(rows[row * 301]).toBe(0);
      expect([...rows.subarray(row * 301 + 1, (row + 1) * 301)]).toEqual([
        ...picture.pixels.subarray(row * 300, (row + 1) * 300),
      ]);
    }
  });

  it('has the checksum of an empty end chunk that every PNG has', () => {
    expect(chunks[3]!.crc).toBe(0xae426082);
  });
});

describe('base64', () => {
  it.each([0, 1, 2, 3, 4, 100])('of %d bytes is what Node makes of them', count => {
    const bytes = Uint8Array.from({ length: count }, (_, index) => (index * 89 + 3) & 255);
    expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  });
});
