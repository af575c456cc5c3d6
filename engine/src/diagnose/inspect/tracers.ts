import type { HissTrace } from './hiss/hiss.ts';
import { hissTracer } from './hiss/tracer.ts';
import type { HumTrace } from './hum/hum.ts';
import { humTracer } from './hum/tracer.ts';
import { type RumbleTrace, rumbleTracer } from './rumble/tracer.ts';
import type { TracerOf } from './tracer.ts';

/** Everything that was traced, by the name of its tracer. */
export type Traces = {
  readonly hum: HumTrace;
  readonly hiss: HissTrace;
  readonly rumble: RumbleTrace;
};

/** The name of a tracer. */
export type TracerName = keyof Traces;

/** Every tracer, by name. */
export const tracers: { readonly [Name in TracerName]: TracerOf<Traces[Name]> } = {
  hum: humTracer,
  hiss: hissTracer,
  rumble: rumbleTracer,
};

/** All of them. */
export const TRACER_NAMES: readonly TracerName[] = Object.keys(tracers) as TracerName[];
