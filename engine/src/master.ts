import { analyze, type Facts } from './analyze/index.ts';
import {
  type AudioSource,
  type ByteSource,
  cutSource,
  type OutputFolder,
  type Powers,
  type Watch,
} from './audio/index.ts';
import { examine, listen, nameOf, type SourceInfo } from './hear.ts';
import { requireMasterable } from './material.ts';
import { mend } from './mend.ts';
import {
  ALL_REPAIRS,
  type Brief,
  decideEdit,
  makePlan,
  type Plan,
  type Played,
  planRepairs,
  type TargetProfile,
} from './plan/index.ts';
import { hearReferences, identifyReferences, type ReferenceInput } from './references.ts';
import { outputFrames, type Rendered, render } from './render/index.ts';
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

/** A finished delivery: every file is written and proven, nothing is visible before the host commits it. */
export interface Mastered {
  readonly session: Session;
  readonly plan: Plan & { readonly played: Played };
  readonly verdict: Verdict;
}

/** A mix, what is wanted of it, and where it goes. */
export interface MasterOrder {
  readonly bytes: ByteSource;
  readonly brief: Brief;
  readonly outputs: OutputFolder;
  readonly info: SourceInfo;
  readonly aims: Aims;
}

/** What the client brings to aim at, as files that the brief names. */
export interface Aims {
  readonly references?: readonly ReferenceInput[];
  readonly profile?: TargetProfile | null;
}

/** The main job: hears, diagnoses, mends, plans, renders, proves and writes. */
export async function master(order: MasterOrder, powers: Powers, watch: Watch): Promise<Mastered> {
  const { bytes, brief, outputs, info, aims } = order;
  const { references = [], profile = null } = aims;
  const sha256 = digestOf(bytes, powers);
  const records = identifyReferences(references, sha256, powers);
  const heard = await listen(bytes, powers, watch);
  requireMasterable(heard.analysis.facts, bytes.name);
  const heardReferences = await hearReferences(references, powers, watch);
  const { opened, analysis, traces, findings, letter, tonalAim } = await examine(
    heard,
    brief,
    info.name,
    powers,
    watch,
    profile,
  );
  const planned = planRepairs(findings, ALL_REPAIRS);
  const mended = await mend(opened.source, planned, traces, powers, watch);
  const edit = decideEdit(brief, analysis.facts);
  const source = edit === null ? mended.source : cutSource(mended.source, edit, powers);
  const isChanged = source !== opened.source;
  const facts = isChanged ? (await analyze(source, powers, watch, 'listen')).facts : analysis.facts;
  watch.report?.({ stage: 'plan', fraction: 0 });
  const plan = makePlan(
    brief,
    facts,
    opened.format,
    powers.kernels,
    { repairs: planned, edit },
    {
      references: heardReferences,
      profile,
    },
  );
  const tags = { ...opened.tags, ...brief.tags };
  const { title, artist } = nameOf(brief, opened.tags, info.name);
  const fileNames = deliveryFileNames(title, plan.deliverables);
  const renderOrder = { source, repairs: mended.results, plan, tags, fileNames, outputs };
  const original = edit === null ? opened.source : cutSource(opened.source, edit, powers);
  const rendered = await render(renderOrder, powers, watch);
  const { verdict, overview } = await prove(original, facts, rendered, powers, watch);
  const session: Session = {
    version: 1,
    engineVersion: ENGINE_VERSION,
    source: { ...info, byteCount: bytes.byteCount, sha256 },
    references: records,
    brief,
    plan: rendered.plan,
    files: sessionFiles(verdict),
  };
  writeText(outputs, 'session.json', formatJson(session));
  const report = renderReport({
    title,
    artist,
    sourceName: info.name,
    format: opened.format,
    brief,
    source: analysis.facts,
    plan: rendered.plan,
    verdict,
    overview: { source: analysis.overview, master: overview },
    equaliserCurve: equaliserCurve(rendered.plan, powers.kernels),
    engineVersion: ENGINE_VERSION,
    assessment: {
      letter,
      findings,
      tonalAim,
      spectrogram: analysis.spectrogram,
      overview: analysis.overview,
    },
  });
  writeText(outputs, 'report.html', report);
  return { session, plan: rendered.plan, verdict };
}

/** Closes the files, and measures them from their own bytes. */
function prove(
  source: AudioSource,
  sourceFacts: Facts,
  rendered: Rendered,
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
