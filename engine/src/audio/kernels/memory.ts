import type { AudioBlock } from '../block.ts';

/**
 * Memory that kernels can reach. It is handed out in order and given back all at once: a job marks, works, releases.
 * It never moves, so a view stays valid until its mark is released.
 */
export interface KernelMemory {
  /** A zeroed planar block. */
  makeBlock(channelCount: number, frameCapacity: number): AudioBlock;
  /** A block that holds whatever was in memory before: for those who overwrite every frame. */
  makeRawBlock(channelCount: number, frameCapacity: number): AudioBlock;
  /** The same for bytes. */
  makeRawBytes(count: number): Uint8Array;
  /** Zeroed views, 16-byte aligned. */
  makeBytes(count: number): Uint8Array;
  makeFloats(count: number): Float32Array;
  makeDoubles(count: number): Float64Array;
  makeInts(count: number): Int32Array;
  /** The present fill, to be given to `release`. */
  mark(): number;
  /** Gives back everything made since `mark`. */
  release(mark: number): void;
}
