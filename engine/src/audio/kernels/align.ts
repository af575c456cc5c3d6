import type { Processor } from '../processor.ts';

/** How a channel is moved. */
export interface ChannelAlignment {
  /** Frames of delay, ≥ 0; a part of a frame goes through a windowed sinc of 128 taps. */
  readonly delayFrames: number;
  /** Amplitude factor; −1 inverts. */
  readonly gain: number;
}

/** The curve of a fade-in: 'equal-power' sin(πt/2), 's' sin²(πt/2). */
export type FadeCurve = 'equal-power' | 's';

/** Channels moved against each other, and fades. */
export interface AlignKernels {
  /**
   * Delays and scales each channel. Whole frames pass bit-exact and without latency; as soon as one channel moves by a
   * part of a frame, all are late by the same latency.
   * @error flat within ±0.01 dB to 0.9 of Nyquist for parts of a frame
   */
  makeAlignment(channels: readonly ChannelAlignment[]): Processor;
  /**
   * Multiplies samples by a fade; samples[0] is frame `firstFrame` of it. Beyond its ends the gain is held.
   * @param direction 'in': 0 to 1; 'out': 1 to 0
   */
  applyFade(
    samples: Float32Array,
    fade: {
      readonly firstFrame: number;
      readonly fadeFrames: number;
      readonly direction: 'in' | 'out';
      readonly curve: FadeCurve;
    },
  ): void;
}
