/**
 * Gaps of 20, 50 and 80 ms in solo instruments and in full mixes, ten to a sound, filled gap by gap: signal to error inside
 * the gaps. Protocol of Mokrý and Rajmic, arXiv 2403.04433.
 */
import { makeCodecHost } from '../conformance/support/recordings.ts';
import {
  FINISHED,
  loadMaterial,
  type Material,
  MIXES,
  makeChance,
  mean,
  SOLO,
  snrDb,
} from './support/material.ts';

const GAP_MS = [20, 50, 80];
const GAPS_PER_SOUND = 10;
/** As the dropout repair has them. */
const CONTEXT_SECONDS = 8192 / 44100;
const ORDER_SHARE = 0.25;
const ITERATIONS = 3;
/** Something plausible, from which the other channel is weighed. */
const BRIDGE = { orderFrames: 32, iterationCount: 1 };

const { kernels } = makeCodecHost().powers;
if (SOLO.length === 0) {
  process.stdout.write('gaps: no recordings beside the checkout, nothing measured\n');
  process.exit(1);
}
let filled = 0;
const begun = performance.now();

/** @param other a channel that is whole there, or null: nothing tells more than the past and the future */
function fillAt(
  channel: Float32Array,
  other: Float32Array | null,
  rate: number,
  start: number,
  frames: number,
): number {
  const context = Math.round(CONTEXT_SECONDS * rate);
  const mark = kernels.mark();
  const cut = (from: Float32Array) => {
    const samples = kernels.makeFloats(2 * context + frames);
    const first = Math.max(0, start - context);
    samples.set(from.subarray(first, start + frames + context), Math.max(0, context - start));
    return samples;
  };
  const samples = cut(channel);
  const gap = { fromFrame: context, toFrame: context + frames };
  samples.fill(0, gap.fromFrame, gap.toFrame);
  kernels.fillGap(samples, { ...gap, ...BRIDGE });
  kernels.fillGap(samples, {
    ...gap,
    orderFrames: Math.round(context * ORDER_SHARE),
    iterationCount: ITERATIONS,
    beside: other === null ? null : cut(other),
  });
  const db = snrDb(channel.subarray(start, start + frames), samples.slice(context, context + frames));
  kernels.release(mark);
  filled += frames / rate;
  return db;
}

/** Ten places evenly spread, each moved by up to 90 ms, where it sounds. */
function placesIn({ channels, sampleRateHz }: Material, seed: number): readonly number[] {
  const chance = makeChance(seed);
  const frames = channels[0]!.length;
  const margin = 0.4 * sampleRateHz;
  return Array.from({ length: GAPS_PER_SOUND }, (_, i) =>
    Math.round(
      margin + ((frames - 2.5 * margin) * i) / (GAPS_PER_SOUND - 1) + (chance() - 0.5) * 0.18 * sampleRateHz,
    ),
  );
}

async function measure(
  title: string,
  paths: readonly string[],
  seconds: number,
  isOneSided = false,
): Promise<void> {
  const rows: number[][] = [];
  for (const path of paths) {
    const material = await loadMaterial(path, path.endsWith('.ogg') ? 30 : 0, seconds);
    const { sampleRateHz: rate, channels } = material;
    const places = placesIn(material, 1);
    const other = isOneSided ? channels[1]! : null;
    const row = GAP_MS.map(ms =>
      mean(places.map(start => fillAt(channels[0]!, other, rate, start, Math.round((ms * rate) / 1000)))),
    );
    rows.push(row);
    process.stdout.write(`${material.name}: ${row.map(db => db.toFixed(1)).join(' / ')} dB\n`);
  }
  const means = GAP_MS.map((_, i) => mean(rows.map(row => row[i]!)));
  process.stdout.write(
    `gaps, ${title}: mean ${means.map(db => db.toFixed(2)).join(' / ')} dB inside ${GAP_MS.join(' / ')} ms\n`,
  );
}

await measure('solo instruments (published: 12.50 / 7.96 / 6.74)', SOLO, 60);
await measure('unmastered mixes', MIXES, 60);
await measure('finished recordings', FINISHED, 10);
await measure('finished recordings, the other channel whole', FINISHED, 10, true);
const speed = (performance.now() - begun) / 1000 / filled;
process.stdout.write(`gaps: ${speed.toFixed(1)} s of work per second of gap\n`);
