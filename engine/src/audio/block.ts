/**
 * Consecutive frames handed together: planar float32, `channels[channel][frame]`, ±1 full scale.
 *
 * Blocks that kernels work on live in kernel memory (`kernels.makeBlock`), so nothing is copied on the way through a
 * chain. `frameCount` says how many frames are in use and may change from block to block, up to the capacity, which is
 * the length of the channel arrays.
 */
export interface AudioBlock {
  readonly channels: readonly Float32Array[];
  frameCount: number;
}
