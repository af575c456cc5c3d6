import { accept } from './accept/index.ts';
import { type Analysis, analyze } from './analyze/index.ts';
import type { ByteSource, OpenedAudio, Powers, Tags, Watch } from './audio/index.ts';
import {
  applyAnswers,
  diagnose,
  type Finding,
  inspect,
  type MixLetter,
  requireKnownAnswers,
  type TonalAim,
  TRACER_NAMES,
  type Traces,
  writeLetter,
} from './diagnose/index.ts';
import { requireFinite, requireInspectable, requireReasonable } from './material.ts';
import {
  type Brief,
  isAlreadyMastered,
  keepBounds,
  makeTonalAim,
  respectKept,
  type TargetProfile,
} from './plan/index.ts';

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
  /** With the answers of the brief taken in. */
  readonly findings: readonly Finding[];
  readonly letter: MixLetter;
  /** The tone that the mix was held against. */
  readonly tonalAim: TonalAim;
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
  stage: 'listen' | 'verify' | 'reference' = 'listen',
): Promise<Heard> {
  const opened = await open(bytes, powers, watch);
  const analysis = await analyze(opened.source, powers, watch, stage);
  requireFinite(opened.source, analysis.notFinite, bytes.name);
  requireReasonable(analysis.facts, bytes.name);
  return { opened, analysis };
}

/**
 * Looks for everything that is wrong with a mix that was heard, takes the answers of the brief in, and writes the letter.
 * @throws {MasteringError} 'document-invalid' for an answer to what was not asked
 */
export async function examine(
  heard: Heard,
  brief: Brief,
  name: string,
  powers: Powers,
  watch: Watch,
  profile: TargetProfile | null = null,
): Promise<Diagnosed> {
  const { opened, analysis } = heard;
  const { facts } = analysis;
  requireInspectable(facts, name);
  const traces = await inspect(opened.source, TRACER_NAMES, powers, watch);
  const { format, tags } = opened;
  const { answers } = brief;
  const tonalAim = makeTonalAim(brief, facts, format.isLossy, profile);
  const context = { facts, format, tonalAim, isMastered: isAlreadyMastered(facts) };
  const found = respectKept(diagnose({ ...context, traces }), keepBounds(brief));
  requireKnownAnswers(answers, found);
  const { title } = nameOf(brief, tags, name);
  return {
    ...heard,
    traces,
    findings: applyAnswers(found, answers),
    letter: writeLetter(found, { ...context, answers, title }),
    tonalAim,
  };
}

/** What a piece is called: by the brief, by its tags, by its file. */
export function nameOf(
  brief: Brief,
  tags: Tags,
  fileName: string,
): { readonly title: string; readonly artist: string } {
  const told = { ...tags, ...brief.tags };
  return { title: told.title ?? fileName.replace(/\.[^.]*$/, ''), artist: told.artist ?? '' };
}
