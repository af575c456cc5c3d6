import type { AudioBlock } from '../block.ts';

/** True peak by windowed-sinc interpolation. Stateless: a passage is given with its context on both sides. */
export interface PeakKernels {
  /** Frames that must stand before and after the passage in every block given to these kernels. */
  readonly peakContextFrames: number;
  /**
   * The largest magnitude between and at the samples of a passage, at 16 times the rate.
   *
   * Exact: neighbourhoods are left out only where the bound |f(t)| ≥ M·cos(π·d) around a maximum M of a band-limited
   * signal shows that they cannot raise `floorGain`.
   * @param block       context, passage, context; at least 2·peakContextFrames frames more than the passage
   * @param frameCount  frames of the passage
   * @param floorGain   a maximum already found elsewhere; the result is at least this
   * @param channelPeaks where given, receives max(own floor in it, peak) per channel; it then serves as the floor per channel
   * @error ±0.02 dB on sines to 0.45 of the rate
   */
  measureTruePeak(
    block: AudioBlock,
    frameCount: number,
    floorGain: number,
    channelPeaks?: Float64Array,
  ): number;
  /**
   * Per hop of the passage the largest magnitude at 4 times the rate over all channels (at most 0.69 dB under the true
   * peak, and 0.17 dB for content below a quarter of the rate).
   * @param hopStarts frame offsets within the passage, ascending, first 0; one value per hop is written to `peaks`
   */
  measureHopPeaks(
    block: AudioBlock,
    frameCount: number,
    hopStarts: Int32Array,
    hopCount: number,
    peaks: Float32Array,
  ): void;
}
