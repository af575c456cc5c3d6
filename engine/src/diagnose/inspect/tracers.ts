import { type ClippingTrace, clipping } from './clipping.ts';
import type { TracerOf } from './tracer.ts';

/** Everything that was traced, by the name of its tracer. */
export interface Traces {
  readonly clipping: ClippingTrace;
}

/** The name of a tracer. */
export type TracerName = keyof Traces;

/** Every tracer, by name. */
export const tracers: { readonly [Name in TracerName]: TracerOf<Traces[Name]> } = {
  clipping,
};

/** All of them. */
export const TRACER_NAMES: readonly TracerName[] = Object.keys(tracers) as TracerName[];
