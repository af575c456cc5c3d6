import type { ByteSink, ByteSource, Powers, Watch } from './audio/index.ts';
import { open } from './hear.ts';
import { type DeliverableOrder, defaultBrief, planDeliverables } from './plan/index.ts';
import { changeRate, outputFrames, startDelivery } from './render/index.ts';

/** A conversion of container, rate or depth; the seed starts the dither. */
export interface Conversion extends DeliverableOrder {
  readonly seed: number;
}

/** What was written. */
export interface Converted {
  readonly frameCount: number;
  readonly sampleRateHz: number;
}

/** Changes rate, depth and container, and nothing else. */
export async function convert(
  bytes: ByteSource,
  conversion: Conversion,
  sink: ByteSink,
  powers: Powers,
  watch: Watch,
): Promise<Converted> {
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
