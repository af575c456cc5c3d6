/**
 * Clicks of four shapes planted by seed into real music, found, and replaced: how many are gone, how much clean audio was
 * touched, and how far the repair is better than a straight line.
 */
import { makeDecoders } from '@deadwax/codecs';
import { createEngine, defaultBrief, type GapPlace, repairs } from '@deadwax/engine';
import { makeMemoryHost } from '../conformance/support/memory.ts';
import { secondDifferenceSpread } from './faults/plant/clicks.ts';
import { toWave } from './faults/wave.ts';
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

const SECONDS = 20;
/** Two a second. */
const APART_SECONDS = 0.5;
/** Gone: no more than a tenth of its energy is left. */
const GONE_SHARE = 0.1;
/** A click no higher than so many spreads of the second difference around it is hidden by the music, and none is planted. */
const HIDDEN_SPREADS = 10;
/** −18 dB: clicks stand up to 15 dB over the level around them. */
const HEADROOM_GAIN = 0.125;
/** Surroundings by which a click is judged. */
const AROUND_SECONDS = 0.01;

interface Click {
  readonly channel: number;
  readonly startFrame: number;
  readonly samples: readonly number[];
}

function shapeClick(chance: () => number): number[] {
  const sign = chance() < 0.5 ? -1 : 1;
  const shape = Math.floor(4 * chance());
  if (shape === 0) return [sign];
  if (shape === 1) return new Array<number>(2 + Math.floor(3 * chance())).fill(sign);
  const count = 5 + Math.floor(26 * chance());
  const turn = 0.2 * Math.PI + 0.5 * Math.PI * chance();
  return Array.from({ length: count }, (_, n) =>
    shape === 2
      ? sign * Math.cos(turn * n) * Math.exp((-3 * n) / count)
      : sign * (2 * chance() - 1) * Math.sin((Math.PI * (n + 0.5)) / count),
  );
}

/** Turned down so far that no click is clipped by the file that carries it. */
function withHeadroom({ channels, ...rest }: Material): Material {
  return { ...rest, channels: channels.map(channel => channel.map(x => HEADROOM_GAIN * x)) };
}

/** −3 to +15 dB about the level around it, and ten times the spread of its second difference, below which music hides it. */
function plant({ channels, sampleRateHz }: Material, seed: number): readonly Click[] {
  const chance = makeChance(seed);
  const around = Math.round(AROUND_SECONDS * sampleRateHz);
  const step = Math.round(APART_SECONDS * sampleRateHz);
  const clicks: Click[] = [];
  for (let start = step; start + 2 * step < channels[0]!.length; start += step) {
    const startFrame = Math.round(start + chance() * 0.8 * step);
    const channel = Math.floor(channels.length * chance());
    const samples = channels[channel]!;
    const level = Math.sqrt(
      mean([...samples.subarray(startFrame - around, startFrame + around)].map(x => x * x)),
    );
    const height = Math.max(
      HEADROOM_GAIN * 10 ** (-44 / 20),
      level * 10 ** ((-3 + 18 * chance()) / 20),
      HIDDEN_SPREADS * secondDifferenceSpread(samples, startFrame, around),
    );
    clicks.push({ channel, startFrame, samples: shapeClick(chance).map(x => height * x) });
  }
  return clicks;
}

async function findPlaces(
  channels: readonly Float32Array[],
  sampleRateHz: number,
): Promise<readonly GapPlace[]> {
  const host = makeMemoryHost({ decoders: makeDecoders({ ffmpeg: null }) });
  const bytes = host.makeBytes('planted.wav', toWave({ channels, sampleRateHz, depthBits: 24 }));
  const { findings } = await createEngine(host.powers).assess(bytes, defaultBrief, {});
  return findings.flatMap(({ repair }) => (repair?.repair === 'declick' ? repair.parameters.places : []));
}

/** Region by region with its context, as the house plays it. */
function play(
  channels: readonly Float32Array[],
  sampleRateHz: number,
  places: readonly GapPlace[],
): Float32Array[] {
  const { kernels } = makeMemoryHost().powers;
  const spec = repairs.declick;
  if (spec.kind !== 'regions') throw new TypeError('declick works on regions');
  const parameters = { places, amountFraction: 1 };
  const context = Math.ceil(spec.contextSeconds * sampleRateHz);
  const mended = channels.map(channel => channel.slice());
  for (const { startFrame, endFrame } of spec.regions(parameters)) {
    const mark = kernels.mark();
    const block = kernels.makeBlock(channels.length, endFrame - startFrame + 2 * context);
    block.channels.forEach((into, c) => {
      for (let n = 0; n < into.length; n++) into[n] = channels[c]![startFrame - context + n] ?? 0;
    });
    const job = {
      block,
      fromFrame: context,
      toFrame: context + endFrame - startFrame,
      startFrame: startFrame - context,
      sampleRateHz,
    };
    spec.mend(job, parameters, kernels);
    mended.forEach((channel, c) => {
      channel.set(block.channels[c]!.subarray(context, job.toFrame), startFrame);
    });
    kernels.release(mark);
  }
  return mended;
}

function drawLines(channels: readonly Float32Array[], places: readonly GapPlace[]): Float32Array[] {
  const lines = channels.map(channel => channel.slice());
  for (const { channel, startFrame, endFrame } of places) {
    const samples = lines[channel]!;
    const from = samples[startFrame - 1] ?? 0;
    const to = samples[endFrame] ?? 0;
    for (let n = startFrame; n < endFrame; n++)
      samples[n] = from + ((to - from) * (n - startFrame + 1)) / (endFrame - startFrame + 1);
  }
  return lines;
}

const totals = { planted: 0, gone: 0, hidden: 0, clean: 0, touched: 0 };
const better: number[] = [];
for (const [seed, path] of [...SOLO, ...MIXES, ...FINISHED].entries()) {
  const material = withHeadroom(await loadMaterial(path, path.endsWith('.ogg') ? 30 : 0, SECONDS));
  const { channels, sampleRateHz } = material;
  const clicks = plant(material, seed + 1);
  const dirty = channels.map(channel => channel.slice());
  const isPlanted = channels.map(channel => new Uint8Array(channel.length));
  for (const { channel, startFrame, samples } of clicks)
    samples.forEach((x, n) => {
      dirty[channel]![startFrame + n]! += x;
      isPlanted[channel]![startFrame + n] = 1;
    });
  const places = await findPlaces(dirty, sampleRateHz);
  const mended = play(dirty, sampleRateHz, places);
  const lines = drawLines(dirty, places);
  const around = Math.round(AROUND_SECONDS * sampleRateHz);
  let gone = 0;
  let hidden = 0;
  const heard: { clean: number[]; mended: number[]; line: number[] } = { clean: [], mended: [], line: [] };
  for (const { channel, startFrame, samples } of clicks) {
    const range = [startFrame, startFrame + samples.length] as const;
    const clean = channels[channel]!.subarray(...range);
    const rest = mended[channel]!.subarray(...range).map((x, n) => x - clean[n]!);
    const left = rest.reduce((sum, x) => sum + x * x, 0);
    const highest = rest.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    if (highest <= HIDDEN_SPREADS * secondDifferenceSpread(channels[channel]!, startFrame, around))
      hidden += 1;
    const isGone = left <= GONE_SHARE * samples.reduce((sum, x) => sum + x * x, 0);
    if (!isGone) continue;
    gone += 1;
    heard.clean.push(...clean);
    heard.mended.push(...mended[channel]!.subarray(...range));
    heard.line.push(...lines[channel]!.subarray(...range));
  }
  let touched = 0;
  channels.forEach((channel, c) => {
    for (let n = 0; n < channel.length; n++)
      if (isPlanted[c]![n] === 0 && mended[c]![n] !== dirty[c]![n]) touched += 1;
  });
  const snr = snrDb(heard.clean, heard.mended);
  const gain = snr - snrDb(heard.clean, heard.line);
  better.push(gain);
  totals.planted += clicks.length;
  totals.gone += gone;
  totals.hidden += hidden;
  totals.clean += channels.length * channels[0]!.length;
  totals.touched += touched;
  process.stdout.write(
    `${material.name}: ${gone} of ${clicks.length} gone, ${hidden} hidden by the music, ${touched} clean samples touched, ${snr.toFixed(1)} dB inside, ${gain.toFixed(1)} dB better than a line\n`,
  );
}
process.stdout.write(
  `declick: ${((100 * totals.gone) / totals.planted).toFixed(1)} % of ${totals.planted} clicks gone, what is left of ${((100 * totals.hidden) / totals.planted).toFixed(1)} % is hidden by the music, ${((100 * totals.touched) / totals.clean).toFixed(4)} % of clean samples touched, mean ${mean(better).toFixed(1)} dB better than a line\n`,
);
