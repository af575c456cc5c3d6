import type { Kernels, Passage } from '../../audio/index.ts';

/** What a tracer knows of the programme. */
export interface Programme {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frameCount: number;
}

/** One segment of a programme with its surroundings (zeros outside the programme), read only. */
export interface Stretch extends Programme {
  readonly passage: Passage;
  /** Programme frame of the passage's first frame (its context begins before that). */
  readonly startFrame: number;
  readonly endFrame: number;
}

/**
 * Looks for the traces of one kind of defect: segment by segment, in any thread, then joined in the order of the audio.
 *
 * Segments are whole seconds (12 s as a rule, see audio/segments.ts), so a tracer that owns what *begins* inside
 * [startFrame, endFrame) finds everything once.
 */
export interface Tracer<Trace, Joined> {
  /** Seconds of audio that a segment sees before and after itself. */
  readonly contextSeconds: number;
  /** Plain data out; kernel memory made inside is released after the call; must not change the passage. */
  trace(stretch: Stretch, kernels: Kernels): Trace;
  /** Plain JSON with units in the names. */
  join(traces: readonly Trace[], programme: Programme): Joined;
}

/** A tracer whose traces nobody else looks into. */
export interface TracerOf<Joined> extends Pick<Tracer<unknown, Joined>, 'contextSeconds' | 'trace'> {
  join(traces: readonly never[], programme: Programme): Joined;
}
