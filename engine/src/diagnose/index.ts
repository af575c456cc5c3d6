export type { Detector, DiagnoseContext, TonalAim } from './context.ts';
export { diagnose } from './diagnose.ts';
export { EFFECTS, type EffectMeasure } from './effects.ts';
export type * from './findings.ts';
export type { ChannelTrace } from './inspect/channels.ts';
export type { CodeTrace } from './inspect/codes.ts';
export type { EndsTrace } from './inspect/ends.ts';
export type { NoiseFloor } from './inspect/hiss/hiss.ts';
export type { TracedHarmonic, TracedHum } from './inspect/hum/hum.ts';
export { inspect, inspectSegmentTask } from './inspect/inspect.ts';
export type { ModulationTrace } from './inspect/modulation.ts';
export type { OriginTrace } from './inspect/origin.ts';
export type { Programme, Stretch, Tracer } from './inspect/tracer.ts';
export { TRACER_NAMES, type TracerName, type Traces } from './inspect/tracers.ts';
export {
  type LetterContext,
  type MixLetter,
  type MixNote,
  type MixVerdict,
  writeLetter,
} from './letter/index.ts';
export {
  type Answer,
  type AskedQuestion,
  applyAnswers,
  listQuestions,
  requireKnownAnswers,
} from './questions.ts';
