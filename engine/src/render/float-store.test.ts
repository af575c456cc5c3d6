import { expect, it } from 'vitest';
import { MemoryBytes } from '../../../conformance/support/memory.ts';
import { makeFloatStore, readFloats } from './float-store.ts';

function storeOf(...values: number[]): MemoryBytes {
  const bytes = new MemoryBytes('store', 0);
  makeFloatStore(bytes).append(Float32Array.from(values));
  return bytes;
}

it('numbers come back from any place', () => {
  const into = new Float32Array(2);
  readFloats(storeOf(1, 2, 3, 4), 1, into, 0);
  expect([...into]).toEqual([2, 3]);
});

it.each([
  [-2, [9, 9, 1, 2]],
  [2, [3, 4, 9, 9]],
  [-9, [9, 9, 9, 9]],
  [7, [9, 9, 9, 9]],
])('what lies outside reads as the given number, from %i', (start, expected) => {
  const into = new Float32Array(4);
  readFloats(storeOf(1, 2, 3, 4), start, into, 9);
  expect([...into]).toEqual(expected);
});
