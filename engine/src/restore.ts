import type { AudioSource, ByteSink, ByteSource, OpenedAudio, Powers, Tags, Watch } from './audio/index.ts';
import type { Finding } from './diagnose/index.ts';
import { examine, listen } from './hear.ts';
import { mend } from './mend.ts';
import {
  type Brief,
  type DeliverableOrder,
  defaultBrief,
  type PlannedRepair,
  planDeliverables,
  planRepairs,
  type RepairResult,
  type RepairWish,
} from './plan/index.ts';
import { playLevel, startDelivery } from './render/index.ts';
import { repairs } from './repair/index.ts';
import { gainToDb, jsonNumber } from './units/index.ts';

/** Restoration alone: what is to be mended, and where it goes. */
export interface RestoreOrder {
  readonly bytes: ByteSource;
  readonly brief: Brief;
  readonly wish: RepairWish;
  readonly format: DeliverableOrder['format'];
  readonly output: ByteSink;
  /** Takes what was removed, the mix less the repaired mix; null where nobody asked. */
  readonly residual: ByteSink | null;
}

/** What was mended. */
export interface Restored {
  readonly findings: readonly Finding[];
  readonly planned: readonly PlannedRepair[];
  readonly results: readonly RepairResult[];
  /** Level that was given up so that an integer file can hold restored peaks; 0 as a rule. */
  readonly gainDb: number;
  readonly frameCount: number;
  readonly sampleRateHz: number;
}

/** Hears a mix, mends what was asked for, and writes it: same rate, same length, nothing else changed. */
export async function restore(order: RestoreOrder, powers: Powers, watch: Watch): Promise<Restored> {
  const { bytes, brief, wish } = order;
  const heard = await listen(bytes, powers, watch);
  const { opened, traces, findings } = await examine(heard, brief, bytes.name, powers, watch);
  const { source } = opened;
  const planned = planRepairs(findings, wish);
  const mended = await mend(source, planned, traces, powers, watch);
  const peakGain = await samplePeak(mended.source, powers, watch);
  const gainDb = order.format.isFloat ? 0 : Math.min(0, -gainToDb(peakGain));
  const isExact = gainDb === 0 && isOnGrid(order, opened, mended.results);
  await write(
    order,
    opened.tags,
    { source: mended.source, gainDb, isExact, sink: order.output },
    powers,
    watch,
  );
  if (order.residual !== null) {
    const removed = { source, less: mended.source, gainDb: 0, isExact: false, sink: order.residual };
    await write(order, {}, removed, powers, watch);
  }
  return {
    findings,
    planned,
    results: mended.results,
    gainDb: jsonNumber(gainDb, 2) ?? 0,
    frameCount: source.frameCount,
    sampleRateHz: source.sampleRateHz,
  };
}

/** Whether everything outside the repaired regions still lies on the grid of the ordered depth: then dither would only harm. */
function isOnGrid(
  { format }: RestoreOrder,
  { format: stored }: OpenedAudio,
  results: readonly RepairResult[],
): boolean {
  const isLocal = results.every(({ isKept, repair }) => !isKept || repairs[repair].kind === 'regions');
  return isLocal && stored.depthBits !== null && stored.depthBits <= format.depthBits;
}

async function samplePeak(source: AudioSource, powers: Powers, watch: Watch): Promise<number> {
  let peak = 0;
  const survey = powers.kernels.makeSampleSurvey(source.channelCount, 0);
  await playLevel({ source, gainDb: 0 }, powers, watch, block => survey.process(block));
  for (const extreme of [...survey.minima, ...survey.maxima]) peak = Math.max(peak, Math.abs(extreme));
  return peak;
}

interface Writing {
  readonly source: AudioSource;
  readonly less?: AudioSource;
  readonly gainDb: number;
  readonly isExact: boolean;
  readonly sink: ByteSink;
}

async function write(
  { format, brief }: RestoreOrder,
  tags: Tags,
  writing: Writing,
  powers: Powers,
  watch: Watch,
): Promise<void> {
  const { source, sink, isExact } = writing;
  const order = { format, sampleRateHz: 'source', dither: 'auto' } as const;
  const deliverable = planDeliverables({ ...defaultBrief, deliverables: [order] }, source.sampleRateHz)[0]!;
  const { channelCount, frameCount } = source;
  const file = { ...deliverable, seed: brief.seed, channelCount, frameCount, tags };
  const delivery = await startDelivery(file, sink, powers, watch, isExact);
  await playLevel(writing, powers, watch, block => delivery.write(block));
  await delivery.finish();
}
