import { type ClickTrace, clickTracer } from './click-traces.ts';
import { type DropoutTrace, dropoutTracer } from './dropout-traces.ts';
import { type NoiseBurstTrace, noiseBurstTracer } from './noise-burst-traces.ts';
import type { TracerOf } from './tracer.ts';

/** Everything that was traced, by the name of its tracer. */
export type Traces = {
  readonly clicks: readonly ClickTrace[];
  readonly dropouts: readonly DropoutTrace[];
  readonly noiseBursts: readonly NoiseBurstTrace[];
};

/** The name of a tracer. */
export type TracerName = keyof Traces;

/** Every tracer, by name. */
export const tracers: { readonly [Name in TracerName]: TracerOf<Traces[Name]> } = {
  clicks: clickTracer,
  dropouts: dropoutTracer,
  noiseBursts: noiseBurstTracer,
};

/** All of them. */
export const TRACER_NAMES: readonly TracerName[] = Object.keys(tracers) as TracerName[];
