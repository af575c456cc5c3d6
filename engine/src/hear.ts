import { accept } from './accept/index.ts';
import { type Analysis, analyze } from './analyze/index.ts';
import type { ByteSource, OpenedAudio, Powers, Watch } from './audio/index.ts';
import { diagnose, type Finding, inspect, TRACER_NAMES, type Traces } from './diagnose/index.ts';
import { requireFinite, requireInspectable, requireReasonable } from './material.ts';
import { type Brief, isAlreadyMastered, makeTonalAim } from './plan/index.ts';

/** What a host knows of the file that the bytes came from. */
export interface SourceInfo {
  /** File name without folder. */
  readonly name: string;
  /** How the host finds it again. */
  readonly location: string;
}

/** A mix taken in and measured. */
export interface Heard {
  readonly opened: OpenedAudio;
  readonly analysis: Analysis;
}

/** A mix measured and searched for defects. */
export interface Diagnosed extends Heard {
  readonly traces: Traces;
  /** The answers of the brief are not yet in them. */
  readonly findings: readonly Finding[];
}

/** Takes bytes in as audio. */
export function open(bytes: ByteSource, powers: Powers, watch: Watch): Promise<OpenedAudio> {
  return accept(bytes, { kernels: powers.kernels, makeScratch: powers.makeScratch, watch }, powers.decoders);
}

/** Takes bytes in and measures them. @throws {MasteringError} for what is no audio or not finite */
export async function listen(
  bytes: ByteSource,
  powers: Powers,
  watch: Watch,
  stage: 'listen' | 'verify' = 'listen',
): Promise<Heard> {
  const opened = await open(bytes, powers, watch);
  const analysis = await analyze(opened.source, powers, watch, stage);
  requireFinite(opened.source, analysis.notFinite, bytes.name);
  requireReasonable(analysis.facts, bytes.name);
  return { opened, analysis };
}

/** Looks for everything that is wrong with a mix that was heard. */
export async function examine(
  heard: Heard,
  brief: Brief,
  name: string,
  powers: Powers,
  watch: Watch,
): Promise<Diagnosed> {
  const { opened, analysis } = heard;
  const { facts } = analysis;
  requireInspectable(facts, name);
  const traces = await inspect(opened.source, TRACER_NAMES, powers, watch);
  const findings = diagnose({
    facts,
    traces,
    format: opened.format,
    tonalAim: makeTonalAim(brief, facts, opened.format.isLossy),
    isMastered: isAlreadyMastered(facts),
  });
  return { ...heard, traces, findings };
}
