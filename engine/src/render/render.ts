import {
  type AudioBlock,
  type AudioSource,
  makeSpillSink,
  type OutputFile,
  type OutputFolder,
  type Powers,
  type SpillSink,
  type Tags,
  type Watch,
} from '../audio/index.ts';
import { makeChain } from '../chain/index.ts';
import type { Deliverable, Plan, Played, RepairResult } from '../plan/plan.ts';
import { gainToDb, jsonNumber } from '../units/index.ts';
import { ceilingLines } from './ceiling.ts';
import { changeRate, outputFrames } from './change-rate.ts';
import { type DeliveryStream, startDelivery } from './deliver.ts';
import { measureDemand } from './demand.ts';
import { BLOCK_FRAMES, type BlockConsumer, finish } from './finish.ts';
import { playChain } from './play-chain.ts';
import { replay, type Settled, settle } from './settle.ts';

/** A file that has been written, not yet proven. */
export interface RenderedFile {
  readonly deliverable: Deliverable;
  readonly file: OutputFile;
}

/** What a render leaves behind. */
export interface Rendered {
  readonly plan: Plan & { readonly played: Played };
  readonly files: readonly RenderedFile[];
  /** The programme after the chain, before drive and limiter: what damage is measured against. */
  readonly beforeLimiter: AudioSource;
}

/** What to render and how to name it. */
export interface RenderOrder {
  /** The mix after its repairs. */
  readonly source: AudioSource;
  readonly repairs: readonly RepairResult[];
  readonly plan: Plan;
  readonly tags: Tags;
  /** File name of each deliverable, by its id. */
  readonly fileNames: ReadonlyMap<string, string>;
  readonly outputs: OutputFolder;
}

/**
 * Plays a plan: chain, settled level, limiter, rate, dither, files.
 *
 * A plan that was played before is played again with the same drive, without a search.
 */
export async function render(order: RenderOrder, powers: Powers, watch: Watch): Promise<Rendered> {
  const { plan } = order;
  watch.report?.({ stage: 'render', fraction: 0 });
  const chain = makeChain(plan.stages, order.source, powers.kernels);
  const beforeLimiter = chain === null ? order.source : await playChain(order.source, chain, powers, watch);
  const demand = await measureDemand(beforeLimiter, plan.loudness.method === 'gain', powers);
  watch.report?.({ stage: 'settle', fraction: 0 });
  const job = { source: beforeLimiter, demand, loudness: plan.loudness, powers, watch };
  const settled =
    plan.played === null ? await settle(job) : await replay(job, plan.played.driveDb, plan.played.bound);
  const { files, truePeakGain } = await writeFiles(order, beforeLimiter, settled, powers, watch);
  for (const store of [demand.peaks, demand.lows, demand.sustained, settled.curve?.gains])
    store?.bytes.discard();
  return { plan: { ...plan, played: playedFacts(order, settled, truePeakGain) }, files, beforeLimiter };
}

function playedFacts({ repairs }: RenderOrder, settled: Settled, truePeakGain: number): Played {
  return {
    repairs,
    driveDb: settled.driveDb,
    inputLufs: jsonNumber(settled.inputLufs),
    integratedLufs: jsonNumber(settled.integratedLufs),
    truePeakDbtp: jsonNumber(gainToDb(truePeakGain)),
    bound: settled.bound,
    gainReduction: settled.gainReduction,
    rounds: settled.rounds,
  };
}

/** Writes the files at the plan's rate while the master is finished, the others from its float form. */
async function writeFiles(
  order: RenderOrder,
  source: AudioSource,
  settled: Settled,
  powers: Powers,
  watch: Watch,
): Promise<{ readonly files: readonly RenderedFile[]; readonly truePeakGain: number }> {
  const { plan } = order;
  const atRate = plan.deliverables.filter(deliverable => deliverable.sampleRateHz === source.sampleRateHz);
  const converted = plan.deliverables.filter(deliverable => deliverable.sampleRateHz !== source.sampleRateHz);
  const open = await Promise.all(
    atRate.map(deliverable => openFile(order, deliverable, source, settled, powers, watch)),
  );
  const spill = converted.length > 0 ? makeSpillSink(powers.makeScratch(), source, powers.kernels) : null;
  const job = { source, loudness: plan.loudness, settled };
  const truePeakGain = await finish(job, powers, watch, makeFanOut(spill, open, source, powers));
  const files = await finishAll(open);
  for (const deliverable of converted)
    files.push(await convertTo(deliverable, spill!, order, settled, powers, watch));
  return { files, truePeakGain };
}

interface OpenFile extends RenderedFile {
  readonly stream: DeliveryStream;
}

async function openFile(
  order: RenderOrder,
  deliverable: Deliverable,
  source: AudioSource,
  settled: Settled,
  powers: Powers,
  watch: Watch,
): Promise<OpenFile> {
  const file = order.outputs.openFile(order.fileNames.get(deliverable.id)!);
  const fileOrder = {
    ...deliverable,
    seed: order.plan.seed,
    channelCount: source.channelCount,
    frameCount: outputFrames(source, deliverable.sampleRateHz, powers),
    tags: order.tags,
  };
  return {
    deliverable,
    file,
    stream: await startDelivery(fileOrder, file, powers, watch, isUntouched(order, deliverable, settled)),
  };
}

/** Audio that nothing has changed needs no dither for its own depth: it is delivered bit for bit. */
function isUntouched(order: RenderOrder, deliverable: Deliverable, settled: Settled): boolean {
  const { layout } = order.source.handle;
  const sourceBits = /^[su](\d+)/.exec(layout.format)?.[1];
  const isMoved = order.plan.stages.some(stage => stage.isEnabled && stage.strengthFraction > 0);
  return (
    !isMoved &&
    settled.curve === null &&
    settled.driveDb === 0 &&
    deliverable.sampleRateHz === layout.sampleRateHz &&
    sourceBits !== undefined &&
    Number(sourceBits) <= deliverable.format.depthBits
  );
}

/** Hands every block to all takers. Dither works in place, so every file but the last gets a copy. */
function makeFanOut(
  spill: SpillSink | null,
  open: readonly OpenFile[],
  source: AudioSource,
  powers: Powers,
): BlockConsumer {
  const copy = open.length > 1 ? powers.kernels.makeBlock(source.channelCount, BLOCK_FRAMES) : null;
  return async block => {
    spill?.write(block);
    for (const [index, { stream }] of open.entries()) {
      if (copy !== null && index < open.length - 1) copyBlock(block, copy);
      await stream.write(copy !== null && index < open.length - 1 ? copy : block);
    }
  };
}

function copyBlock(from: AudioBlock, to: AudioBlock): void {
  to.frameCount = from.frameCount;
  to.channels.forEach((channel, index) => {
    channel.set(from.channels[index]!.subarray(0, from.frameCount));
  });
}

async function finishAll(open: readonly OpenFile[]): Promise<RenderedFile[]> {
  for (const { stream } of open) await stream.finish();
  return open.map(({ deliverable, file }) => ({ deliverable, file }));
}

async function convertTo(
  deliverable: Deliverable,
  spill: SpillSink,
  order: RenderOrder,
  settled: Settled,
  powers: Powers,
  watch: Watch,
): Promise<RenderedFile> {
  const master = spill.toSource();
  const open = await openFile(order, deliverable, master, settled, powers, watch);
  const target = { sampleRateHz: deliverable.sampleRateHz, ceiling: ceilingLines(order.plan.loudness) };
  await changeRate(master, target, powers, watch, block => open.stream.write(block));
  return (await finishAll([open]))[0]!;
}
