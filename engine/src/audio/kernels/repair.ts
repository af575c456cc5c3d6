import type { AudioBlock } from '../block.ts';
import type { Processor } from '../processor.ts';

/** Plain arithmetic on blocks. */
export interface RepairKernels {
  /**
   * Adds a constant to every channel.
   * @param offsets one per channel, ±1 full scale
   */
  makeOffset(offsets: readonly number[]): Processor;
  /** Multiplies every sample in place. */
  scaleBlock(block: AudioBlock, gain: number): void;
  /** Subtracts another block of the same shape in place. */
  subtractBlock(block: AudioBlock, other: AudioBlock): void;
}
