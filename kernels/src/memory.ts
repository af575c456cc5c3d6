import type { KernelMemory } from '@deadwax/engine/ports';
import type { KernelExports } from './exports.ts';

/** What every face works with: the module's functions and the addresses of views. */
export interface Arena extends KernelMemory {
  readonly exports: KernelExports;
  /** Address of a view. @throws {TypeError} for memory that kernels cannot reach */
  addressOf(view: ArrayBufferView): number;
  /** Raw zeroed bytes for a kernel's own state. */
  allocate(bytes: number): number;
}

/** The memory of one instance. */
export function makeArena(exports: KernelExports): Arena {
  const { buffer } = exports.memory;
  const { allocate, allocateRaw } = exports;
  const blockFrom = (
    allocateBytes: (bytes: number) => number,
    channelCount: number,
    frameCapacity: number,
  ) => ({
    channels: Array.from(
      { length: channelCount },
      () => new Float32Array(buffer, allocateBytes(4 * frameCapacity) >>> 0, frameCapacity),
    ),
    frameCount: frameCapacity,
  });
  return {
    exports,
    allocate: bytes => allocate(bytes) >>> 0,
    makeBlock: (channelCount, frameCapacity) => blockFrom(allocate, channelCount, frameCapacity),
    makeRawBlock: (channelCount, frameCapacity) => blockFrom(allocateRaw, channelCount, frameCapacity),
    makeRawBytes: count => new Uint8Array(buffer, allocateRaw(count) >>> 0, count),
    makeBytes: count => new Uint8Array(buffer, allocate(count) >>> 0, count),
    makeFloats: count => new Float32Array(buffer, allocate(4 * count) >>> 0, count),
    makeDoubles: count => new Float64Array(buffer, allocate(8 * count) >>> 0, count),
    makeInts: count => new Int32Array(buffer, allocate(4 * count) >>> 0, count),
    mark: () => exports.mark() >>> 0,
    release: mark => exports.release(mark),
    addressOf(view) {
      if (view.buffer !== buffer) throw new TypeError('audio for a kernel must lie in that kernel’s memory');
      return view.byteOffset;
    },
  };
}
