import { accept } from './accept/index.ts';
import { type Analysis, analyze, type Facts } from './analyze/index.ts';
import type {
  AudioSource,
  ByteSink,
  ByteSource,
  OpenedAudio,
  OutputFolder,
  Powers,
  SourceFormat,
  Tags,
  Watch,
} from './audio/index.ts';
import { requireFinite, requireMasterable, requireReasonable } from './material.ts';
import {
  type Brief,
  type DeliverableOrder,
  defaultBrief,
  makePlan,
  type Plan,
  type Played,
  planDeliverables,
} from './plan/index.ts';
import { changeRate, outputFrames, type RenderedFile, render, startDelivery } from './render/index.ts';
import { MasteringError } from './units/index.ts';
import { digestOf, type Verdict, type Verified, verify } from './verify/index.ts';
import { ENGINE_VERSION } from './version.ts';
import {
  deliveryFileNames,
  equaliserCurve,
  formatJson,
  renderReport,
  type Session,
  type SessionFile,
  writeText,
} from './write/index.ts';

export * from './accept/index.ts';
export * from './analyze/index.ts';
export * from './audio/index.ts';
export * from './chain/index.ts';
export * from './diagnose/index.ts';
export * from './plan/index.ts';
export * from './repair/index.ts';
export * from './units/index.ts';
export * from './verify/index.ts';
export { ENGINE_VERSION } from './version.ts';
export * from './write/index.ts';

/** What measuring gives. */
export interface Measured {
  readonly facts: Facts;
  readonly format: SourceFormat;
  readonly tags: Tags;
}

/** What a host knows of the file that the bytes came from. */
export interface SourceInfo {
  /** File name without folder. */
  readonly name: string;
  /** How the host finds it again. */
  readonly location: string;
}

/** A finished delivery: every file is written and proven, nothing is visible before the host commits it. */
export interface Mastered {
  readonly session: Session;
  readonly plan: Plan & { readonly played: Played };
  readonly verdict: Verdict;
}

/** What came of playing a session again. */
export interface Recalled {
  readonly files: readonly (SessionFile & { readonly recalledSha256: string; readonly isSame: boolean })[];
  readonly isSame: boolean;
}

/** A conversion of container, rate or depth; the seed starts the dither. */
export interface Conversion extends DeliverableOrder {
  readonly seed: number;
}

/** The house, with the powers of one host. Every verb is long: it reports and can be cancelled. */
export interface Engine {
  measure(bytes: ByteSource, watch: Watch): Promise<Measured>;
  master(
    bytes: ByteSource,
    brief: Brief,
    watch: Watch,
    outputs: OutputFolder,
    info: SourceInfo,
  ): Promise<Mastered>;
  recall(session: Session, bytes: ByteSource, watch: Watch, outputs: OutputFolder): Promise<Recalled>;
  convert(
    bytes: ByteSource,
    conversion: Conversion,
    watch: Watch,
    sink: ByteSink,
  ): Promise<{ readonly frameCount: number; readonly sampleRateHz: number }>;
}

/** Opens the house: the only place that knows all rooms. */
export function createEngine(powers: Powers): Engine {
  const inMemory = <T>(work: () => Promise<T>) => releaseAfter(powers, work);
  return {
    measure: (bytes, watch) => inMemory(() => measure(bytes, powers, watch)),
    master: (bytes, brief, watch, outputs, info) =>
      inMemory(() => master({ bytes, brief, outputs, info }, powers, watch)),
    recall: (session, bytes, watch, outputs) =>
      inMemory(() => recall(session, bytes, outputs, powers, watch)),
    convert: (bytes, conversion, watch, sink) =>
      inMemory(() => convert(bytes, conversion, sink, powers, watch)),
  };
}

/** Kernel memory made by a verb is given back when it ends. */
async function releaseAfter<T>(powers: Powers, work: () => Promise<T>): Promise<T> {
  const mark = powers.kernels.mark();
  try {
    return await work();
  } finally {
    powers.kernels.release(mark);
  }
}

function open(bytes: ByteSource, powers: Powers, watch: Watch): Promise<OpenedAudio> {
  return accept(bytes, { kernels: powers.kernels, makeScratch: powers.makeScratch, watch }, powers.decoders);
}

async function listen(
  bytes: ByteSource,
  powers: Powers,
  watch: Watch,
  stage: 'listen' | 'verify' = 'listen',
): Promise<{ readonly opened: OpenedAudio; readonly analysis: Analysis }> {
  const opened = await open(bytes, powers, watch);
  const analysis = await analyze(opened.source, powers, watch, stage);
  requireFinite(opened.source, analysis.notFinite, bytes.name);
  requireReasonable(analysis.facts, bytes.name);
  return { opened, analysis };
}

async function measure(bytes: ByteSource, powers: Powers, watch: Watch): Promise<Measured> {
  const { opened, analysis } = await listen(bytes, powers, watch);
  return { facts: analysis.facts, format: opened.format, tags: opened.tags };
}

interface MasterOrder {
  readonly bytes: ByteSource;
  readonly brief: Brief;
  readonly outputs: OutputFolder;
  readonly info: SourceInfo;
}

async function master(order: MasterOrder, powers: Powers, watch: Watch): Promise<Mastered> {
  const { bytes, brief, outputs, info } = order;
  const { opened, analysis } = await listen(bytes, powers, watch);
  requireMasterable(analysis.facts, bytes.name);
  watch.report?.({ stage: 'plan', fraction: 0 });
  const planned = makePlan(brief, analysis.facts, opened.format, powers.kernels);
  const tags = { ...opened.tags, ...brief.tags };
  const title = tags.title ?? info.name.replace(/\.[^.]*$/, '');
  const fileNames = deliveryFileNames(title, planned.deliverables);
  const rendered = await render(
    { source: opened.source, plan: planned, tags, fileNames, outputs },
    powers,
    watch,
  );
  const { verdict, overview } = await prove(opened.source, analysis.facts, rendered, powers, watch);
  const { plan } = rendered;
  const session: Session = {
    version: 1,
    engineVersion: ENGINE_VERSION,
    source: { ...info, byteCount: bytes.byteCount, sha256: digestOf(bytes, powers) },
    brief,
    plan,
    files: sessionFiles(verdict),
  };
  writeText(outputs, 'session.json', formatJson(session));
  const report = renderReport({
    title,
    artist: tags.artist ?? '',
    sourceName: info.name,
    format: opened.format,
    brief,
    source: analysis.facts,
    plan,
    verdict,
    overview: { source: analysis.overview, master: overview },
    equaliserCurve: equaliserCurve(plan, powers.kernels),
    engineVersion: ENGINE_VERSION,
  });
  writeText(outputs, 'report.html', report);
  return { session, plan, verdict };
}

/** Closes the files, and measures them from their own bytes. */
function prove(
  source: AudioSource,
  sourceFacts: Facts,
  rendered: {
    readonly plan: Plan & { readonly played: Played };
    readonly files: readonly RenderedFile[];
    readonly beforeLimiter: AudioSource;
  },
  powers: Powers,
  watch: Watch,
): Promise<Verified> {
  const files = rendered.files.map(({ deliverable, file }) => ({
    deliverable,
    name: file.name,
    bytes: file.finish(),
    expectedFrames: outputFrames(source, deliverable.sampleRateHz, powers),
  }));
  const { plan, beforeLimiter } = rendered;
  const listenTo = (bytes: ByteSource) => listen(bytes, powers, watch, 'verify');
  return verify({ source, sourceFacts, plan, beforeLimiter, files, listen: listenTo }, powers);
}

function sessionFiles(verdict: Verdict): readonly SessionFile[] {
  return verdict.files.map(({ deliverableId, fileName, byteCount, sha256 }) => ({
    deliverableId,
    name: fileName,
    byteCount,
    sha256,
  }));
}

async function recall(
  session: Session,
  bytes: ByteSource,
  outputs: OutputFolder,
  powers: Powers,
  watch: Watch,
): Promise<Recalled> {
  const found = digestOf(bytes, powers);
  if (found !== session.source.sha256) {
    throw new MasteringError(
      'source-changed',
      `${bytes.name} is not the mix of this session (SHA-256 ${found.slice(0, 12)}…, the session has ${session.source.sha256.slice(0, 12)}…). Give the original file.`,
    );
  }
  const opened = await open(bytes, powers, watch);
  const { plan, brief } = session;
  const fileNames = new Map(session.files.map(file => [file.deliverableId, file.name]));
  const tags = { ...opened.tags, ...brief.tags };
  const rendered = await render({ source: opened.source, plan, tags, fileNames, outputs }, powers, watch);
  const files = rendered.files.map(({ deliverable, file }) => {
    const recorded = session.files.find(candidate => candidate.deliverableId === deliverable.id)!;
    const recalledSha256 = digestOf(file.finish(), powers);
    return { ...recorded, recalledSha256, isSame: recalledSha256 === recorded.sha256 };
  });
  return { files, isSame: files.every(file => file.isSame) };
}

async function convert(
  bytes: ByteSource,
  conversion: Conversion,
  sink: ByteSink,
  powers: Powers,
  watch: Watch,
): Promise<{ readonly frameCount: number; readonly sampleRateHz: number }> {
  const { source, format, tags } = await open(bytes, powers, watch);
  const brief = { ...defaultBrief, deliverables: [conversion] };
  const deliverable = planDeliverables(brief, source.sampleRateHz)[0]!;
  const { sampleRateHz } = deliverable;
  const frameCount = outputFrames(source, sampleRateHz, powers);
  const { channelCount } = source;
  const order = { ...deliverable, seed: conversion.seed, channelCount, frameCount, tags };
  const isExact =
    sampleRateHz === source.sampleRateHz &&
    format.depthBits !== null &&
    format.depthBits <= conversion.format.depthBits;
  const delivery = await startDelivery(order, sink, powers, watch, isExact);
  await changeRate(source, { sampleRateHz, ceiling: null }, powers, watch, block => delivery.write(block));
  await delivery.finish();
  return { frameCount, sampleRateHz };
}
