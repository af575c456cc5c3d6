import type { Processor } from '../processor.ts';

/** Arithmetic of the small repairs. */
export interface RepairKernels {
  /**
   * Adds a constant to every channel.
   * @param offsets one per channel, ±1 full scale
   */
  makeOffset(offsets: readonly number[]): Processor;
}
