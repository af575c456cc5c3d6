import { expect, test } from 'vitest';
import { freshKernels } from './kernels.ts';
import { noise } from './laws.ts';

/** Lengths around the four lanes of a vector. */
const LENGTHS = [1, 3, 4, 5, 1001];

function noiseOf(frameCount: number, seed: number): Float32Array {
  const next = noise(seed);
  return Float32Array.from({ length: frameCount }, next);
}

function blockOf(kernels: ReturnType<typeof freshKernels>, samples: Float32Array) {
  const block = kernels.makeBlock(1, samples.length);
  block.channels[0]!.set(samples);
  return block;
}

test.each(LENGTHS)('%i frames: an offset is added as single-precision arithmetic adds it', frameCount => {
  const kernels = freshKernels();
  const samples = noiseOf(frameCount, 3);
  const block = blockOf(kernels, samples);
  kernels.makeOffset([-0.01]).process(block);
  expect([...block.channels[0]!]).toEqual([...samples].map(x => Math.fround(x + Math.fround(-0.01))));
});

test('an offset of zero touches no bit, not even that of a negative zero', () => {
  const kernels = freshKernels();
  const block = blockOf(kernels, Float32Array.of(-0, 0.5));
  kernels.makeOffset([0]).process(block);
  expect(Object.is(block.channels[0]![0], -0)).toBe(true);
});

test.each(LENGTHS)('%i frames: a gain multiplies every sample', frameCount => {
  const kernels = freshKernels();
  const samples = noiseOf(frameCount, 5);
  const block = blockOf(kernels, samples);
  kernels.scaleBlock(block, 0.7);
  expect([...block.channels[0]!]).toEqual([...samples].map(x => Math.fround(x * Math.fround(0.7))));
});

test.each(LENGTHS)('%i frames: a block less another is their difference', frameCount => {
  const kernels = freshKernels();
  const [samples, other] = [noiseOf(frameCount, 7), noiseOf(frameCount, 11)];
  const block = blockOf(kernels, samples);
  kernels.subtractBlock(block, blockOf(kernels, other));
  expect([...block.channels[0]!]).toEqual([...samples].map((x, n) => Math.fround(x - other[n]!)));
});

test('blocks of other channels are a mistake of the programmer', () => {
  const kernels = freshKernels();
  const [one, two] = [kernels.makeBlock(1, 4), kernels.makeBlock(2, 4)];
  expect(() => kernels.subtractBlock(one, two)).toThrow(TypeError);
  expect(() => kernels.makeOffset([1, 2]).process(one)).toThrow(TypeError);
});
