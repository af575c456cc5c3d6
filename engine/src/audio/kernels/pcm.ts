import type { AudioBlock } from '../block.ts';

/** How one sample lies in a file. 8-bit WAV is unsigned, 8-bit AIFF signed. */
export type SampleFormat =
  | 'u8'
  | 's8'
  | 's16le'
  | 's16be'
  | 's24le'
  | 's24be'
  | 's32le'
  | 's32be'
  | 'f32le'
  | 'f32be'
  | 'f64le'
  | 'f64be';

/** Samples between bytes and planar float32. */
export interface PcmKernels {
  /**
   * Interleaved samples to planar float32.
   *
   * Integers are scaled by 2^−(bits−1), exactly up to 24 bits; wider ones and 64-bit floats are rounded to float32.
   * @param bytes       kernel memory, whole frames
   * @param frameBytes  container bytes of one frame (≥ samples)
   * @param offsetFrames where in the block the first frame goes
   */
  decodePcm(
    bytes: Uint8Array,
    format: SampleFormat,
    frameBytes: number,
    block: AudioBlock,
    offsetFrames: number,
    frameCount: number,
  ): void;
  /**
   * Planar float32 to interleaved samples; integers by scaling with 2^(bits−1), rounding half to even, saturating.
   * Exact for samples that already lie on the integer grid.
   */
  encodePcm(
    block: AudioBlock,
    offsetFrames: number,
    frameCount: number,
    format: SampleFormat,
    bytes: Uint8Array,
  ): void;
}
