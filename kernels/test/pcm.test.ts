import { type SampleFormat, sampleBytes } from '@deadwax/engine/ports';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.ts';

const FORMATS: readonly SampleFormat[] = [
  'u8',
  's8',
  's16le',
  's16be',
  's24le',
  's24be',
  's32le',
  's32be',
  'f32le',
  'f32be',
  'f64le',
  'f64be',
];

/** A stream of fractions 0…1 from a seed (Numerical Recipes' LCG). */
function makeNoise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The definition: one sample by DataView. */
function readOne(view: DataView, at: number, format: SampleFormat): number {
  const little = !format.endsWith('be');
  switch (sampleBytes(format)) {
    case 1:
      return format === 'u8' ? (view.getUint8(at) - 128) / 128 : view.getInt8(at) / 128;
    case 2:
      return view.getInt16(at, little) / 2 ** 15;
    case 3: {
      const high = view.getInt8(at + (little ? 2 : 0));
      const low = view.getUint8(at + (little ? 0 : 2));
      return (high * 65536 + view.getUint8(at + 1) * 256 + low) / 2 ** 23;
    }
    case 8:
      return view.getFloat64(at, little);
    default:
      return format.startsWith('f') ? view.getFloat32(at, little) : view.getInt32(at, little) / 2 ** 31;
  }
}

function roundHalfToEven(x: number): number {
  const down = Math.floor(x);
  if (x - down !== 0.5) return Math.round(x);
  return down % 2 === 0 ? down : down + 1;
}

/** The integer that a sample becomes, as a signed number. */
function quantized(x: number, format: SampleFormat): number {
  const full = 2 ** (8 * sampleBytes(format) - 1);
  return Math.min(Math.max(roundHalfToEven(x * full), -full), full - 1);
}

/** Random bytes; of the float formats, only finite values. */
function randomBytes(format: SampleFormat, count: number, bytes: Uint8Array): void {
  const noise = makeNoise(count);
  const width = sampleBytes(format);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(256 * noise());
  if (!format.startsWith('f')) return;
  for (let at = 0; at + width <= bytes.length; at += width) {
    const value = 3 * (noise() - 0.5);
    if (width === 4) view.setFloat32(at, value, format.endsWith('le'));
    else view.setFloat64(at, value, format.endsWith('le'));
  }
}

describe.each(FORMATS)('%s', format => {
  const width = sampleBytes(format);

  // 23 frames from frame 3: vectors, what they leave over, and addresses that nothing aligns.
  it.each([
    [1, 0],
    [2, 0],
    [2, 3],
    [5, 0],
    [6, 1],
  ])('decodes %i channels with %i bytes of padding as the definition does', (channelCount, padding) => {
    const kernels = freshKernels();
    const frameBytes = width * channelCount + padding;
    const bytes = kernels.makeBytes(23 * frameBytes + 1).subarray(1);
    randomBytes(format, 23, bytes);
    const block = kernels.makeBlock(channelCount, 32);
    kernels.decodePcm(bytes, format, frameBytes, block, 3, 23);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    block.channels.forEach((channel, c) => {
      const expected = new Float32Array(32);
      for (let i = 0; i < 23; i++) expected[3 + i] = readOne(view, i * frameBytes + c * width, format);
      expect(channel).toEqual(expected);
    });
  });

  it.each([1, 2, 5])('gives back the bytes it decoded, with %i channels', channelCount => {
    // 32 bits do not all fit a float32: take those that do.
    const kernels = freshKernels();
    const bytes = kernels.makeBytes(41 * width * channelCount);
    const block = kernels.makeBlock(channelCount, 41);
    randomBytes(format, 41, bytes);
    kernels.decodePcm(bytes, format, width * channelCount, block, 0, 41);
    const once = kernels.makeBytes(bytes.length);
    kernels.encodePcm(block, 0, 41, format, once);
    if (width < 4 || format.startsWith('f32')) expect(once).toEqual(bytes);
    const again = kernels.makeBlock(channelCount, 41);
    kernels.decodePcm(once, format, width * channelCount, again, 0, 41);
    expect(again.channels.map(channel => [...channel])).toEqual(block.channels.map(channel => [...channel]));
  });
});

it.each(FORMATS.filter(format => !format.startsWith('f')))('%s rounds half to even and saturates', format => {
  const width = sampleBytes(format);
  const kernels = freshKernels();
  const step = 2 ** (1 - 8 * width);
  const values = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49, 0.51].map(steps => steps * step);
  const rails = [1, 1 - step, 1 - step / 2, -1, -1 - step, 1.5, -1.5, 1e9, -1e9, 1e-30];
  for (const channelCount of [1, 2]) {
    const block = kernels.makeBlock(channelCount, 18);
    block.channels.forEach((channel, c) => {
      channel.set(c === 0 ? [...values, ...rails] : [...rails, ...values]);
    });
    const bytes = kernels.makeBytes(18 * width * channelCount);
    kernels.encodePcm(block, 0, 18, format, bytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const full = 2 ** (8 * width - 1);
    block.channels.forEach((channel, c) => {
      for (let i = 0; i < 18; i++) {
        const got = readOne(view, (i * channelCount + c) * width, format) * full;
        expect(got + 0).toBe(quantized(channel[i]!, format) + 0);
      }
    });
  }
});

it('encodes only the frames asked for', () => {
  const kernels = freshKernels();
  const block = kernels.makeBlock(2, 16);
  block.channels[0]!.set(Array.from({ length: 16 }, (_, i) => i / 128));
  const bytes = kernels.makeBytes(64).fill(7);
  kernels.encodePcm(block, 5, 6, 's8', bytes);
  expect([...bytes.subarray(0, 14)]).toEqual([5, 0, 6, 0, 7, 0, 8, 0, 9, 0, 10, 0, 7, 7]);
});

it('refuses bytes or blocks that are too small', () => {
  const kernels = freshKernels();
  const block = kernels.makeBlock(2, 8);
  const bytes = kernels.makeBytes(31);
  expect(() => kernels.decodePcm(bytes, 's16le', 4, block, 0, 8)).toThrow(RangeError);
  expect(() => kernels.decodePcm(kernels.makeBytes(64), 's16le', 4, block, 1, 8)).toThrow(RangeError);
  expect(() => kernels.encodePcm(block, 0, 8, 's16le', bytes)).toThrow(RangeError);
});
