import { type ChannelTrace, channels } from './channels.ts';
import { type ClickTrace, clickTracer } from './clicks.ts';
import { type ClippingTrace, clipping } from './clipping.ts';
import { type CodeTrace, codes } from './codes.ts';
import { type DropoutTrace, dropoutTracer } from './dropouts.ts';
import { type EndsTrace, ends } from './ends.ts';
import type { HissTrace } from './hiss/hiss.ts';
import { hissTracer } from './hiss/tracer.ts';
import type { HumTrace } from './hum/hum.ts';
import { humTracer } from './hum/tracer.ts';
import { type ModulationTrace, modulation } from './modulation.ts';
import { type NoiseBurstTrace, noiseBurstTracer } from './noise-bursts.ts';
import { type OriginTrace, origin } from './origin.ts';
import { type PeakTrace, peaks } from './peaks.ts';
import { type RumbleTrace, rumbleTracer } from './rumble/tracer.ts';
import { type SpectraTrace, spectraTracer } from './spectra/index.ts';
import type { TracerOf } from './tracer.ts';

/** Everything that was traced, by the name of its tracer. */
export interface Traces {
  /** Null for other than two channels, and for silence. */
  readonly channels: ChannelTrace | null;
  readonly codes: CodeTrace;
  readonly ends: EndsTrace;
  readonly modulation: ModulationTrace;
  readonly origin: OriginTrace;
  readonly peaks: PeakTrace;
  readonly spectra: SpectraTrace;
  readonly clipping: ClippingTrace;
  readonly clicks: readonly ClickTrace[];
  readonly dropouts: readonly DropoutTrace[];
  readonly noiseBursts: readonly NoiseBurstTrace[];
  readonly hum: HumTrace;
  readonly hiss: HissTrace;
  readonly rumble: RumbleTrace;
}

/** The name of a tracer. */
export type TracerName = keyof Traces;

/** Every tracer, by name. */
export const tracers: { readonly [Name in TracerName]: TracerOf<Traces[Name]> } = {
  channels,
  codes,
  ends,
  modulation,
  origin,
  peaks,
  spectra: spectraTracer,
  clipping,
  clicks: clickTracer,
  dropouts: dropoutTracer,
  noiseBursts: noiseBurstTracer,
  hum: humTracer,
  hiss: hissTracer,
  rumble: rumbleTracer,
};

/** All of them. */
export const TRACER_NAMES: readonly TracerName[] = Object.keys(tracers) as TracerName[];
